import type { LightLayer } from '../../kernel/light-compositor.js';
import { createDrift, type Drift } from './drift.js';
import type { LightShader, Motif, MotifSetting } from './motif.js';
import { createLine, createPuffs, mix, smoothstep } from './noise.js';
import { rimOf, shine, tint } from './tint.js';

/** Heights are fractions of the frame, lightness is a place on the palette's ramp. */
interface SkyLook {
  readonly sun: number;
  readonly glow: number;
  readonly zenith: number;
  readonly horizon: number;
  readonly horizonHeight: number;
  readonly clouds: number;
  /** Lightness of the furthest and of the nearest bank. */
  readonly banks: readonly [number, number];
  readonly stars: number;
}

const looks: readonly SkyLook[] = [
  {
    sun: 0.47,
    glow: 1,
    zenith: 0.12,
    horizon: 0.74,
    horizonHeight: 0.6,
    clouds: 0.75,
    banks: [0.66, 0.1],
    stars: 0,
  },
  {
    sun: 0.13,
    glow: 0.85,
    zenith: 0.56,
    horizon: 0.44,
    horizonHeight: 0.75,
    clouds: 1,
    banks: [0.58, 0.16],
    stars: 0,
  },
  {
    sun: 0.56,
    glow: 0.8,
    zenith: 0,
    horizon: 0.54,
    horizonHeight: 0.64,
    clouds: 0.55,
    banks: [0.46, 0.02],
    stars: 46,
  },
];
const bankCount = 4;

/** Air: drifting light, soft cloud, and banks of cloud that glow where the sun touches them. */
export function createSky(setting: MotifSetting): Motif {
  const { across, down, random } = setting;
  const look = looks[setting.variation % looks.length]!;
  const sun = { x: across * (0.22 + 0.56 * random()), y: down * (look.sun + 0.04 * random()) };
  const banks = Array.from({ length: bankCount }, (_, index) => createBank(setting, look, index, random));
  const motes = createMotes(setting);
  const stars = createStars(setting, look.stars);
  return {
    paintingsPerSecond: 3,
    crestStep: 4,
    layers: planLayers(setting, banks),
    shade: (layer, seconds, xs) =>
      layer === 0
        ? shadeSky(setting, look, sun, seconds)
        : shadeBank(setting, banks[layer - 1]!, sun, seconds, xs),
    crest: (layer, x, seconds) => banks[layer - 1]!.crest(x, seconds),
    rim: (layer, x) => 0.12 + 0.88 * Math.exp(-(((x - sun.x) / 0.33) ** 2)) * (1 - 0.16 * layer),
    sprites: (seconds) => [...stars(seconds), ...motes(seconds)],
  };
}

function planLayers(setting: MotifSetting, banks: readonly Bank[]): LightLayer[] {
  const { palette, pixels } = setting;
  return [
    { top: 0, bottom: 1 },
    ...banks.map(({ near, height, reach }, index) => ({
      top: height - reach,
      bottom: Math.min(1, (banks[index + 1]?.height ?? 1) + 0.03),
      edge: {
        softness: pixels * (0.005 + 0.011 * near),
        rimWidth: pixels * 0.05,
        rimLight: rimOf(palette.accent, 0.2),
      },
    })),
  ];
}

function createMotes(setting: MotifSetting): Drift {
  return createDrift(setting, {
    count: 16,
    size: [0.003, 0.011],
    life: [9, 16],
    velocity: [0.022, -0.018],
    sway: 0.03,
    birth: [0.15, 1.05],
    opacity: 0.3,
    colors: [setting.palette.accent],
    shape: 'glow',
    slenderness: 1,
    flicker: 0.3,
  });
}

function createStars(setting: MotifSetting, count: number): Drift {
  return createDrift(setting, {
    count,
    size: [0.0016, 0.0034],
    life: [14, 30],
    velocity: [0, 0],
    sway: 0,
    birth: [0, 0.45],
    opacity: 0.75,
    colors: [setting.palette.color(1)],
    shape: 'glow',
    slenderness: 1,
    flicker: 0.5,
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function shadeSky(setting: MotifSetting, look: SkyLook, sun: Point, seconds: number): LightShader {
  const { down, palette, noise } = setting;
  const drift = seconds * 0.024;
  const { accent } = palette;
  return (x, y, out) => {
    const height = y / down;
    const air = mix(look.zenith, look.horizon, smoothstep(-0.1, look.horizonHeight, height));
    const bend = noise(x * 0.55 + drift * 0.4, y * 0.7 + 3.1);
    const u = x * 0.75 + bend * 0.55 + drift;
    const v = y * 1.5 + bend * 0.3;
    const body = noise(u, v);
    const toSunX = sun.x - x;
    const toSunY = sun.y - y;
    const distance = Math.sqrt(toSunX * toSunX + toSunY * toSunY);
    const reach = 0.09 / (distance + 0.05);
    const shadow = noise(u + toSunX * reach * 0.75, v + toSunY * reach * 1.5);
    const cover = smoothstep(0.48, 0.95, body) * look.clouds;
    const lit = Math.min(Math.max(0.5 + (body - shadow) * 1.1, 0), 1);
    palette.ramp(air + cover * (0.02 + 0.34 * lit), out);
    const warmth = Math.exp(-distance * 2.6) * look.glow;
    tint(out, accent, Math.min(0.9, warmth * (0.26 + cover * lit * 0.5)));
    const core = Math.exp(-distance * distance * 60) * look.glow;
    const around = 1.1 / (distance + 0.02);
    const beam = noise(toSunX * around + 9 + drift, toSunY * around + 4 - drift * 0.7);
    const disc = 1 - smoothstep(0.05, 0.085, distance);
    shine(out, accent, core * 0.3 + warmth * (0.06 + 0.2 * beam) + disc * 0.4);
  };
}

interface Bank {
  readonly near: number;
  /** Fraction of the frame's height. */
  readonly height: number;
  /** How far it rises above it, fraction of the frame's height. */
  readonly reach: number;
  readonly lightness: number;
  readonly shift: number;
  /** The bank without its puffs. */
  body(x: number, seconds: number): number;
  crest(x: number, seconds: number): number;
}

function createBank({ down }: MotifSetting, look: SkyLook, index: number, random: () => number): Bank {
  const near = index / (bankCount - 1);
  const swell = createLine(random, 16);
  const puffs = createPuffs(random, 64);
  const small = createPuffs(random, 128);
  const height = look.horizonHeight + 0.04 + (0.95 - look.horizonHeight) * near ** 1.15;
  const shift = 0.012 + 0.05 * near;
  const size = 0.7 + 0.6 * near;
  const place = (x: number, seconds: number): number => (x + seconds * shift) / size;
  return {
    near,
    height,
    reach: (0.27 * size) / down + 0.03,
    shift,
    lightness: mix(look.banks[0], look.banks[1], near ** 0.8),
    body: (x, seconds) => height * down - size * (0.03 + 0.13 * swell(place(x, seconds) * 1.9 + 20)),
    crest: (x, seconds) => {
      const u = place(x, seconds);
      const breath = seconds * 0.05;
      const large = swell(u * 1.9 + 20);
      const heap = puffs(u * 4.6 + breath * 0.3) * (0.35 + 0.9 * large);
      const fine = small(u * 11.5 - breath * 0.4) * (0.5 + 0.5 * heap);
      return height * down - size * (0.13 * large + 0.062 * heap + 0.018 * fine);
    },
  };
}

function shadeBank(
  { palette, noise }: MotifSetting,
  bank: Bank,
  sun: Point,
  seconds: number,
  xs: Float32Array,
): LightShader {
  const bodies = xs.map((x) => bank.body(x, seconds));
  const drift = seconds * bank.shift;
  const scale = 1.5 - 0.6 * bank.near;
  return (x, y, out, column) => {
    const depth = y - bodies[column]!;
    const u = (x + drift) * scale + bank.near * 5;
    const bend = noise(u * 0.8, y * scale + 3);
    const billow = noise(u * 1.5 + bend * 0.5, y * scale * 2 + bend * 0.5);
    const shadow = noise(u * 1.5 + bend * 0.5 + (sun.x - x) * 0.12, y * scale * 2 + bend * 0.5 - 0.12);
    const lit = (billow - shadow) * 0.5 + (billow - 0.5) * 0.14;
    const top = Math.exp(-Math.max(depth + 0.06, 0) * 6);
    const facing = Math.exp(-(((x - sun.x) / 0.5) ** 2));
    const fade = 1 - 0.5 * bank.near;
    palette.ramp(bank.lightness + top * (0.04 + 0.16 * facing) * fade + lit * 0.5 * fade - depth * 0.2, out);
    tint(out, palette.accent, Math.max(0, facing * (top * 0.4 + 0.04 + lit * 0.5) * (1 - bank.near * 0.65)));
  };
}
