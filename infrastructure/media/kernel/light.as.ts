// Light fields: coarse grids of 8.6 fixed-point samples, expanded by quadratic B-splines, cut along crest
// lines and dithered to 8 bits. See light-compositor.ts for the layouts.

/** Bytes of a curve row for 8 columns, and for one. */
const curveGroup: usize = 48;
const curveColumn: usize = 6;

/**
 * The quadratic B-spline between three rows as a curve of the place s between them (0…1), which takes two
 * products instead of three: (a + b) / 2 + s·(b − a) + s²·(a − 2b + c) / 2. For each 8 columns: eight first
 * terms, then the other two terms' factors side by side.
 */
function writeCurves(a: usize, b: usize, c: usize, target: usize, groups: i32): void {
  const one = i16x8.splat(1);
  for (let group = 0; group < groups; group++) {
    const upper = v128.load(a);
    const middle = v128.load(b);
    const slope = i16x8.sub(middle, upper);
    const bend = i16x8.sub(i16x8.sub(v128.load(c), middle), slope);
    v128.store(target, i16x8.shr_s(i16x8.add(i16x8.add(upper, middle), one), 1));
    v128.store(target, v128.shuffle<i16>(slope, bend, 0, 8, 1, 9, 2, 10, 3, 11), 16);
    v128.store(target, v128.shuffle<i16>(slope, bend, 4, 12, 5, 13, 6, 14, 7, 15), 32);
    a += 16;
    b += 16;
    c += 16;
    target += curveGroup;
  }
}

/**
 * Mixes two key grids (fraction of 32768), expands the rows `from`…`to` (exclusive) to the frame's width and
 * writes the curves between each three of them; `ring` has room for three expanded rows.
 * `table` has 80 bytes for each 8 columns: first cell's byte offset, lane selector, three tap weights.
 */
export function expandRows(
  keyA: usize,
  keyB: usize,
  fraction: i32,
  gridStride: usize,
  from: i32,
  to: i32,
  table: usize,
  groups: i32,
  expanded: usize,
  expandedStride: usize,
  mixed: usize,
  ring: usize,
): void {
  const ringRow = <usize>groups << 4;
  let first = ring;
  let second = ring + ringRow;
  let third = second + ringRow;
  const share = i16x8.splat(<i16>min(fraction, 32767));
  for (let line = from; line < to; line++) {
    const rowOffset = <usize>line * gridStride;
    for (let at: usize = 0; at < gridStride; at += 16) {
      const a = v128.load(keyA + rowOffset + at);
      const b = v128.load(keyB + rowOffset + at);
      v128.store(mixed + at, i16x8.add(a, i16x8.q15mulr_sat_s(i16x8.sub(b, a), share)));
    }
    let target = third;
    let entry = table;
    for (let group = 0; group < groups; group++) {
      const cells = mixed + <usize>i32.load(entry);
      const lanes = v128.load(entry, 16);
      const left = i8x16.swizzle(v128.load(cells), lanes);
      const here = i8x16.swizzle(v128.load(cells, 2), lanes);
      const right = i8x16.swizzle(v128.load(cells, 4), lanes);
      v128.store(
        target,
        i16x8.add(
          i16x8.add(
            i16x8.q15mulr_sat_s(left, v128.load(entry, 32)),
            i16x8.q15mulr_sat_s(here, v128.load(entry, 48)),
          ),
          i16x8.q15mulr_sat_s(right, v128.load(entry, 64)),
        ),
      );
      target += 16;
      entry += 80;
    }
    if (line >= from + 2) {
      writeCurves(first, second, third, expanded + <usize>(line - 2) * expandedStride, groups);
    }
    const oldest = first;
    first = second;
    second = third;
    third = oldest;
  }
}

let tapRow: i32 = 0;
/** The place between the rows and half its square, of 32768, in one 32-bit number. */
let curveWeights: i32 = 0;

/** The curve row and the weights of an output row; the grid has one row of margin on each side. */
function chooseTaps(line: i32, height: i32, cells: i32): void {
  const position: f64 = ((<f64>line + 0.5) * <f64>cells) / <f64>height - 0.5;
  const nearest = Math.floor(position + 0.5);
  const place = position - nearest + 0.5;
  tapRow = <i32>nearest;
  const linear = min(<i32>(32768.0 * place + 0.5), 32767);
  const square = <i32>(16384.0 * place * place + 0.5);
  curveWeights = linear | (square << 16);
}

/** Eight samples of a curve row. */
@inline
function interpolate(at: usize, weights: v128): v128 {
  const low = i32x4.shr_s(i32x4.dot_i16x8_s(v128.load(at, 16), weights), 15);
  const high = i32x4.shr_s(i32x4.dot_i16x8_s(v128.load(at, 32), weights), 15);
  return i16x8.add(v128.load(at), i16x8.narrow_i32x4_s(low, high));
}

/** Dithers and narrows a part of a row of 8.6 samples that is interpolated on the fly. */
function writePlain(rows: usize, dither: usize, destination: usize, from: i32, to: i32): void {
  const weights = i32x4.splat(curveWeights);
  for (let x = from; x < to; x += 16) {
    const noise = dither + <usize>((x & 63) << 1);
    const at = rows + <usize>x * curveColumn;
    const low = i16x8.add(interpolate(at, weights), v128.load(noise));
    const high = i16x8.add(interpolate(at + curveGroup, weights), v128.load(noise, 16));
    v128.store(
      destination + <usize>x,
      i8x16.narrow_i16x8_u(i16x8.shr_s(low, 6), i16x8.shr_s(high, 6)),
    );
  }
}

function interpolateRow(rows: usize, target: usize, from: i32, to: i32): void {
  const weights = i32x4.splat(curveWeights);
  for (let x = from; x < to; x += 8) {
    v128.store(target + <usize>(x << 1), interpolate(rows + <usize>x * curveColumn, weights));
  }
}

/**
 * Lays a layer over a part of the row: its coverage rises smoothly from 0 to 1 across the crest line, and a rim of light
 * follows the line on the layer's side.
 */
function coverRow(
  layer: usize,
  rows: usize,
  level: i32,
  target: usize,
  from: i32,
  to: i32,
): void {
  const weights = i32x4.splat(curveWeights);
  const crest = <usize>i32.load(layer, 8);
  const rim = <usize>i32.load(layer, 12);
  const softness = <usize>i32.load(layer, 16);
  const gain = <usize>i32.load(layer, 20);
  const full = <usize>i32.load(layer, 24);
  const rimWidth = i16x8.splat(<i16>i32.load(layer, 36));
  const rimGain = i16x8.splat(<i16>i32.load(layer, 40));
  const rimLight = i16x8.splat(<i16>i32.load(layer, 44));
  const height = i16x8.splat(<i16>level);
  const zero = i16x8.splat(0);
  for (let x = from; x < to; x += 8) {
    const at = <usize>(x << 1);
    const depth = i16x8.sub_sat_s(height, v128.load(crest + at));
    const share = i16x8.mul(
      i16x8.min_s(
        i16x8.max_s(i16x8.add_sat_s(depth, v128.load(softness + at)), zero),
        v128.load(full + at),
      ),
      v128.load(gain + at),
    );
    if (!v128.any_true(share)) continue;
    const square = i16x8.q15mulr_sat_s(share, share);
    const bend = i16x8.sub(square, i16x8.q15mulr_sat_s(square, share));
    const cover = i16x8.add_sat_s(square, i16x8.add(bend, bend));
    const tent = i16x8.mul(
      i16x8.max_s(i16x8.sub_sat_s(rimWidth, i16x8.max_s(depth, zero)), zero),
      rimGain,
    );
    const shine = i16x8.q15mulr_sat_s(i16x8.q15mulr_sat_s(tent, tent), v128.load(rim + at));
    const own = i16x8.add(
      interpolate(rows + <usize>x * curveColumn, weights),
      i16x8.q15mulr_sat_s(shine, rimLight),
    );
    const under = v128.load(target + at);
    v128.store(target + at, i16x8.add(under, i16x8.q15mulr_sat_s(i16x8.sub(own, under), cover)));
  }
}

function writeRow(row: usize, dither: usize, destination: usize, from: i32, to: i32): void {
  for (let x = from; x < to; x += 16) {
    const noise = dither + <usize>((x & 63) << 1);
    const at = row + <usize>(x << 1);
    const low = i16x8.shr_s(i16x8.add(v128.load(at), v128.load(noise)), 6);
    const high = i16x8.shr_s(i16x8.add(v128.load(at, 16), v128.load(noise, 16)), 6);
    v128.store(destination + <usize>x, i8x16.narrow_i16x8_u(low, high));
  }
}

const tileColumns: i32 = 64;

@inline
function curvesOf(layer: usize): usize {
  return <usize>i32.load(layer) + <usize>tapRow * <usize>i32.load(layer, 4);
}

/** Composes a part of a row from the layer `base` upwards; `tile` is the offset of its levels. */
function composeTile(
  layers: usize,
  base: i32,
  count: i32,
  tile: i32,
  level: i32,
  from: i32,
  to: i32,
  destination: usize,
  noise: usize,
  row: usize,
): void {
  let lowest = count - 1;
  while (lowest > base && level < i32.load(tilesOf(layers, lowest) + <usize>tile, 4)) lowest--;
  const bottom = layers + <usize>(lowest << 6);
  const rows = curvesOf(bottom);
  let plain = true;
  for (let above = lowest + 1; above < count; above++) {
    if (level <= i32.load(tilesOf(layers, above) + <usize>tile)) continue;
    if (plain) interpolateRow(rows, row, from, to);
    plain = false;
    const layer = layers + <usize>(above << 6);
    coverRow(layer, curvesOf(layer), level, row, from, to);
  }
  if (plain) writePlain(rows, noise, destination, from, to);
  else writeRow(row, noise, destination, from, to);
}

@inline
function tilesOf(layers: usize, number: i32): usize {
  return <usize>i32.load(layers + <usize>(number << 6), 48);
}

function isCrossed(layers: usize, base: i32, count: i32, level: i32): bool {
  for (let above = base + 1; above < count; above++) {
    if (level > i32.load(layers + <usize>(above << 6), 28)) return true;
  }
  return false;
}

/**
 * Composes one plane, row by row in tiles of 64 columns, from the topmost layer that covers the whole tile
 * upwards. `levelStep` is the crest unit for one row of this plane, `levelOrigin` that of its first row's
 * centre. A layer takes 64 bytes: curve rows, row stride; for each column the crest line, rim strengths,
 * softness, coverage gain and depth of full coverage; lowest and highest level of its edge, rim width, rim
 * gain, rim light; for each tile the lowest and highest level of the edge.
 */
export function compositePlane(
  layers: usize,
  count: i32,
  cells: i32,
  destination: usize,
  width: i32,
  height: i32,
  levelOrigin: i32,
  levelStep: i32,
  dither: usize,
  row: usize,
): void {
  for (let line = 0; line < height; line++) {
    const level = levelOrigin + line * levelStep;
    chooseTaps(line, height, cells);
    const noise = dither + <usize>((line & 63) << 7);
    let base = count - 1;
    while (base > 0 && level < i32.load(layers + <usize>(base << 6), 32)) base--;
    if (isCrossed(layers, base, count, level)) {
      for (let x = 0; x < width; x += tileColumns) {
        const end = min(x + tileColumns, width);
        composeTile(layers, base, count, x >> 3, level, x, end, destination, noise, row);
      }
    } else {
      writePlain(curvesOf(layers + <usize>(base << 6)), noise, destination, 0, width);
    }
    destination += <usize>width;
  }
}
