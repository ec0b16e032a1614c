/** 1 in the kernel's 16-bit fractions. */
export const fixedOne = 32_767;
/** In pixels of the plane: over two rows, a creeping edge moves evenly. */
const leastSoftness = 0.9;
/** Crests beyond this many units are cut off; sums with them still fit in 16 bits. */
export const crestLimit = 32_000;
/** Columns of a tile: `compositePlane` looks up for each one which layers cross it. */
export const tileColumns = 64;

/** How a layer's upper edge looks. Lengths are pixels of the frame. */
export interface LayerEdge {
  /** Half the width of the transition; at least 0.9 pixels. */
  readonly softness: number;
  /** How far the rim of light reaches below the crest; 0 for none. */
  readonly rimWidth: number;
  /** What the full rim adds to Y, U and V. */
  readonly rimLight: readonly [number, number, number];
}

/** 16-bit numbers, one for each column, but for the tiles: see `compositePlane`. */
export interface CrestLine {
  readonly level: Int16Array;
  readonly rim: Int16Array;
  readonly softness: Int16Array;
  readonly gain: Int16Array;
  readonly full: Int16Array;
  /** For each tile of 64 columns, the lowest and the highest level of the edge, 32-bit. */
  readonly tiles: Int32Array;
}

/** Converts a crest to fixed point for a plane; chroma planes take every second pair's mean. */
export function writeCrest(
  { level, rim }: CrestLine,
  crest: Float32Array,
  strengths: Float32Array,
  divisor: number,
  unit: number,
): void {
  const share = unit / divisor;
  for (let x = 0; x < level.length; x++) {
    const first = x * divisor;
    const second = first + divisor - 1;
    const sum = divisor === 1 ? crest[first]! : crest[first]! + crest[second]!;
    level[x] = Math.max(-crestLimit, Math.min(crestLimit, Math.round(sum * share)));
    rim[x] = Math.max(0, Math.min(1, strengths[first]!)) * fixedOne;
  }
}

/** Where the crest is steep, the transition spans as many rows as the crest does from column to column. */
export function writeEdge(
  line: CrestLine,
  edge: LayerEdge,
  divisor: number,
  unit: number,
): { lowest: number; highest: number } {
  const { level, softness, gain, full, tiles } = line;
  const least = Math.max(edge.softness, leastSoftness * divisor) * unit;
  const reach = edge.rimWidth * unit;
  let before = level[0]!;
  for (let x = 0; x < level.length; x++) {
    const here = level[x]!;
    const step = Math.max(Math.abs(here - before), Math.abs((level[x + 1] ?? here) - here));
    before = here;
    const soft = Math.round(Math.max(least, step * 0.6));
    softness[x] = soft;
    gain[x] = Math.ceil(fixedOne / (soft * 2));
    full[x] = Math.floor(fixedOne / gain[x]!);
    const tile = Math.floor(x / tileColumns) * 2;
    const isFirst = x % tileColumns === 0;
    const end = Math.ceil(here + Math.max(soft, reach));
    tiles[tile] = isFirst ? here - soft : Math.min(tiles[tile]!, here - soft);
    tiles[tile + 1] = isFirst ? end : Math.max(tiles[tile + 1]!, end);
  }
  return rangeOf(tiles);
}

function rangeOf(tiles: Int32Array): { lowest: number; highest: number } {
  let [lowest, highest] = [crestLimit, -crestLimit];
  for (let tile = 0; tile < tiles.length; tile += 2) {
    lowest = Math.min(lowest, tiles[tile]!);
    highest = Math.max(highest, tiles[tile + 1]!);
  }
  return { lowest, highest };
}
