import type { ChannelPalette } from 'aether-video/plugin';
import { createSeededRandom } from '../seeded-random.js';

/** What a motif is drawn from. Lengths are thousandths of the frame's short side: 9:16 is 1000 by 1778. */
export interface Stage {
  readonly across: number;
  readonly down: number;
  readonly palette: ChannelPalette;
  readonly variation: number;
  readonly seed: number;
  /** Begins the names of the gradients: two scenes stand in one document during a crossfade. */
  readonly id: string;
}

export interface MotifProps {
  readonly stage: Stage;
  /** Since the scene's first frame, times the channel's intensity of motion. */
  readonly seconds: number;
}

/** Numbers for one part of a picture, so that another part may change without moving it. */
export function randomFor({ seed }: Stage, part: number): () => number {
  return createSeededRandom((seed ^ Math.imul(part + 1, 0x85ebca6b)) >>> 0);
}

/** A CSS colour of the palette's background: 0 is the deepest, 1 the lightest, even to the eye between. */
export function tone({ background }: ChannelPalette, position: number): string {
  const at = Math.min(1, Math.max(0, position)) * (background.length - 1);
  const index = Math.min(Math.floor(at), background.length - 2);
  const share = Math.round((at - index) * 1000) / 10;
  return `color-mix(in oklab, ${background[index]!}, ${background[index + 1]!} ${share}%)`;
}

/** `share` of the second colour in the first. */
export function blend(one: string, other: string, share: number): string {
  return `color-mix(in oklab, ${one}, ${other} ${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%)`;
}

/** From `from` at 0 to `to` at 1. */
export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
