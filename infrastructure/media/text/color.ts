import type { HexColor } from '../../../domain/channel/channel-style.js';

function channels(color: HexColor): [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** A CSS colour with the alpha 0 to 1. */
export function withAlpha(color: HexColor, alpha: number): string {
  return `rgba(${channels(color).join(', ')}, ${alpha})`;
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
function luminance(color: HexColor): number {
  const [red, green, blue] = channels(color).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Contrast ratio, 1 to 21 (WCAG 2.2). */
export function contrast(one: HexColor, other: HexColor): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

/** The candidate that reads best on the ground; the first of equals. */
export function mostLegible(ground: HexColor, candidates: readonly HexColor[]): HexColor {
  return candidates.reduce((best, candidate) =>
    contrast(ground, candidate) > contrast(ground, best) ? candidate : best,
  );
}
