import type { LightLayer } from '../../kernel/light-compositor.js';
import type { Noise } from './noise.js';
import type { LightColor, LightPalette } from './palette-ramp.js';

/** What a motif is made from. Lengths are in short sides of the frame: a 9:16 frame is 1 by 1.78. */
export interface MotifSetting {
  readonly across: number;
  readonly down: number;
  /** Pixels of the short side. */
  readonly pixels: number;
  readonly palette: LightPalette;
  readonly variation: number;
  readonly random: () => number;
  readonly noise: Noise;
}

/** Writes the light (Y, U, V) at a point; `column` counts the grid's cells from the left margin. */
export type LightShader = (x: number, y: number, out: Float32Array, column: number) => void;

/** A small bright or coloured thing in front of everything. */
export interface Sprite {
  readonly shape: 'glow' | 'leaf';
  readonly x: number;
  readonly y: number;
  /** Half axes, the first along `angle`. */
  readonly length: number;
  readonly breadth: number;
  /** Radians. */
  readonly angle: number;
  readonly color: LightColor;
  /** 0 to 1. */
  readonly opacity: number;
}

/** A living picture as functions of time alone, so that any frame can be painted first. */
export interface Motif {
  readonly layers: readonly LightLayer[];
  /**
   * How often the light is painted; between two paintings it is interpolated. Crests and sprites move on
   * every frame.
   */
  readonly paintingsPerSecond: number;
  /** Pixels from one sample of a crest to the next: 1 for outlines with fine teeth. */
  readonly crestStep: number;
  /** The light of a layer at a moment, painted on a coarse grid. `xs` are the grid's columns. */
  shade(layer: number, seconds: number, xs: Float32Array): LightShader;
  /** Where a layer begins. Not called for the lowest one. */
  crest(layer: number, x: number, seconds: number): number;
  /** Strength of the light along the crest, 0 to 1. */
  rim(layer: number, x: number, seconds: number): number;
  sprites(seconds: number): readonly Sprite[];
}
