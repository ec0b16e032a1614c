import type { HexColor } from './channel-style.js';

/** Red, green and blue as linear light, 0 to 1. Source: WCAG 2.2, relative luminance. */
function linearLight(color: HexColor): [number, number, number] {
  const channel = (at: number): number => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** How bright a colour is, 0 (black) to 1 (white). Source: WCAG 2.2. */
function relativeLuminance(color: HexColor): number {
  const [red, green, blue] = linearLight(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Contrast of two colours, 1 (the same) to 21 (black and white). Large text needs 3, small text 4.5.
 * Source: WCAG 2.2, success criterion 1.4.3.
 */
export function contrastRatio(first: HexColor, second: HexColor): number {
  const [one, other] = [relativeLuminance(first), relativeLuminance(second)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** CIELAB under D65. Source: CIE 15:2004. */
function toLab(color: HexColor): [number, number, number] {
  const [red, green, blue] = linearLight(color);
  const curve = (value: number): number =>
    value > (6 / 29) ** 3 ? Math.cbrt(value) : value / (3 * (6 / 29) ** 2) + 4 / 29;
  const x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** How different two colours look: about 2 is just visible, 100 is black beside white. Source: CIE76 ΔE. */
export function colorDifference(first: HexColor, second: HexColor): number {
  const [one, other] = [toLab(first), toLab(second)];
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}
