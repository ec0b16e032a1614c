// Separable bilinear resampling of one 8-bit plane: rows are blended first, then columns are gathered.
// Every buffer has at least 64 spare bytes behind it, so whole vectors may be read and written past a
// row's end: the next row, and after the last row nothing, lies there.

const columnGroup: i32 = 64;

/** Blends two rows: (a·(256 − weight) + b·weight + 128) / 256. Also the crossfade of whole frames. */
export function blendRows(a: usize, b: usize, destination: usize, count: i32, weight: i32): void {
  const to = i16x8.splat(<i16>weight);
  const from = i16x8.splat(<i16>(256 - weight));
  const half = i16x8.splat(128);
  const end = destination + <usize>count;
  while (destination < end) {
    const va = v128.load(a);
    const vb = v128.load(b);
    const low = i16x8.add(
      i16x8.add(
        i16x8.mul(i16x8.extend_low_i8x16_u(va), from),
        i16x8.mul(i16x8.extend_low_i8x16_u(vb), to),
      ),
      half,
    );
    const high = i16x8.add(
      i16x8.add(
        i16x8.mul(i16x8.extend_high_i8x16_u(va), from),
        i16x8.mul(i16x8.extend_high_i8x16_u(vb), to),
      ),
      half,
    );
    v128.store(destination, i8x16.narrow_i16x8_u(i16x8.shr_u(low, 8), i16x8.shr_u(high, 8)));
    a += 16;
    b += 16;
    destination += 16;
  }
}

/** A sample position, clamped to the plane: its left or upper pixel. */
function tapIndex(position: f64, size: i32): i32 {
  return min(<i32>position, max(size - 2, 0));
}

function clampPosition(position: f64, size: i32): f64 {
  return min(max(position, 0.0), <f64>(size - 1));
}

/**
 * For each 8 output columns: first source column (i32 in 16 bytes), selectors of the left and of the right
 * neighbours as eight zero-extended bytes, and the weights of the right ones as eight i16.
 */
function buildColumns(table: usize, columns: i32, origin: f64, step: f64, sourceWidth: i32): void {
  for (let x = 0; x < columns; x += 8) {
    let first = 0;
    for (let lane = 0; lane < 8; lane++) {
      const position = clampPosition(origin + (<f64>(x + lane) + 0.5) * step - 0.5, sourceWidth);
      const index = tapIndex(position, sourceWidth);
      if (lane == 0) first = index;
      const offset = index - first;
      const at = table + <usize>(lane << 1);
      store<u16>(at, <u16>(offset | 0x8000), 16);
      store<u16>(at, <u16>((offset + 1) | 0x8000), 32);
      store<i16>(at, <i16>((position - <f64>index) * 256.0 + 0.5), 48);
    }
    i32.store(table, first);
    table += columnGroup;
  }
}

function gatherColumns(source: usize, destination: usize, table: usize, columns: i32): void {
  const half = i16x8.splat(128);
  const one = i16x8.splat(256);
  const end = destination + <usize>columns;
  while (destination < end) {
    const pixels = v128.load(source + <usize>i32.load(table));
    const left = i8x16.swizzle(pixels, v128.load(table, 16));
    const right = i8x16.swizzle(pixels, v128.load(table, 32));
    const weight = v128.load(table, 48);
    const sum = i16x8.add(
      i16x8.add(i16x8.mul(left, i16x8.sub(one, weight)), i16x8.mul(right, weight)),
      half,
    );
    const result = i16x8.shr_u(sum, 8);
    v128.store64_lane(destination, i8x16.narrow_i16x8_u(result, result), 0);
    destination += 8;
    table += columnGroup;
  }
}

/** `table` holds 64 bytes for each 8 columns, `row` a source row and 64 bytes. A step is at most 2. */
export function resamplePlane(
  source: usize,
  sourceWidth: i32,
  sourceHeight: i32,
  destination: usize,
  width: i32,
  height: i32,
  x: f64,
  y: f64,
  stepX: f64,
  stepY: f64,
  table: usize,
  row: usize,
): void {
  buildColumns(table, width, x, stepX, sourceWidth);
  const groups = (width + 7) >> 3;
  const first = i32.load(table);
  const last = i32.load(table + <usize>((groups - 1) * columnGroup)) + 16;
  for (let line = 0; line < height; line++) {
    const position = clampPosition(y + (<f64>line + 0.5) * stepY - 0.5, sourceHeight);
    const index = tapIndex(position, sourceHeight);
    const weight = <i32>((position - <f64>index) * 256.0 + 0.5);
    const upper = source + <usize>(index * sourceWidth);
    const lower = index + 1 < sourceHeight ? upper + <usize>sourceWidth : upper;
    if (weight == 0) {
      gatherColumns(upper, destination, table, width);
    } else {
      blendRows(upper + <usize>first, lower + <usize>first, row + <usize>first, last - first, weight);
      gatherColumns(row, destination, table, width);
    }
    destination += <usize>width;
  }
}
