import type { LightLayer } from '../../kernel/light-compositor.js';
import { createDrift, type Drift } from './drift.js';
import type { LightShader, Motif, MotifSetting } from './motif.js';
import { createLine, mix, rememberLine, smoothstep } from './noise.js';
import { rimOf, shine, tint } from './tint.js';

/** Heights are fractions of the frame, lightness is a place on the palette's ramp. */
interface LandLook {
  readonly relief: 'hills' | 'mountains';
  readonly sun: number;
  readonly horizon: number;
  readonly sky: readonly [number, number];
  /** Lightness of the furthest and of the nearest ridge. */
  readonly ridges: readonly [number, number];
  readonly mist: number;
  /** Ridges, counted from the nearest, that bear trees. */
  readonly wooded: number;
}

const looks: readonly LandLook[] = [
  {
    relief: 'hills',
    sun: 0.38,
    horizon: 0.47,
    sky: [0.5, 0.97],
    ridges: [0.74, 0.05],
    mist: 0.16,
    wooded: 1,
  },
  {
    relief: 'mountains',
    sun: 0.3,
    horizon: 0.42,
    sky: [0.36, 0.9],
    ridges: [0.72, 0.02],
    mist: 0.3,
    wooded: 2,
  },
  { relief: 'hills', sun: 0.44, horizon: 0.5, sky: [0.2, 0.84], ridges: [0.58, 0], mist: 0.24, wooded: 3 },
];
const ridgeCount = 5;

/** Earth: ridge behind ridge in warm haze, trees, and leaves in the light. */
export function createLand(setting: MotifSetting): Motif {
  const { across, down, random } = setting;
  const look = looks[setting.variation % looks.length]!;
  const sun = { x: across * (0.22 + 0.56 * random()), y: down * look.sun };
  const ridges = Array.from({ length: ridgeCount }, (_, index) => createRidge(setting, look, index, random));
  const pollen = createPollen(setting);
  const leaves = createLeaves(setting);
  return {
    paintingsPerSecond: 4,
    crestStep: 1,
    layers: planLayers(setting, look, ridges),
    shade: (layer, seconds, xs) =>
      layer === 0
        ? shadeAir(setting, look, sun, seconds)
        : shadeRidge(setting, look, ridges[layer - 1]!, sun, seconds, xs),
    crest: (layer, x, seconds) => ridges[layer - 1]!.crest(x, seconds),
    rim: (_layer, x) => 0.1 + 0.9 * Math.exp(-(((x - sun.x) / 0.3) ** 2)),
    sprites: (seconds) => [...pollen(seconds), ...leaves(seconds)],
  };
}

function planLayers(setting: MotifSetting, look: LandLook, ridges: readonly Ridge[]): LightLayer[] {
  const { down, palette, pixels } = setting;
  return [
    { top: 0, bottom: look.horizon + 0.1 },
    ...ridges.map(({ height, reach, near, wooded }, index) => ({
      top: height - reach,
      bottom: Math.min(1, (ridges[index + 1]?.height ?? 1) + 0.04 / down + 0.01),
      edge: {
        softness: pixels * (near === 1 ? 0.0035 : 0.0012),
        rimWidth: pixels * (0.012 + 0.02 * near),
        rimLight: rimOf(palette.accent, wooded ? 0 : 0.2),
      },
    })),
  ];
}

function createPollen(setting: MotifSetting): Drift {
  return createDrift(setting, {
    count: 26,
    size: [0.002, 0.008],
    life: [8, 15],
    velocity: [0.03, -0.012],
    sway: 0.04,
    birth: [0.25, 1],
    opacity: 0.42,
    colors: [setting.palette.accent],
    shape: 'glow',
    slenderness: 1,
    flicker: 0.4,
  });
}

function createLeaves(setting: MotifSetting): Drift {
  const { palette } = setting;
  return createDrift(setting, {
    count: 9,
    size: [0.0045, 0.011],
    life: [9, 15],
    velocity: [0.05, 0.085],
    sway: 0.07,
    birth: [-0.25, 0.55],
    opacity: 0.85,
    colors: [palette.color(0.72), palette.color(0.5), palette.accent],
    shape: 'leaf',
    slenderness: 2.3,
    flicker: 0,
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function shadeAir(
  { down, palette, noise }: MotifSetting,
  look: LandLook,
  sun: Point,
  seconds: number,
): LightShader {
  const drift = seconds * 0.018;
  return (x, y, out) => {
    const air = mix(look.sky[0], look.sky[1], smoothstep(-0.15, 1, y / down / look.horizon));
    const bend = noise(x * 0.5 + 2, y * 0.8 + drift * 0.3);
    const cloud = smoothstep(0.45, 0.95, noise(x * 0.7 + bend * 0.5 + drift, y * 2.4 + bend * 0.4));
    palette.ramp(air + cloud * 0.13, out);
    const distance = Math.hypot(x - sun.x, y - sun.y);
    tint(out, palette.accent, 0.7 * Math.exp(-distance * 2.3) + cloud * 0.1);
    shine(
      out,
      palette.accent,
      0.42 * (1 - smoothstep(0.06, 0.12, distance)) + 0.12 * Math.exp(-distance * 5),
    );
  };
}

interface Ridge {
  readonly near: number;
  /** Fraction of the frame's height. */
  readonly height: number;
  /** Highest peak above it, fraction of the frame's height. */
  readonly reach: number;
  readonly lightness: number;
  readonly shift: number;
  readonly wooded: boolean;
  /** The ridge without its trees. */
  body(x: number, seconds: number): number;
  crest(x: number, seconds: number): number;
}

/** Lines are drawn once and then only shifted: two minutes of drift, and as much again as the frame is wide. */
function createRidge(setting: MotifSetting, look: LandLook, index: number, random: () => number): Ridge {
  const near = index / (ridgeCount - 1);
  const height = look.horizon + (0.93 - look.horizon) * near ** 1.2;
  const shift = 0.004 + 0.022 * near ** 1.5;
  const wooded = index >= ridgeCount - look.wooded;
  const relief = look.relief === 'mountains' ? createPeaks(near, random) : createHills(near, random);
  const trees = wooded ? createTrees(0.02 + 0.055 * near ** 2, random) : () => 0;
  const outline = rememberLine((x) => relief(x) + trees(x), 1 / setting.pixels);
  const body = (x: number, seconds: number): number => height * setting.down - relief(x + seconds * shift);
  const crest = (x: number, seconds: number): number => height * setting.down - outline(x + seconds * shift);
  return {
    near,
    height,
    reach: 0.34 / setting.down + 0.02,
    lightness: mix(look.ridges[0], look.ridges[1], near ** 0.85),
    shift,
    wooded,
    body,
    crest,
  };
}

function createHills(near: number, random: () => number): (x: number) => number {
  const broad = createLine(random, 16);
  const narrow = createLine(random, 32);
  return (x) => 0.15 * broad(x * 1.5 + 5) + 0.035 * narrow(x * 4.2) - 0.03 * near;
}

function createPeaks(near: number, random: () => number): (x: number) => number {
  const sharpness = 1 - near * 0.75;
  const octaves = [1, 2, 4, 8].map(() => createLine(random, 64));
  return (x) => {
    let sum = 0;
    let share = 0.17;
    for (const [index, line] of octaves.entries()) {
      const value = line(x * 1.6 * 2.1 ** index + 7);
      sum += share * mix(value, 1 - Math.abs(2 * value - 1), sharpness);
      share *= 0.42;
    }
    return sum - 0.03;
  };
}

/** Spruces side by side: each a narrow triangle with a notched outline. */
function createTrees(size: number, random: () => number): (x: number) => number {
  const count = 256;
  const heights = Float32Array.from({ length: count }, () =>
    random() < 0.2 ? 0.25 : 0.45 + 0.55 * random(),
  );
  const leans = Float32Array.from({ length: count }, () => 0.3 + 0.4 * random());
  const pitch = size * 0.42;
  return (x) => {
    let top = 0;
    const place = Math.floor(x / pitch);
    for (let index = place - 1; index <= place + 1; index++) {
      const tree = ((index % count) + count) % count;
      const height = heights[tree]!;
      const away = Math.abs(x / pitch - index - leans[tree]!) / (0.42 + 0.5 * height);
      const tier = away * 5;
      const notch = (tier - Math.floor(tier)) * 0.07;
      top = Math.max(top, height * (1 - away ** 0.85) + notch * Math.min(1, away * 4));
    }
    return top * size;
  };
}

function shadeRidge(
  { palette, noise }: MotifSetting,
  look: LandLook,
  ridge: Ridge,
  sun: Point,
  seconds: number,
  xs: Float32Array,
): LightShader {
  const bodies = xs.map((x) => ridge.body(x, seconds));
  const shift = seconds * ridge.shift;
  const haze = look.mist * (1 - ridge.near);
  return (x, y, out, column) => {
    const depth = Math.max(0, y - bodies[column]!);
    const facing = Math.exp(-(((x - sun.x) / 0.5) ** 2));
    const ground = noise((x + shift) * 1.6 + ridge.near * 3, y * 4.2 + ridge.near * 7) - 0.5;
    const mist =
      haze *
      smoothstep(0, 0.22, depth) *
      (0.55 + 0.9 * noise(x * 0.8 - seconds * 0.03, y * 1.6 + ridge.near * 2));
    const top = Math.exp(-depth * 12);
    palette.ramp(ridge.lightness + mist + ground * 0.09 * (1 - 0.5 * ridge.near) + top * 0.06 * facing, out);
    tint(out, palette.accent, facing * (0.2 * top + mist * 0.55 + 0.05) * (1 - 0.7 * ridge.near));
  };
}
