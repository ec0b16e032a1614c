import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MusicMood } from '../../../../domain/channel/channel-style.js';
import type { ILogger } from '../../../../domain/logging/logger.js';
import type { StereoAudio } from '../../../../domain/media/media-backend.js';
import { decodeWav, encodeWav } from '../../../../domain/media/wav.js';
import type { TimelineMusic, VideoTimeline } from '../../../../domain/timeline/video-timeline.js';
import { mixTimelineAudio } from '../../../../infrastructure/media/audio/mix-timeline-audio.js';
import { concatenate, noise, rate, rmsDecibels, sine, toneLevel } from './signals.js';

const silent = () => undefined;
const logger: ILogger = { debug: silent, info: silent, warn: silent, error: silent, child: () => logger };
const noMusic = () => Promise.reject(new Error('no music here'));
let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aether-audio-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function narrationFile(samples: Float32Array, sampleRate = rate): Promise<string> {
  const file = path.join(folder, `voice-${(files += 1)}.wav`);
  await writeFile(file, encodeWav(samples, sampleRate));
  return file;
}

interface SceneSound {
  readonly frames: number;
  readonly overlapFrames?: number;
  readonly voice?: string;
  readonly offsetSeconds?: number;
}

function timelineOf(
  scenes: readonly SceneSound[],
  music: TimelineMusic,
  style: { mood?: MusicMood; levelDecibels?: number; duckDecibels?: number; framesPerSecond?: number } = {},
): VideoTimeline {
  const { mood = 'airy', levelDecibels = -14, duckDecibels = 8, framesPerSecond = 30 } = style;
  return {
    framesPerSecond,
    music,
    style: { music: { mood, levelDecibels, duckDecibels } },
    scenes: scenes.map(({ frames, overlapFrames = 0, voice, offsetSeconds = 0 }) => ({
      frames,
      overlapFrames,
      ...(voice ? { narration: { path: voice, offsetSeconds, durationSeconds: 1 } } : {}),
    })),
  } as unknown as VideoTimeline;
}

async function mixed(timeline: VideoTimeline, music?: StereoAudio) {
  const output = path.join(folder, `mix-${(files += 1)}.wav`);
  const decode = () => (music ? Promise.resolve(music) : noMusic());
  const mastered = await mixTimelineAudio(timeline, output, decode, {
    signal: new AbortController().signal,
    logger,
  });
  expect(mastered?.path).toBe(output);
  const bytes = await readFile(output);
  const { channels, sampleRate } = decodeWav(bytes, output);
  expect(sampleRate).toBe(rate);
  return {
    ...mastered!,
    left: channels[0],
    right: channels[1]!,
    hash: createHash('sha256').update(bytes).digest('hex'),
  };
}

function ffmpegLoudness(file: string): { lufs: number; peak: number } {
  const run = spawnSync(
    'ffmpeg',
    ['-nostats', '-hide_banner', '-i', file, '-af', 'ebur128=peak=true', '-f', 'null', '-'],
    { encoding: 'utf8' },
  );
  const summary = run.stderr.slice(run.stderr.lastIndexOf('Summary:'));
  const value = (label: RegExp): number => Number(label.exec(summary)?.[1] ?? Number.NaN);
  return { lufs: value(/I:\s+(-?[\d.]+) LUFS/), peak: value(/Peak:\s+(-?[\d.]+) dBFS/) };
}

/** Something like speech: syllables of harmonics with pauses for breath. */
function babble(seconds: number, decibels: number, sampleRate: number): Float32Array {
  const tones = [140, 280, 420, 700, 1120, 2100, 3300].map((tone, index) =>
    sine(seconds, tone, decibels - 3 * index, sampleRate),
  );
  return tones[0]!.map((_, index) => {
    const time = index / sampleRate;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 4 * time)) ** 2 * (time % 2 < 1.7 ? 1 : 0);
    return syllable * tones.reduce((sum, tone) => sum + tone[index]!, 0) * 0.4;
  });
}

/** Hard hits, clipped at full scale, over a soft chord: what makes limiters and coders overshoot. */
function clippedDrums(seconds: number): Float32Array {
  const [low, middle, high] = [90, 450, 5200].map((tone) => sine(seconds, tone, 0));
  const hiss = noise(seconds, -2);
  return low!.map((value, index) => {
    const hit = 6 * Math.exp(-((index / rate) % 0.5) / 0.03);
    return Math.max(
      -1,
      Math.min(1, hit * (value + 0.6 * high![index]! * hiss[index]!) + 0.03 * middle![index]!),
    );
  });
}

function stereoOf(left: Float32Array): StereoAudio {
  return { sampleRate: rate, left, right: Float32Array.from(left) };
}

const musicFile: TimelineMusic = { kind: 'file', path: 'music.mp3', contentHash: 'x' };

describe('mixTimelineAudio', () => {
  it('gives nothing when there is neither narration nor music', async () => {
    const call = { signal: new AbortController().signal, logger };
    const timeline = timelineOf([{ frames: 30 }], { kind: 'none' });
    await expect(
      mixTimelineAudio(timeline, path.join(folder, 'no.wav'), noMusic, call),
    ).resolves.toBeUndefined();
  });

  it.each([
    {
      name: 'voice and a bed',
      mood: 'driving' as const,
      voice: true,
      music: { kind: 'ambient', seed: 5 } as const,
    },
    {
      name: 'a bed alone',
      mood: 'flowing' as const,
      voice: false,
      music: { kind: 'ambient', seed: 5 } as const,
    },
    { name: 'voice alone', mood: 'airy' as const, voice: true, music: { kind: 'none' } as const },
    { name: 'clipped drums as music', mood: 'airy' as const, voice: false, music: musicFile },
  ])(
    'masters $name to -14 LUFS and keeps peaks down in AAC, as FFmpeg measures them',
    async ({ mood, voice, music }) => {
      const narration = voice
        ? { voice: await narrationFile(babble(5, -9, 16_000), 16_000), offsetSeconds: 0.4 }
        : {};
      const timeline = timelineOf([{ frames: 200, ...narration }], music, { mood });
      const result = await mixed(timeline, stereoOf(clippedDrums(6)));
      expect(Math.abs(result.integratedLufs + 14)).toBeLessThanOrEqual(0.2);
      const wav = ffmpegLoudness(result.path);
      expect(Math.abs(wav.lufs - result.integratedLufs)).toBeLessThanOrEqual(0.1);
      // The standard's short interpolator reads noise near the band's edge up to half a decibel low.
      expect(Math.abs(wav.peak - result.truePeakDecibels)).toBeLessThanOrEqual(0.5);
      expect(wav.peak).toBeLessThanOrEqual(-1.5);
      const coded = result.path.replace('.wav', '.m4a');
      spawnSync('ffmpeg', ['-v', 'error', '-i', result.path, '-c:a', 'aac', '-b:a', '160k', coded]);
      const aac = ffmpegLoudness(coded);
      expect(Math.abs(aac.lufs + 14)).toBeLessThanOrEqual(0.5);
      expect(aac.peak).toBeLessThanOrEqual(-1);
    },
  );

  it('is exactly as long as the picture, and starts each narration on its sample', async () => {
    const voice = await narrationFile(noise(0.5, -12));
    const scenes = [
      { frames: 47, overlapFrames: 9, voice, offsetSeconds: 0.25 },
      { frames: 61, voice, offsetSeconds: 0.1 },
    ];
    const result = await mixed(timelineOf(scenes, { kind: 'none' }));
    expect(result.left).toHaveLength((99 * rate) / 30);
    const starts = result.left.findIndex((value) => value !== 0);
    expect(starts).toBe(0.25 * rate);
    const second = (38 / 30 + 0.1) * rate;
    expect(result.left.subarray(starts + 0.6 * rate, second).every((value) => Math.abs(value) < 1e-6)).toBe(
      true,
    );
    expect(result.left.subarray(second, second + 10).some((value) => value !== 0)).toBe(true);

    const ntsc = await mixed(
      timelineOf([{ frames: 100, voice }], { kind: 'none' }, { framesPerSecond: 30_000 / 1001 }),
    );
    expect(ntsc.left).toHaveLength(160_160);
  });

  it('brings quiet and loud scenes to one level', async () => {
    const scenes = await Promise.all(
      [-4, -40].map(async (decibels) => ({
        frames: 90,
        voice: await narrationFile(babble(3, decibels, 24_000), 24_000),
      })),
    );
    const { left } = await mixed(timelineOf(scenes, { kind: 'none' }));
    const levels = [left.subarray(0, 3 * rate), left.subarray(3 * rate)].map(rmsDecibels);
    expect(Math.abs(levels[0]! - levels[1]!)).toBeLessThan(1);
  });

  it('ducks the music under the voice, in time, and lets it come back in a long pause alone', async () => {
    const spoken = concatenate(sine(2, 1000, -10), new Float32Array(0.3 * rate), sine(1.2, 1000, -10));
    const voice = await narrationFile(concatenate(spoken, new Float32Array(3 * rate), sine(2, 1000, -10)));
    const timeline = timelineOf([{ frames: 390, voice, offsetSeconds: 2 }], musicFile, { duckDecibels: 9 });
    const { left } = await mixed(timeline, stereoOf(sine(20, 300, -10)));
    const music = (from: number, to: number): number => toneLevel(left, 300, [from, to]);
    const open = music(1, 1.6);
    const under = music(2.3, 3.9);
    expect(open - under).toBeGreaterThan(8.5);
    expect(open - under).toBeLessThan(9.5);
    expect(open - music(1.93, 2.03)).toBeGreaterThan(3);
    expect(Math.abs(music(4.02, 4.28) - under)).toBeLessThan(0.5);
    expect(open - music(7.3, 8.2)).toBeLessThan(0.6);
    expect(toneLevel(left, 1000, [2.3, 3.9]) - under).toBeGreaterThan(20);
  });

  it('loops short music without a hole, and fades it out', async () => {
    const timeline = timelineOf([{ frames: 300 }], musicFile);
    const { left } = await mixed(timeline, stereoOf(noise(2.2, -20)));
    for (let time = 1; time < 7; time += 0.25) {
      const level = rmsDecibels(left.subarray(time * rate, (time + 0.25) * rate));
      expect(Math.abs(level - rmsDecibels(left.subarray(rate, 7 * rate)))).toBeLessThan(1.5);
    }
    expect(Math.abs(left.at(-1)!)).toBeLessThan(1e-4);
  });

  it('gives the same bytes again', async () => {
    const voice = await narrationFile(babble(2, -12, 22_050), 22_050);
    const timeline = timelineOf(
      [{ frames: 120, voice }],
      { kind: 'ambient', seed: 99 },
      { mood: 'grounded' },
    );
    expect((await mixed(timeline)).hash).toBe((await mixed(timeline)).hash);
  });

  it('leaves silence silent', async () => {
    const voice = await narrationFile(noise(1, -90));
    const result = await mixed(timelineOf([{ frames: 60, voice }], { kind: 'none' }));
    expect(result.integratedLufs).toBe(-70);
    expect(result.truePeakDecibels).toBeLessThan(-80);
    expect(result.left).toHaveLength(2 * rate);
    const empty = await mixed(
      timelineOf([{ frames: 30, voice: await narrationFile(new Float32Array(0)) }], { kind: 'none' }),
    );
    expect(empty.truePeakDecibels).toBe(-120);
  });

  it.each([1, 8, 45])('masters a video of %i frames', async (frames) => {
    const voice = await narrationFile(babble(2, -12, 16_000), 16_000);
    const result = await mixed(timelineOf([{ frames, voice }], { kind: 'ambient', seed: 1 }));
    expect(result.left).toHaveLength(frames * 1600);
    expect(result.truePeakDecibels).toBeLessThanOrEqual(-1.99);
    expect(result.left.every(Number.isFinite)).toBe(true);
  });

  it('names a narration that is missing or damaged, and leaves no file', async () => {
    const damaged = path.join(folder, 'damaged.wav');
    await writeFile(damaged, 'not a wave file at all');
    for (const [voice, code] of [
      [path.join(folder, 'missing.wav'), 'MEDIA_NOT_FOUND'],
      [damaged, 'MEDIA_CORRUPT'],
    ] as const) {
      const output = path.join(folder, 'failed.wav');
      const run = mixTimelineAudio(timelineOf([{ frames: 30, voice }], { kind: 'none' }), output, noMusic, {
        signal: new AbortController().signal,
        logger,
      });
      await expect(run).rejects.toMatchObject({
        code,
        message: expect.stringContaining(path.basename(voice)) as unknown,
      });
      expect(existsSync(output)).toBe(false);
    }
  });

  it('says when the output cannot be written', async () => {
    const output = path.join(folder, 'no-such-folder', 'out.wav');
    const run = mixTimelineAudio(
      timelineOf([{ frames: 10 }], { kind: 'ambient', seed: 1 }),
      output,
      noMusic,
      {
        signal: new AbortController().signal,
        logger,
      },
    );
    await expect(run).rejects.toMatchObject({ code: 'STORAGE_NOT_WRITABLE' });
  });

  it('stops at once when cancelled, before and during the mix', async () => {
    const timeline = timelineOf([{ frames: 30 * 120 }], musicFile);
    const output = path.join(folder, 'cancelled.wav');
    const call = { signal: AbortSignal.abort(), logger };
    await expect(mixTimelineAudio(timeline, output, noMusic, call)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const controller = new AbortController();
    const decode = () => {
      setImmediate(() => controller.abort());
      return Promise.resolve(stereoOf(noise(20, -20)));
    };
    const run = mixTimelineAudio(timeline, output, decode, { signal: controller.signal, logger });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(existsSync(output)).toBe(false);
  });
});
