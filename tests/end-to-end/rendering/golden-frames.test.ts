import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelStyle } from '../../../domain/channel/channel-style.js';
import type { CaptionCue } from '../../../domain/timeline/video-timeline.js';
import { airStyle } from '../../../plugins/channels/air/air-style.js';
import { earthStyle } from '../../../plugins/channels/earth/earth-style.js';
import { fireStyle } from '../../../plugins/channels/fire/fire-style.js';
import { waterStyle } from '../../../plugins/channels/water/water-style.js';
import { aScene, aTimeline } from '../../builders/timeline-builder.js';
import { openComposer } from './composed-timelines.js';
import { similarity } from './judges/picture.js';
import { ffmpeg } from './judges/run-tool.js';

/** Pictures that were looked at. CONTRIBUTING.md says how to write them anew. */
const goldens = path.join(import.meta.dirname, 'goldens');
const size = { width: 270, height: 480 };
const updating = process.env.AETHER_UPDATE_GOLDENS === '1';

let composer: Awaited<ReturnType<typeof openComposer>>;
beforeAll(async () => {
  composer = await openComposer();
});
afterAll(() => composer.close());

const styles: Readonly<Record<string, ChannelStyle>> = {
  air: airStyle,
  water: waterStyle,
  earth: earthStyle,
  fire: fireStyle,
};
const cue: CaptionCue = {
  startSeconds: 0,
  endSeconds: 1,
  words: ['Breathe', 'in', 'slowly'].map((text, index) => ({
    text,
    spaceBefore: true,
    startSeconds: index * 0.2,
    endSeconds: index * 0.2 + 0.2,
  })),
};

/** The last of a few frames, as PNG: everything has come in by then. */
async function frameOf(style: ChannelStyle, treatment: 'captions' | 'title'): Promise<string> {
  const visual = { kind: 'background', seed: 7, variation: treatment === 'title' ? 0 : 2 } as const;
  const scene = aScene({ frames: 12, visual, treatment, cues: [cue] });
  const timeline = aTimeline({ width: 540, height: 960, style, scenes: [scene] });
  const video = await composer.compose(timeline);
  const file = `${video.path}.png`;
  const scale = `select=eq(n\\,11),scale=${size.width}:${size.height}:flags=area`;
  await ffmpeg('-v', 'error', '-i', video.path, '-vf', scale, '-frames:v', '1', file);
  return file;
}

describe.each(Object.keys(styles))('the picture of %s', (channel) => {
  it.each(['captions', 'title'] as const)('with %s is as it was', async (treatment) => {
    const golden = path.join(goldens, `${channel}-${treatment}.jpg`);
    const file = await frameOf(styles[channel]!, treatment);
    if (updating) {
      await mkdir(goldens, { recursive: true });
      await rm(golden, { force: true });
      await ffmpeg('-v', 'error', '-i', file, '-q:v', '3', golden);
    }
    expect(existsSync(golden), 'write it with AETHER_UPDATE_GOLDENS=1').toBe(true);
    expect(await similarity(file, golden, size)).toBeGreaterThan(0.95);
    const other = path.join(goldens, `${channel === 'fire' ? 'air' : 'fire'}-${treatment}.jpg`);
    if (existsSync(other)) expect(await similarity(file, other, size)).toBeLessThan(0.8);
  });
});
