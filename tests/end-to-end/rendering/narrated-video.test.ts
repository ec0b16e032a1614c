import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waterStyle } from '../../../plugins/channels/water/water-style.js';
import { highlightedWord, likeness, plain, textOfColor, wordsOf } from './judges/captions.js';
import { blackSpansOf, decodeWhole, frameHashesOf, framesOf, frozenSpansOf } from './judges/picture.js';
import { loudnessOf, silencesOf } from './judges/sound.js';
import { boxesOf, frameTimes, streamsOf } from './judges/streams.js';
import { openStudio, type RenderedVideo, type Studio } from './render-video.js';

const script = {
  channel: 'water',
  topic: 'Softer',
  hook: 'Let the water slow your mind.',
  main_points: ['Breathe out, and let one wave pass.', 'Name the feeling and it grows softer.'],
  call_to_action: 'Save this for a heavy day.',
};
const changed = {
  ...script,
  main_points: [script.main_points[0]!, 'Give the feeling a name, gently.'],
};

let studio: Studio;
let video: RenderedVideo;
beforeAll(async () => {
  studio = await openStudio();
  video = await studio.render({ script });
});
afterAll(() => studio.close());

const frameOf = (seconds: number): number => Math.floor(seconds * 30 + 1e-6);

describe('a narrated video', () => {
  it('is H.264 High, yuv420p, BT.709, AAC stereo at 48 kHz, ready to stream', async () => {
    const { video: picture, audio, format } = await streamsOf(video.video.path);
    expect(picture).toMatchObject({
      ...{ codec_name: 'h264', profile: 'High', pix_fmt: 'yuv420p', width: 540, height: 960 },
      ...{ color_space: 'bt709', color_primaries: 'bt709', color_transfer: 'bt709', color_range: 'tv' },
      ...{ r_frame_rate: '30/1', avg_frame_rate: '30/1' },
    });
    expect(audio).toMatchObject({ codec_name: 'aac', profile: 'LC', sample_rate: '48000', channels: 2 });
    expect(format.format_name).toContain('mp4');
    const boxes = await boxesOf(video.video.path);
    expect(boxes.indexOf('moov')).toBeGreaterThan(0);
    expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'));
  });

  it('has one frame every thirtieth of a second and as much sound as picture', async () => {
    const { video: picture, audio } = await streamsOf(video.video.path);
    const times = await frameTimes(video.video.path);
    expect(times).toHaveLength(Math.round(video.video.durationSeconds * 30));
    expect(times[0]).toBeCloseTo(0, 3);
    for (const [index, time] of times.entries()) expect(time).toBeCloseTo(times[0]! + index / 30, 3);
    expect(Math.abs(Number(audio!.duration) - Number(picture.duration))).toBeLessThan(1 / 30);
    expect(Number(picture.duration)).toBeCloseTo(video.video.durationSeconds, 3);
  });

  it('decodes to the end, is never black or frozen, and is heard', async () => {
    await decodeWhole(video.video.path);
    expect(await blackSpansOf(video.video.path)).toEqual([]);
    expect(await frozenSpansOf(video.video.path)).toEqual([]);
    expect(await silencesOf(video.video.path)).toEqual([]);
  });

  it('is as loud as platforms want, after decoding', async () => {
    const { integrated, truePeak } = await loudnessOf(video.video.path);
    expect(Math.abs(integrated + 14)).toBeLessThanOrEqual(0.5);
    expect(truePeak).toBeLessThanOrEqual(-1);
    expect(integrated).toBeCloseTo(video.video.loudness!.integratedLufs, 0);
  });

  it('highlights the word that is spoken, and shows every word', async () => {
    const { palette } = waterStyle;
    const words = (await wordsOf(video.captions.vttPath)).filter(({ text }) => plain(text) !== '');
    expect(words.map(({ text }) => plain(text)).join(' ')).toBe(
      [script.hook, ...script.main_points, script.call_to_action].join(' ').split(' ').map(plain).join(' '),
    );
    const middles = words.map(({ start, end }) => frameOf((start + end) / 2));
    const frames = await framesOf(video.video.path, video.video, middles);
    const misread: string[] = [];
    for (const [index, { text }] of words.entries()) {
      const seen = await highlightedWord(frames[index]!, palette.highlight);
      if (likeness(seen, text) < 0.75) misread.push(`${text}: “${seen}”`);
    }
    expect(misread.length, misread.join(', ')).toBeLessThanOrEqual(Math.floor(words.length * 0.1));
  });

  it('shows the caption of a moment, and nothing of another', async () => {
    const words = await wordsOf(video.captions.vttPath);
    const passes = words.find(({ text }) => text === 'pass.')!;
    const names = words.find(({ text }) => text === 'Name')!;
    const [first, second] = await framesOf(video.video.path, video.video, [
      frameOf((passes.start + passes.end) / 2),
      frameOf((names.start + names.end) / 2),
    ]);
    const before = plain(await textOfColor(first!, waterStyle.palette.text));
    expect(before).toContain('one');
    expect(before).toContain('wave');
    expect(before).not.toContain('feeling');
    const after = plain(await textOfColor(second!, waterStyle.palette.text));
    expect(after).toContain('feeling');
    expect(after).not.toContain('wave');
  });
});

describe('the same script', () => {
  it('gives the same bytes in another storage', async () => {
    const other = await openStudio();
    try {
      const again = await other.render({ script });
      const [one, two] = await Promise.all([readFile(video.video.path), readFile(again.video.path)]);
      expect(one.equals(two)).toBe(true);
      expect(await readdir(path.join(other.folder, 'videos', '.aether', 'workspaces'))).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('with one line changed renders one body and its seams, and leaves all other frames as they are', async () => {
    const before = new Set(await studio.segments());
    const next = await studio.render({ script: changed });
    const after = await studio.segments();
    // Four bodies and three seams; the third body, and the seams on both of its sides, are new.
    expect(before.size).toBe(7);
    expect(after.filter((name) => !before.has(name))).toHaveLength(3);

    const [old, fresh] = await Promise.all([frameHashesOf(video.video.path), frameHashesOf(next.video.path)]);
    const halfFade = Math.ceil((waterStyle.pacing.crossfadeSeconds * 30) / 2) + 1;
    const untouched = Math.round(video.scenes[2]!.startSeconds * 30) - halfFade;
    expect(fresh.slice(0, untouched)).toEqual(old.slice(0, untouched));
    const tail = Math.round((video.scenes[3]!.endSeconds - video.scenes[3]!.startSeconds) * 30) - halfFade;
    expect(fresh.slice(-tail)).toEqual(old.slice(-tail));
    expect(fresh[untouched + 2 * halfFade]).not.toBe(old[untouched + 2 * halfFade]);
  });
});
