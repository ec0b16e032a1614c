import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waterStyle } from '../../../plugins/channels/water/water-style.js';
import { highlightedWord, likeness, plain, wordsOf } from './judges/captions.js';
import { blackSpansOf, decodeWhole, framesOf, frozenSpansOf } from './judges/picture.js';
import { loudnessOf, silencesOf } from './judges/sound.js';
import { boxesOf, frameTimes, streamsOf } from './judges/streams.js';
import { openStudio, type RenderedVideo, type Studio } from './render-video.js';

let studio: Studio;
let video: RenderedVideo;
beforeAll(async () => {
  studio = await openStudio({ 'media.backend': 'node-av' });
  const scenes = [{ role: 'hook', text: 'Feel the water.' }, { text: 'Stand still and listen.' }];
  video = await studio.render({ script: { topic: 'Ground', channel: 'water', scenes } });
});
afterAll(() => studio.close());

describe('a whole generation without an FFmpeg of the system', () => {
  it('has the same form', async () => {
    const { video: picture, audio } = await streamsOf(video.video.path);
    expect(picture).toMatchObject({
      ...{ codec_name: 'h264', profile: 'High', pix_fmt: 'yuv420p', width: 540, height: 960 },
      ...{ color_space: 'bt709', color_primaries: 'bt709', color_transfer: 'bt709', color_range: 'tv' },
      ...{ r_frame_rate: '30/1', avg_frame_rate: '30/1' },
    });
    expect(audio).toMatchObject({ codec_name: 'aac', sample_rate: '48000', channels: 2 });
    expect(Math.abs(Number(audio!.duration) - Number(picture.duration))).toBeLessThan(1 / 30);
    expect(await frameTimes(video.video.path)).toHaveLength(Math.round(video.video.durationSeconds * 30));
    const boxes = await boxesOf(video.video.path);
    expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'));
  });

  it('is whole, alive and as loud', async () => {
    await decodeWhole(video.video.path);
    expect(await blackSpansOf(video.video.path)).toEqual([]);
    expect(await frozenSpansOf(video.video.path)).toEqual([]);
    expect(await silencesOf(video.video.path)).toEqual([]);
    const { integrated, truePeak } = await loudnessOf(video.video.path);
    expect(Math.abs(integrated + 14)).toBeLessThanOrEqual(0.5);
    expect(truePeak).toBeLessThanOrEqual(-1);
  });

  it('has its captions', async () => {
    const words = await wordsOf(video.captions.vttPath);
    const middles = words.map(({ start, end }) => Math.floor(((start + end) / 2) * 30));
    const frames = await framesOf(video.video.path, video.video, middles);
    const { highlight } = waterStyle.palette;
    const seen = await Promise.all(frames.map((frame) => highlightedWord(frame, highlight)));
    const read = words.filter(({ text }, index) => likeness(seen[index]!, text) >= 0.7);
    expect(read.length, seen.map(plain).join(' ')).toBeGreaterThanOrEqual(words.length - 1);
  });
});
