import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameSizeFor } from '../../../domain/video/video-quality.js';
import type { VideoQuality, aspectRatios } from '../../../domain/video/video-quality.js';
import { aScene, aTimeline } from '../../builders/timeline-builder.js';
import { openComposer } from './composed-timelines.js';
import { decodeWhole } from './judges/picture.js';
import { streamsOf } from './judges/streams.js';

let composer: Awaited<ReturnType<typeof openComposer>>;
beforeAll(async () => {
  composer = await openComposer();
});
afterAll(() => composer.close());

const standard = [
  ['9:16', 1080, 1920],
  ['16:9', 1920, 1080],
  ['1:1', 1080, 1080],
  ['4:5', 1080, 1350],
] as const;
const sizes: readonly (readonly [VideoQuality, (typeof aspectRatios)[number], number, number])[] = [
  ['draft', '9:16', 540, 960],
  ['draft', '16:9', 960, 540],
  ['draft', '1:1', 540, 540],
  ['draft', '4:5', 540, 676],
  ...standard.map((size) => ['standard', ...size] as const),
  ...standard.map((size) => ['high', ...size] as const),
  ['ultra', '9:16', 2160, 3840],
];

describe('a video', () => {
  it.each(sizes)('in %s at %s is %i×%i', async (quality, aspect, width, height) => {
    const size = frameSizeFor(quality, aspect);
    const frames = quality === 'ultra' ? 2 : 6;
    const { path } = await composer.compose(aTimeline({ quality, ...size, scenes: [aScene({ frames })] }));
    const { video, audio } = await streamsOf(path);
    expect(video).toMatchObject({
      width,
      height,
      profile: 'High',
      pix_fmt: 'yuv420p',
      nb_read_packets: String(frames),
    });
    expect(audio).toBeUndefined();
    await decodeWhole(path);
  });
});
