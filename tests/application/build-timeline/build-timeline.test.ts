import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildTimeline,
  type StagedScene,
  type TimelineParts,
} from '../../../application/build-timeline/build-timeline.js';
import { checkLength } from '../../../application/build-timeline/check-length.js';
import { sceneSpans } from '../../../application/build-timeline/scene-spans.js';
import { spokenTokens, textTokens } from '../../../domain/speech/speakable-text.js';
import { placeScenes, totalFrames, type VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { fakeStyle } from '../../fakes/fake-channel.js';
import { containing } from '../../fakes/matchers.js';

const framesPerSecond = 30;
const words = [
  'calm',
  'breath,',
  'water',
  'and',
  'light.',
  '🌊',
  '#calm',
  '---',
  'mountain',
  '静けさ',
  'سلام',
];

interface SceneCase {
  readonly text: readonly string[];
  readonly secondsPerWord: number;
  readonly lead: number;
  readonly tail: number;
  readonly crossfade: number;
  readonly title: boolean;
  readonly spoken: boolean;
  readonly duration: number | null;
}

const second = (max: number) => fc.double({ min: 0, max, noNaN: true });
const sceneCase: fc.Arbitrary<SceneCase> = fc.record({
  text: fc.array(fc.constantFrom(...words), { maxLength: 25 }),
  secondsPerWord: fc.double({ min: 0.05, max: 1.2, noNaN: true }),
  lead: second(2),
  tail: second(2),
  crossfade: second(3),
  title: fc.boolean(),
  spoken: fc.boolean(),
  duration: fc.option(fc.double({ min: 0.1, max: 20, noNaN: true })),
});

function staged(scene: SceneCase, index: number): StagedScene {
  const { secondsPerWord, lead, tail, crossfade, title, spoken, duration } = scene;
  const tokens = textTokens(scene.text.join(' '), 'en');
  const count = spokenTokens(tokens).length;
  return {
    scene: {
      id: `scene-${index}`,
      role: 'scene',
      text: scene.text.join(' '),
      ...(duration === null ? {} : { durationSeconds: duration }),
    },
    direction: {
      sceneId: `scene-${index}`,
      variation: index,
      treatment: title ? 'title' : 'captions',
      leadInSeconds: lead,
      tailSeconds: tail,
      crossfadeSeconds: crossfade,
    },
    timing: {
      tokens,
      words: Array.from({ length: count }, (_, word) => ({
        startSeconds: word * secondsPerWord,
        endSeconds: (word + 0.8) * secondsPerWord,
      })),
      durationSeconds: count * secondsPerWord,
      ...(spoken && count > 0 ? { narrationPath: `/work/${index}.wav` } : {}),
    },
    visual: { kind: 'background', seed: index, variation: index },
  };
}

function parts(scenes: readonly SceneCase[]): TimelineParts {
  return {
    topic: 'Calm',
    language: 'en',
    channel: 'air',
    style: fakeStyle,
    quality: 'draft',
    aspect: '9:16',
    framesPerSecond: 30,
    scenes: scenes.map(staged),
    music: { kind: 'none' },
  };
}

const calmScene: SceneCase = {
  text: ['calm', 'water', 'and', 'light.'],
  secondsPerWord: 0.5,
  lead: 0.2,
  tail: 0.3,
  crossfade: 0.5,
  title: false,
  spoken: true,
  duration: null,
};
const precision = 1e-6;

/** What must hold of every timeline. */
function checkTimeline(timeline: VideoTimeline, scenes: readonly SceneCase[]): void {
  const placements = placeScenes(timeline.scenes);
  let [lastSpoken, lastShown] = [-1, -1];
  for (const [index, scene] of timeline.scenes.entries()) {
    const before = timeline.scenes[index - 1]?.overlapFrames ?? 0;
    const start = placements[index]!.startFrame / framesPerSecond;
    expect(Number.isInteger(scene.frames)).toBe(true);
    expect(scene.overlapFrames % 2).toBe(0);
    expect(before + scene.overlapFrames).toBeLessThanOrEqual(scene.frames);
    const from = before / 2 / framesPerSecond;
    const to = (scene.frames - scene.overlapFrames / 2) / framesPerSecond;
    expect(to - from).toBeGreaterThanOrEqual(1 - precision);
    expect(to - from).toBeGreaterThanOrEqual(
      (scenes[index]!.duration ?? 0) - 0.5 / framesPerSecond - precision,
    );
    if (scene.narration) {
      const { offsetSeconds, durationSeconds } = scene.narration;
      expect(offsetSeconds).toBeGreaterThanOrEqual(from);
      expect(offsetSeconds + durationSeconds).toBeLessThanOrEqual(to + precision);
      expect(start + offsetSeconds).toBeGreaterThanOrEqual(lastSpoken - precision);
      lastSpoken = start + offsetSeconds + durationSeconds;
    }
    for (const cue of scene.cues) {
      expect(cue.startSeconds).toBeGreaterThanOrEqual(from - precision);
      expect(cue.endSeconds).toBeLessThanOrEqual(to + precision);
      expect(start + cue.startSeconds).toBeGreaterThanOrEqual(lastShown - precision);
      lastShown = start + cue.endSeconds;
    }
  }
}

describe('buildTimeline', () => {
  it('holds its promises for any scenes and pacing', () => {
    fc.assert(
      fc.property(fc.array(sceneCase, { minLength: 1, maxLength: 8 }), (scenes) => {
        const timeline = buildTimeline(parts(scenes));
        checkTimeline(timeline, scenes);
        expect(timeline.scenes.at(-1)?.overlapFrames).toBe(0);
        const frames = timeline.scenes.reduce((sum, scene) => sum + scene.frames - scene.overlapFrames, 0);
        expect(totalFrames(timeline)).toBe(frames);
        const spans = sceneSpans(timeline);
        expect(spans[0]?.startSeconds).toBe(0);
        expect(spans.at(-1)?.endSeconds).toBeCloseTo(frames / framesPerSecond, 9);
        for (const [index, span] of spans.slice(1).entries()) {
          expect(span.startSeconds).toBeCloseTo(spans[index]!.endSeconds, 9);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('leaves the scenes after a changed one as they are', () => {
    const before = buildTimeline(parts([calmScene, calmScene, calmScene]));
    const longer = { ...calmScene, text: [...calmScene.text, 'mountain', 'breath,'] };
    const after = buildTimeline(parts([longer, calmScene, calmScene]));
    expect(after.scenes.slice(1)).toEqual(before.scenes.slice(1));
    expect(after.scenes[0]?.frames).toBeGreaterThan(before.scenes[0]!.frames);
  });

  it('takes pauses, narration and half crossfades together', () => {
    const [first, last] = buildTimeline(parts([calmScene, calmScene])).scenes;
    expect(first).toMatchObject({ frames: 75 + 8, overlapFrames: 16 });
    expect(last).toMatchObject({ frames: 8 + 75, overlapFrames: 0 });
    expect(last?.narration?.offsetSeconds).toBeCloseTo(8 / 30 + 0.2);
    expect(totalFrames(buildTimeline(parts([calmScene, calmScene])))).toBe(150);
  });

  it('ignores pacing that makes no sense', () => {
    const wild = { ...calmScene, lead: Number.NaN, tail: -4, crossfade: Infinity };
    const timeline = buildTimeline(parts([wild, wild]));
    checkTimeline(timeline, [wild, wild]);
    expect(timeline.scenes[0]?.overlapFrames).toBe(90);
  });
});

describe('checkLength', () => {
  it('says by how much a video is too long, and what to cut', () => {
    const timeline = buildTimeline(parts([calmScene, { ...calmScene, duration: 12 }]));
    const limit = { channel: 'air', maxDurationSeconds: 10 };
    expect(() => checkLength(timeline, { ...limit, maxDurationSeconds: 14.5 })).not.toThrow();
    expect(() => checkLength(timeline, limit)).toThrow(
      expect.objectContaining({
        code: 'SCRIPT_TOO_LONG',
        message: 'The video would last 14.5 s, but the channel “air” allows 10.0 s: it is 4.5 s too long.',
        howToFix: containing('Cut about 3 words; the longest scenes are scene-1 (12.0 s)'),
      }),
    );
  });
});
