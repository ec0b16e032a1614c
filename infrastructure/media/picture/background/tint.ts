import type { LightColor } from './palette-ramp.js';

/** Mixes a colour into the light. */
export function tint(light: Float32Array, color: LightColor, share: number): void {
  light[0]! += (color[0] - light[0]!) * share;
  light[1]! += (color[1] - light[1]!) * share;
  light[2]! += (color[2] - light[2]!) * share;
}

/** Adds a colour's light. */
export function shine(light: Float32Array, color: LightColor, share: number): void {
  light[0]! += (color[0] - 16) * share;
  light[1]! += (color[1] - 128) * share;
  light[2]! += (color[2] - 128) * share;
}

/** What a rim of this colour adds at full strength. */
export function rimOf(color: LightColor, share: number): [number, number, number] {
  return [(color[0] - 16) * share, (color[1] - 128) * share, (color[2] - 128) * share];
}
