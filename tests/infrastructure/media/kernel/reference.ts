import type { FrameWindow } from '../../../../infrastructure/media/kernel/frame-kernel.js';

/** One plane, slow and plain. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly samples: ArrayLike<number>;
}

/** The planes of a planar 4:2:0 frame. */
export function planesOf(bytes: Uint8Array, width: number, height: number): [Plane, Plane, Plane] {
  const size = width * height;
  const half = { width: width / 2, height: height / 2 };
  return [
    { width, height, samples: bytes.slice(0, size) },
    { ...half, samples: bytes.slice(size, (size * 5) / 4) },
    { ...half, samples: bytes.slice((size * 5) / 4, (size * 3) / 2) },
  ];
}

/** Bilinear sample with repeated edges; pixel centres lie at halves. */
function sample({ width, height, samples }: Plane, x: number, y: number): number {
  const u = Math.min(Math.max(x, 0), width - 1);
  const v = Math.min(Math.max(y, 0), height - 1);
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
  const at = (column: number, row: number): number => samples[row * width + column]!;
  const upper = at(left, top) + (at(right, top) - at(left, top)) * (u - left);
  const lower = at(left, bottom) + (at(right, bottom) - at(left, bottom)) * (u - left);
  return upper + (lower - upper) * (v - top);
}

/** What the kernel's resampling should give, not rounded. */
export function resamplePlane(source: Plane, window: FrameWindow, width: number, height: number): number[] {
  return Array.from({ length: width * height }, (_, index) =>
    sample(
      source,
      window.x + (((index % width) + 0.5) * window.width) / width - 0.5,
      window.y + ((Math.floor(index / width) + 0.5) * window.height) / height - 0.5,
    ),
  );
}

/** ITU-R BT.709-6, item 3.4, limited range, not rounded. */
export function toYuv(red: number, green: number, blue: number): [number, number, number] {
  const brightness = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  return [
    16 + 219 * brightness,
    128 + (224 * (blue / 255 - brightness)) / 1.8556,
    128 + (224 * (red / 255 - brightness)) / 1.5748,
  ];
}

/** The largest difference between two lists. */
export function worstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = a.length === b.length ? 0 : Infinity;
  for (let index = 0; index < a.length; index++) worst = Math.max(worst, Math.abs(a[index]! - b[index]!));
  return worst;
}
