import type { LightLayer } from '../../kernel/light-compositor.js';
import { createDrift, type Drift } from './drift.js';
import type { LightColor } from './palette-ramp.js';
import type { LightShader, Motif, MotifSetting } from './motif.js';
import { createLine, mix, smoothstep } from './noise.js';
import { rimOf, shine, tint } from './tint.js';

interface EmbersLook {
  /** Where the fire is, from 0 (left) to 1. */
  readonly hearth: number;
  /** Half of its width, short sides. */
  readonly spread: number;
  /** How far up its light reaches, fraction of the height. */
  readonly reach: number;
  readonly flames: number;
  readonly smoke: number;
  readonly coals: number;
}

const looks: readonly EmbersLook[] = [
  { hearth: 0.5, spread: 0.62, reach: 0.78, flames: 1, smoke: 0.8, coals: 2 },
  { hearth: 0.2, spread: 0.75, reach: 0.88, flames: 0.7, smoke: 1.1, coals: 3 },
  { hearth: 0.8, spread: 0.6, reach: 0.84, flames: 0.9, smoke: 1, coals: 2 },
];

/** Fire: a glow that breathes, heat and smoke that rise, and sparks over dark coals. */
export function createEmbers(setting: MotifSetting): Motif {
  const { across, down, palette, random } = setting;
  const look = looks[setting.variation % looks.length]!;
  const hearth = { x: across * (look.hearth + 0.1 * (random() - 0.5)), y: down * 0.98 };
  const coals = Array.from({ length: look.coals }, (_, index) => createCoals(setting, look, index, random));
  const colors = [palette.accent, palette.color(1), palette.color(0.85)];
  const sparks = createSparks(setting, colors);
  const blurred = createBlurredSparks(setting, colors);
  return {
    paintingsPerSecond: 8,
    crestStep: 4,
    layers: planLayers(setting, coals),
    shade: (layer, seconds, xs) =>
      layer === 0
        ? shadeFire(setting, look, hearth, seconds)
        : shadeCoals(setting, coals[layer - 1]!, seconds, xs),
    crest: (layer, x) => coals[layer - 1]!.crest(x),
    rim: (layer, x, seconds) => coals[layer - 1]!.glow(x, seconds),
    sprites: (seconds) => [...blurred(seconds), ...sparks(seconds)],
  };
}

function planLayers(setting: MotifSetting, coals: readonly Coals[]): LightLayer[] {
  const { down, palette, pixels } = setting;
  return [
    { top: 0, bottom: 1 },
    ...coals.map(({ height, near }, index) => ({
      top: height - 0.085 / down - 0.02,
      bottom: Math.min(1, (coals[index + 1]?.height ?? 1) + 0.02),
      edge: {
        softness: pixels * (0.002 + 0.005 * near),
        rimWidth: pixels * 0.03,
        rimLight: rimOf(palette.color(0.95), 0.75 - 0.3 * near),
      },
    })),
  ];
}

function createSparks(setting: MotifSetting, colors: readonly LightColor[]): Drift {
  return createDrift(setting, {
    count: 64,
    size: [0.002, 0.0066],
    life: [2.6, 6.5],
    velocity: [0.03, -0.36],
    sway: 0.055,
    birth: [0.55, 1.05],
    opacity: 0.95,
    colors,
    shape: 'glow',
    slenderness: 2.2,
    flicker: 0.5,
  });
}

function createBlurredSparks(setting: MotifSetting, colors: readonly LightColor[]): Drift {
  return createDrift(setting, {
    count: 14,
    size: [0.008, 0.024],
    life: [5, 9],
    velocity: [0.04, -0.24],
    sway: 0.08,
    birth: [0.6, 1.1],
    opacity: 0.3,
    colors,
    shape: 'glow',
    slenderness: 1,
    flicker: 0.25,
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function shadeFire(
  { down, palette, noise }: MotifSetting,
  look: EmbersLook,
  hearth: Point,
  seconds: number,
): LightShader {
  const breath = 1 + 0.05 * Math.sin(seconds * 1.7) + 0.035 * Math.sin(seconds * 2.9 + 1);
  const reach = look.reach * down * breath;
  const flame = palette.color(0.97);
  return (x, y, out) => {
    const rise = Math.max(0, (hearth.y - y) / reach);
    const shimmer = (noise(x * 1.1, y * 0.9 + seconds * 0.42) - 0.5) * 0.26;
    const sideways = (x + shimmer * 0.6 - hearth.x) / (look.spread * (1 - 0.16 * rise));
    const heat = Math.exp(-sideways * sideways) * Math.exp(-rise * rise * 1.3 - rise * 0.9);
    const smoke = noise(x * 0.75 + shimmer, y * 0.62 + seconds * 0.09) - 0.5;
    const billow = noise(x * 1.5 + shimmer * 2 + 4, y * 1.1 + seconds * 0.17) - 0.5;
    const clouds = (smoke * 0.65 + billow * 0.35) * look.smoke;
    palette.ramp(0.075 + heat * (0.86 + clouds * Math.min(0.6, 0.1 + rise)) + clouds * 0.2, out);
    const tongue = noise(x * 2.5 + shimmer * 2.2, y * 0.8 + seconds * 0.5);
    const fine = noise(x * 4.6 - shimmer * 2, y * 1.35 + seconds * 0.85 + 2);
    const body = tongue * 0.55 + fine * 0.45 - rise * 1.35 + 0.1;
    const lick = smoothstep(-0.1, 0.85, body) * Math.min(1, heat * 1.7) * look.flames;
    tint(out, flame, lick * 0.55);
    shine(out, flame, lick * lick * 0.3);
    shine(out, palette.accent, lick * lick * lick * 0.4);
  };
}

interface Coals {
  readonly near: number;
  /** Fraction of the frame's height. */
  readonly height: number;
  crest(x: number): number;
  glow(x: number, seconds: number): number;
}

function createCoals({ down }: MotifSetting, look: EmbersLook, index: number, random: () => number): Coals {
  const near = look.coals === 1 ? 1 : index / (look.coals - 1);
  const height = 0.865 + 0.105 * near;
  const rough = createLine(random, 64);
  const fine = createLine(random, 128);
  const pulse = createLine(random, 64);
  return {
    near,
    height,
    crest: (x) => height * down - 0.055 * rough(x * 4.5) - 0.016 * Math.abs(2 * fine(x * 15) - 1),
    glow: (x, seconds) => {
      const beat = 0.6 + 0.4 * Math.sin(seconds * 1.3 + pulse(x * 3) * 9);
      return (0.12 + 0.88 * smoothstep(0.35, 0.85, pulse(x * 5 + 7))) * beat;
    },
  };
}

function shadeCoals(
  { palette, noise }: MotifSetting,
  coals: Coals,
  seconds: number,
  xs: Float32Array,
): LightShader {
  const crests = xs.map((x) => coals.crest(x));
  const glows = xs.map((x) => coals.glow(x, seconds));
  return (x, y, out, column) => {
    const depth = Math.max(0, y - crests[column]!);
    const crack = 1 - Math.abs(2 * noise(x * 1.9 + coals.near * 4, y * 2.6) - 1);
    const vein = smoothstep(0.82, 1, crack) * (0.5 + 0.5 * Math.sin(seconds * 0.9 + x * 5 + y * 3));
    palette.ramp(
      mix(0.16, 0.02, coals.near) +
        Math.exp(-depth * 30) * glows[column]! * 0.34 +
        vein * 0.3 * (1 - coals.near * 0.5),
      out,
    );
  };
}
