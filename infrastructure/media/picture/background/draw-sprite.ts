import type { FrameBuffer } from '../../kernel/frame-kernel.js';
import type { Sprite } from './motif.js';

interface PlaneTarget {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly width: number;
  readonly height: number;
  readonly divisor: number;
}

/** Draws a sprite onto the frame's bytes; `pixels` is the length of one unit. Glow adds, a leaf covers. */
export function drawSprite(sprite: Sprite, frame: FrameBuffer, bytes: Uint8Array, pixels: number): void {
  const { width, height } = frame;
  const half = { width: width / 2, height: height / 2, divisor: 2 };
  const size = width * height;
  drawOnPlane(sprite, { bytes, offset: 0, width, height, divisor: 1 }, pixels, sprite.color[0], 16);
  drawOnPlane(sprite, { bytes, offset: size, ...half }, pixels, sprite.color[1], 128);
  drawOnPlane(sprite, { bytes, offset: (size * 5) / 4, ...half }, pixels, sprite.color[2], 128);
}

function drawOnPlane(
  sprite: Sprite,
  plane: PlaneTarget,
  pixels: number,
  value: number,
  neutral: number,
): void {
  const scale = pixels / plane.divisor;
  const centerX = sprite.x * scale;
  const centerY = sprite.y * scale;
  const reach = Math.max(sprite.length, sprite.breadth) * scale + 1;
  const left = Math.max(0, Math.floor(centerX - reach));
  const right = Math.min(plane.width, Math.ceil(centerX + reach));
  const top = Math.max(0, Math.floor(centerY - reach));
  const bottom = Math.min(plane.height, Math.ceil(centerY + reach));
  const along = 1 / (sprite.length * scale);
  const over = 1 / (sprite.breadth * scale);
  const cos = Math.cos(sprite.angle);
  const sin = Math.sin(sprite.angle);
  const cover = sprite.shape === 'glow' ? glowCover : leafCover;
  const sharpness = sprite.breadth * scale;
  for (let y = top; y < bottom; y++) {
    const row = plane.offset + y * plane.width;
    const dy = y + 0.5 - centerY;
    for (let x = left; x < right; x++) {
      const dx = x + 0.5 - centerX;
      const share = cover((dx * cos + dy * sin) * along, (dy * cos - dx * sin) * over, sharpness);
      if (share <= 0) continue;
      const under = plane.bytes[row + x]!;
      const base = sprite.shape === 'glow' ? neutral : under;
      const result = under + (value - base) * share * sprite.opacity;
      plane.bytes[row + x] = Math.min(Math.max(result + 0.5, 16), 240);
    }
  }
}

function glowCover(p: number, q: number): number {
  const fall = 1 - p * p - q * q;
  return fall > 0 ? fall * fall : 0;
}

/** Two arcs that meet in points, with an edge one pixel soft. */
function leafCover(p: number, q: number, sharpness: number): number {
  return Math.min(Math.max((1 - p * p - Math.abs(q)) * sharpness + 0.5, 0), 1);
}
