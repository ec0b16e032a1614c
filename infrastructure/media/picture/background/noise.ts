/** Smooth noise from 0 to 1 with mean 0.5; features of the first octave are about one unit wide. */
export type Noise = (x: number, y: number) => number;

const tile = 512;
const mask = tile - 1;
/** Texels for one unit. */
const scale = 64;

/** Fractal value noise on a tile that repeats every 8 units, so that looking it up is cheap. */
export function createNoise(random: () => number): Noise {
  const texels = new Float32Array(tile * tile);
  for (const [octave, share] of [0.53, 0.27, 0.13, 0.07].entries()) {
    addOctave(texels, (tile / scale) * 2 ** octave, share, random);
  }
  stretch(texels);
  return (x, y) => {
    const u = x * scale;
    const v = y * scale;
    const column = Math.floor(u);
    const row = Math.floor(v);
    const left = column & mask;
    const right = (column + 1) & mask;
    const upper = (row & mask) * tile;
    const lower = ((row + 1) & mask) * tile;
    const across = u - column;
    const a = texels[upper + left]!;
    const c = texels[lower + left]!;
    const top = a + (texels[upper + right]! - a) * across;
    const bottom = c + (texels[lower + right]! - c) * across;
    return top + (bottom - top) * (v - row);
  };
}

function addOctave(texels: Float32Array, cells: number, share: number, random: () => number): void {
  const lattice = Float32Array.from({ length: cells * cells }, () => random());
  const size = tile / cells;
  for (let y = 0; y < tile; y++) {
    const row = Math.floor(y / size);
    const v = smooth(y / size - row);
    const upper = row * cells;
    const lower = ((row + 1) % cells) * cells;
    for (let x = 0; x < tile; x++) {
      const column = Math.floor(x / size);
      const next = (column + 1) % cells;
      const u = smooth(x / size - column);
      const top = mix(lattice[upper + column]!, lattice[upper + next]!, u);
      const bottom = mix(lattice[lower + column]!, lattice[lower + next]!, u);
      texels[y * tile + x]! += share * mix(top, bottom, v);
    }
  }
}

/** Spreads the values over 0 to 1: sums of octaves crowd around the middle. */
function stretch(texels: Float32Array): void {
  for (let index = 0; index < texels.length; index++) {
    texels[index] = smoothstep(0.18, 0.82, texels[index]!);
  }
}

/** A periodic line of the same kind: `period` units long, for crests. */
export function createLine(random: () => number, period: number): (x: number) => number {
  const knots = Float32Array.from({ length: period }, () => random());
  return (x) => {
    const index = Math.floor(x);
    const at = ((index % period) + period) % period;
    return mix(knots[at]!, knots[(at + 1) % period]!, smooth(x - index));
  };
}

/**
 * The same line from samples `step` apart that are computed once each: for dear outlines that only shift.
 * Looks no further than 8191 steps at a time.
 */
export function rememberLine(line: (x: number) => number, step: number): (x: number) => number {
  const room = 8192;
  const values = new Float64Array(room);
  const places = new Int32Array(room).fill(0x7fff_ffff);
  const at = (place: number): number => {
    const slot = place & (room - 1);
    if (places[slot] !== place) {
      places[slot] = place;
      values[slot] = line(place * step);
    }
    return values[slot]!;
  };
  return (x) => {
    const place = Math.floor(x / step);
    return mix(at(place), at(place + 1), x / step - place);
  };
}

/** A periodic outline of overlapping round puffs, 0 to about 1; one unit is one puff. */
export function createPuffs(random: () => number, period: number): (x: number) => number {
  const centers = Float32Array.from({ length: period }, () => 0.2 + 0.6 * random());
  const radii = Float32Array.from({ length: period }, () => 0.55 + 0.6 * random() ** 1.5);
  return (x) => {
    const place = Math.floor(x);
    let top = 0;
    for (let index = place - 1; index <= place + 1; index++) {
      const puff = ((index % period) + period) % period;
      const radius = radii[puff]!;
      const away = x - index - centers[puff]!;
      const square = radius * radius - away * away;
      if (square > 0) top = Math.max(top, Math.sqrt(square) + radius * 0.5 - 0.4);
    }
    return top;
  };
}

/** Quintic fade (Perlin 2002): no visible lattice. */
function smooth(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

export function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(Math.max((value - from) / (to - from), 0), 1);
  return t * t * (3 - 2 * t);
}
