/** Sizes in pixels by resolution, then by aspect ratio: `sizes['720p']['9:16']` is `720x1280`. */
export type SoraSizes = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Shapes that people name. */
const usualRatios = ['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3', '21:9', '9:21'];

/** Sizes are multiples of 8 or 16 pixels, so that 832x480 is what a server has for 16:9. */
const tolerance = 0.03;

/** `1280x720` as people ask for it: `720p` and `16:9`. */
export function wordsOfSize(size: string): { readonly resolution: string; readonly aspectRatio: string } {
  const [width = 1, height = 1] = size.split('x').map(Number);
  return { resolution: `${Math.min(width, height)}p`, aspectRatio: ratioName(width, height) };
}

function ratioName(width: number, height: number): string {
  const shape = width / height;
  const distance = (name: string): number => Math.abs(Math.log(shape / ratioOf(name)));
  const nearest = usualRatios.reduce((best, name) => (distance(name) < distance(best) ? name : best));
  if (distance(nearest) <= tolerance) return nearest;
  const divisor = greatestCommonDivisor(width, height);
  return `${width / divisor}:${height / divisor}`;
}

function ratioOf(name: string): number {
  const [width = 1, height = 1] = name.split(':').map(Number);
  return width / height;
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

/** Of two sizes with the same words the first counts. */
export function sizesByWords(sizes: readonly string[]): SoraSizes {
  const found: Record<string, Record<string, string>> = {};
  for (const size of sizes) {
    const { resolution, aspectRatio } = wordsOfSize(size);
    const byRatio = (found[resolution] ??= {});
    byRatio[aspectRatio] ??= size;
  }
  return found;
}
