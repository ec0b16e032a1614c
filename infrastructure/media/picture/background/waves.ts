import type { LightLayer } from '../../kernel/light-compositor.js';
import { createDrift, type Drift } from './drift.js';
import type { LightShader, Motif, MotifSetting } from './motif.js';
import { mix, smoothstep } from './noise.js';
import { rimOf, shine, tint } from './tint.js';

/** Heights are fractions of the frame, lightness is a place on the palette's ramp. */
interface WavesLook {
  readonly above: 'sky' | 'water';
  readonly horizon: number;
  readonly light: number;
  /** Lightness at the top of the frame and at the horizon. */
  readonly air: readonly [number, number];
  /** Lightness of the furthest and of the nearest wave. */
  readonly water: readonly [number, number];
  readonly swell: number;
  readonly waves: number;
}

const looks: readonly WavesLook[] = [
  { above: 'sky', horizon: 0.36, light: 0.3, air: [0.16, 0.86], water: [0.72, 0.06], swell: 1, waves: 6 },
  { above: 'water', horizon: 0.6, light: -0.08, air: [1, 0.26], water: [0.34, 0.02], swell: 1.5, waves: 4 },
  { above: 'sky', horizon: 0.52, light: 0.2, air: [0.04, 0.62], water: [0.5, 0], swell: 1.9, waves: 5 },
];

/** Water: waves behind waves, light that breaks in them, and a quiet depth below. */
export function createWaves(setting: MotifSetting): Motif {
  const { across, down, random } = setting;
  const look = looks[setting.variation % looks.length]!;
  const light = { x: across * (0.25 + 0.5 * random()), y: down * look.light };
  const waves = Array.from({ length: look.waves }, (_, index) => createWave(setting, look, index, random));
  const submerged = look.above === 'water';
  return {
    paintingsPerSecond: 6,
    crestStep: 4,
    layers: planLayers(setting, waves, submerged),
    shade: (layer, seconds, xs) => {
      if (layer > 0) return shadeWave(setting, waves[layer - 1]!, light, seconds, xs);
      return submerged ? shadeDepth(setting, look, light, seconds) : shadeAir(setting, look, light, seconds);
    },
    crest: (layer, x, seconds) => waves[layer - 1]!.crest(x, seconds),
    rim: (layer, x, seconds) => waves[layer - 1]!.rim(x, seconds, light.x),
    sprites: createBubbles(setting, submerged),
  };
}

function planLayers(setting: MotifSetting, waves: readonly Wave[], submerged: boolean): LightLayer[] {
  const { palette, pixels } = setting;
  return [
    { top: 0, bottom: 1 },
    ...waves.map(({ height, reach, near }, index) => ({
      top: height - reach,
      bottom: Math.min(1, waves[index + 1] ? waves[index + 1]!.height + waves[index + 1]!.reach + 0.02 : 1),
      edge: {
        softness: pixels * (submerged ? 0.012 + 0.02 * near : 0.0012 + 0.006 * near * near),
        rimWidth: pixels * (0.008 + 0.024 * near),
        rimLight: rimOf(palette.accent, submerged ? 0.12 : 0.4 - 0.16 * near),
      },
    })),
  ];
}

function createBubbles(setting: MotifSetting, submerged: boolean): Drift {
  const { palette } = setting;
  return createDrift(setting, {
    count: submerged ? 34 : 14,
    size: [0.002, submerged ? 0.011 : 0.006],
    life: [7, 14],
    velocity: [0.008, submerged ? -0.11 : -0.02],
    sway: 0.02,
    birth: submerged ? [0.5, 1.1] : [0.3, 0.9],
    opacity: submerged ? 0.34 : 0.4,
    colors: [palette.accent, palette.color(1)],
    shape: 'glow',
    slenderness: 1,
    flicker: 0.5,
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Wave {
  readonly near: number;
  /** Fraction of the frame's height. */
  readonly height: number;
  /** How far the crest strays from it, fraction of the frame's height. */
  readonly reach: number;
  readonly lightness: number;
  readonly speed: number;
  crest(x: number, seconds: number): number;
  rim(x: number, seconds: number, lightX: number): number;
}

function createWave({ down }: MotifSetting, look: WavesLook, index: number, random: () => number): Wave {
  const near = index / (look.waves - 1);
  const height = look.horizon + (0.95 - look.horizon) * near ** 1.45;
  const swell = look.swell * (0.006 + 0.044 * near ** 1.2);
  const pitch = mix(15, 3.6, near ** 0.6);
  const speed = mix(0.35, 0.95, near) * (index % 2 === 0 ? 1 : -0.7);
  const phase = [0, 1, 2, 3].map(() => random() * 2 * Math.PI) as [number, number, number, number];
  const crest = (x: number, seconds: number): number => {
    const t = seconds * speed;
    const long = Math.sin(x * pitch * 0.53 + t * 0.7 + phase[0]);
    const main = Math.sin(x * pitch + t + phase[1] + 0.5 * long);
    const cross = Math.sin(x * pitch * 1.83 - t * 0.8 + phase[2]);
    return height * down - swell * (0.75 * long + 0.55 * main + 0.18 * cross + 0.12 * main * main);
  };
  const rim = (x: number, seconds: number, lightX: number): number => {
    const path = Math.exp(-(((x - lightX) / (0.2 + 0.3 * near)) ** 2));
    const spark = 0.5 + 0.5 * Math.sin(x * pitch * 0.9 - seconds * speed * 1.3 + phase[3]);
    return 0.16 + path * 0.5 + 0.34 * spark * spark;
  };
  const reach = (swell * 1.7 + 0.036) / down + 0.012;
  return {
    near,
    height,
    reach,
    lightness: mix(look.water[0], look.water[1], near ** 0.75),
    speed,
    crest,
    rim,
  };
}

function shadeAir(
  { down, palette, noise }: MotifSetting,
  look: WavesLook,
  light: Point,
  seconds: number,
): LightShader {
  const drift = seconds * 0.02;
  return (x, y, out) => {
    const height = y / down / look.horizon;
    const bend = noise(x * 0.5, y + drift);
    const cloud = noise(x * 0.6 + drift + bend * 0.4, y * 2.1 + bend * 0.3) - 0.5;
    const air = mix(look.air[0], look.air[1], smoothstep(-0.2, 1, height));
    palette.ramp(air + cloud * 0.24, out);
    const distance = Math.hypot(x - light.x, (y - light.y) * 1.1);
    tint(out, palette.accent, 0.4 * Math.exp(-distance * 4));
    const disc = 1 - smoothstep(0.055, 0.09, distance);
    shine(out, palette.accent, 0.3 * Math.exp(-distance * 4.5) + 0.25 * disc);
  };
}

/** Below the surface: rays from above that sway, and a net of light where they enter. */
function shadeDepth(
  { down, palette, noise }: MotifSetting,
  look: WavesLook,
  light: Point,
  seconds: number,
): LightShader {
  return (x, y, out) => {
    const height = y / down;
    const murk = noise(x * 0.7 - seconds * 0.02, y * 0.7 + seconds * 0.012) - 0.5;
    palette.ramp(
      mix(look.air[0], look.air[1] * 0.4, Math.min(1, Math.max(0, height * 1.5)) ** 0.62) + murk * 0.12,
      out,
    );
    const slant = (x - light.x) / (y + 0.42);
    const ray = noise(slant * 2.4 + seconds * 0.035, 1.5 + seconds * 0.05);
    const fine = noise(slant * 6.5 - seconds * 0.06, 6.5 + seconds * 0.08);
    const beams =
      smoothstep(0.42, 0.95, ray * 0.7 + fine * 0.3) *
      Math.exp(-height * 2.3) *
      Math.exp(-slant * slant * 1.6);
    shine(out, palette.accent, beams * 0.5);
    shine(
      out,
      palette.accent,
      caustic(noise, x * 1.9, (y + 0.15) * 5.5, seconds) * 0.14 * Math.exp(-height * 5),
    );
  };
}

/** Bright threads where two wandering noises cross their middle together. */
function caustic(noise: MotifSetting['noise'], x: number, y: number, seconds: number): number {
  const a = noise(x + seconds * 0.05, y + seconds * 0.03);
  const b = noise(x * 1.13 - seconds * 0.045 + 3.7, y * 1.09 - seconds * 0.05 + 1.3);
  const thread = 1 - Math.abs(a - b) * 2.6;
  return thread > 0 ? thread * thread * thread : 0;
}

function shadeWave(
  { palette, noise }: MotifSetting,
  wave: Wave,
  light: Point,
  seconds: number,
  xs: Float32Array,
): LightShader {
  const crests = xs.map((x) => wave.crest(x, seconds));
  const glints = xs.map((x) => wave.rim(x, seconds, light.x));
  const fineness = mix(2.4, 0.9, wave.near);
  const drift = seconds * wave.speed * 0.07;
  return (x, y, out, column) => {
    const depth = Math.max(0, y - crests[column]!);
    const top = Math.exp((-depth * 26) / (1 + 2.4 * wave.near));
    const net = caustic(
      noise,
      x * fineness * 0.62 + drift,
      (depth * 3.4 + wave.near * 4) * fineness,
      seconds,
    );
    const path = Math.exp(-(((x - light.x) / (0.16 + 0.3 * wave.near)) ** 2));
    palette.ramp(wave.lightness + top * (0.1 + 0.13 * glints[column]!) - depth * 0.22, out);
    tint(
      out,
      palette.accent,
      top * path * 0.36 + net * (0.03 + 0.16 * path) * (1 - 0.55 * wave.near) * Math.exp(-depth * 3),
    );
  };
}
