import { spawnSync } from 'node:child_process';
import { createCanvas } from '@napi-rs/canvas';
import type { ChannelStyle } from '../../../../domain/channel/channel-style.js';
import type { CaptionCue, TimelineScene, VideoTimeline } from '../../../../domain/timeline/video-timeline.js';
import type { PlacedLayer, SceneText } from '../../../../infrastructure/media/text/text-layer.js';
import type { TextRenderer } from '../../../../infrastructure/media/text/text-renderer.js';

export const palette: ChannelStyle['palette'] = {
  background: ['#0b1d3a', '#7fb2e5'],
  accent: '#00c000',
  text: '#ffffff',
  highlight: '#ff0000',
  shade: '#000020',
};

export interface SceneOptions {
  readonly language?: string;
  readonly treatment?: TimelineScene['treatment'];
  readonly size?: readonly [width: number, height: number];
  readonly palette?: ChannelStyle['palette'];
  readonly family?: ChannelStyle['typography']['family'];
  readonly upperCase?: boolean;
  readonly frames?: number;
}

/** A cue that starts at 0; its first word begins after 20 frames, the others every 10. */
export function cue(words: readonly string[], spaces = true, startSeconds = 0): CaptionCue {
  const at = (index: number): number => startSeconds + (20 + index * 10) / 30;
  return {
    startSeconds,
    endSeconds: at(words.length),
    words: words.map((text, index) => ({
      text,
      spaceBefore: spaces,
      startSeconds: at(index),
      endSeconds: at(index + 1),
    })),
  };
}

export function timelineOf(cues: readonly CaptionCue[], options: SceneOptions = {}): VideoTimeline {
  const [width, height] = options.size ?? [1080, 1920];
  const scene: TimelineScene = {
    id: 'scene-1',
    role: 'point',
    frames: options.frames ?? 300,
    overlapFrames: 0,
    visual: { kind: 'background', seed: 1, variation: 0 },
    treatment: options.treatment ?? 'captions',
    cues,
  };
  const style: ChannelStyle = {
    palette: options.palette ?? palette,
    typography: {
      family: options.family ?? 'sans',
      captionWeight: 800,
      captionCase: options.upperCase ? 'upper' : 'as-written',
      titleWeight: 800,
    },
    motif: 'sky',
    motion: { intensity: 1, zoom: 1.1 },
    pacing: {
      leadInSeconds: 0,
      tailSeconds: 0,
      crossfadeSeconds: 0,
      speechRate: 1,
      wordsPerMinute: 150,
    },
    music: { mood: 'airy', levelDecibels: -14, duckDecibels: 8 },
  };
  return {
    version: 1,
    topic: 'test',
    language: options.language ?? 'en',
    channel: 'air',
    quality: 'standard',
    width,
    height,
    framesPerSecond: 30,
    style,
    scenes: [scene],
    music: { kind: 'none' },
  };
}

export function prepare(
  renderer: TextRenderer,
  cues: readonly CaptionCue[],
  options: SceneOptions = {},
): Promise<SceneText> {
  const timeline = timelineOf(cues, options);
  return renderer.prepareScene(timeline.scenes[0]!, timeline);
}

/** Straight-alpha blending of layers on a plain ground, as a canvas. */
export function compose(
  layers: readonly PlacedLayer[],
  [width, height]: readonly [number, number],
  ground: string,
) {
  const frame = createCanvas(width, height);
  const context = frame.getContext('2d');
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  for (const { layer, opacity, offsetX, offsetY } of layers) {
    const picture = createCanvas(layer.width, layer.height);
    const pixels = picture.getContext('2d').createImageData(layer.width, layer.height);
    pixels.data.set(layer.rgba);
    picture.getContext('2d').putImageData(pixels, 0, 0);
    context.globalAlpha = opacity;
    context.drawImage(picture, layer.x + offsetX, layer.y + offsetY);
  }
  return frame;
}

/** PNG of the layers on white with a margin around them, at the letter size that tesseract likes. */
export function plainPicture(layers: readonly PlacedLayer[], scale = 0.5): Buffer {
  const left = Math.min(...layers.map(({ layer }) => layer.x)) - 40;
  const top = Math.min(...layers.map(({ layer }) => layer.y)) - 40;
  const width = Math.max(...layers.map(({ layer }) => layer.x + layer.width)) + 40 - left;
  const height = Math.max(...layers.map(({ layer }) => layer.y + layer.height)) + 40 - top;
  const picture = createCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
  const whole = compose(layers, [left + width, top + height], '#ffffff');
  picture.getContext('2d').drawImage(whole, left, top, width, height, 0, 0, width * scale, height * scale);
  return picture.toBuffer('image/png');
}

/** What tesseract reads; throws if it is not installed. */
export function readText(png: Buffer, language: 'eng' | 'spa' | 'jpn' | 'ara'): string {
  const run = spawnSync('tesseract', ['stdin', 'stdout', '-l', language, '--psm', '6', '--dpi', '300'], {
    input: png,
    encoding: 'utf8',
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
  });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`tesseract failed: ${run.stderr}`);
  return run.stdout;
}

/** Share of the wanted characters, in order, that were read (longest common subsequence). */
export function agreement(wanted: string, read: string): number {
  const plain = (text: string): string[] =>
    Array.from(text.normalize('NFKC').replace(/[\s\p{P}\p{M}]/gu, ''));
  const [one, other] = [plain(wanted), plain(read)];
  let row = new Array<number>(other.length + 1).fill(0);
  for (const char of one) {
    const next = [0];
    other.forEach((candidate, index) =>
      next.push(candidate === char ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!)),
    );
    row = next;
  }
  return (2 * row.at(-1)!) / (one.length + other.length);
}

/** Middle of the pixels whose alpha is full and whose colour is this one; undefined if there are none. */
export function middleOfColor(
  { layer }: PlacedLayer,
  [red, green, blue]: readonly [number, number, number],
): { x: number; y: number; pixels: number } | undefined {
  let [sumX, sumY, pixels] = [0, 0, 0];
  for (let at = 0; at < layer.rgba.length; at += 4) {
    const [r, g, b, a] = layer.rgba.subarray(at, at + 4);
    if (r !== red || g !== green || b !== blue || a !== 255) continue;
    sumX += layer.x + ((at / 4) % layer.width);
    sumY += layer.y + Math.floor(at / 4 / layer.width);
    pixels++;
  }
  return pixels > 0 ? { x: sumX / pixels, y: sumY / pixels, pixels } : undefined;
}
