import type { ChannelPalette, HexColor } from '../../../../domain/channel/channel-style.js';

/** Y, U and V of BT.709 limited range, not rounded. */
export type LightColor = readonly [number, number, number];

/** A channel's colours as the painters use them. */
export interface LightPalette {
  /** From the deepest background colour at 0 to the lightest at 1, even to the eye. Clamped. */
  ramp(position: number, out: Float32Array): void;
  color(position: number): LightColor;
  readonly accent: LightColor;
}

const steps = 256;

export function createLightPalette({ background, accent }: ChannelPalette): LightPalette {
  const stops = background.map((color) => toOklab(parseHex(color)));
  const table = new Float32Array((steps + 1) * 3);
  for (let index = 0; index <= steps; index++) {
    table.set(toYuv(fromOklab(mixStops(stops, index / steps))), index * 3);
  }
  const ramp = (position: number, out: Float32Array): void => {
    const at = Math.min(Math.max(position, 0), 0.9999) * steps;
    const index = Math.floor(at) * 3;
    const share = at - Math.floor(at);
    for (let plane = 0; plane < 3; plane++) {
      const value = table[index + plane]!;
      out[plane] = value + (table[index + plane + 3]! - value) * share;
    }
  };
  const color = (position: number): LightColor => {
    const out = new Float32Array(3);
    ramp(position, out);
    return [out[0]!, out[1]!, out[2]!];
  };
  return { ramp, color, accent: toYuv(parseHex(accent)) };
}

type Triple = readonly [number, number, number];

function parseHex(color: HexColor): Triple {
  const value = Number.parseInt(color.slice(1), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

function mixStops(stops: readonly Triple[], position: number): Triple {
  const at = position * (stops.length - 1);
  const index = Math.min(Math.floor(at), stops.length - 2);
  const [from, to] = [stops[index]!, stops[index + 1]!];
  const share = at - index;
  return [0, 1, 2].map((axis) => from[axis]! + (to[axis]! - from[axis]!) * share) as unknown as Triple;
}

/** Björn Ottosson, "A perceptual color space for image processing", 2020. */
function toOklab(color: Triple): Triple {
  const [r, g, b] = color.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: Triple): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((value) => {
    const clamped = Math.min(Math.max(value, 0), 1);
    return clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * clamped ** (1 / 2.4) - 0.055;
  }) as unknown as Triple;
}

function toYuv([r, g, b]: Triple): LightColor {
  const brightness = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return [
    16 + 219 * brightness,
    128 + (224 * (b - brightness)) / 1.8556,
    128 + (224 * (r - brightness)) / 1.5748,
  ];
}
