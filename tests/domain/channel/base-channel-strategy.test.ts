import { describe, expect, it } from 'vitest';
import { BaseChannelStrategy } from '../../../domain/channel/base-channel-strategy.js';
import type { ContentLimits } from '../../../domain/channel/base-channel-strategy.js';
import type { ChannelStyle } from '../../../domain/channel/channel-style.js';
import type { SceneRole, VideoScript } from '../../../domain/script/video-script.js';

const style: ChannelStyle = {
  palette: {
    background: ['#101020', '#8090c0'],
    accent: '#ffffff',
    text: '#ffffff',
    highlight: '#ffe000',
    shade: '#000000',
  },
  typography: { family: 'sans', captionWeight: 700, captionCase: 'as-written', titleWeight: 800 },
  motif: 'sky',
  motion: { intensity: 1, zoom: 1.1 },
  pacing: { leadInSeconds: 0.3, tailSeconds: 0.5, crossfadeSeconds: 0.8, speechRate: 1, wordsPerMinute: 160 },
  music: { mood: 'airy', levelDecibels: -15, duckDecibels: 8 },
};
const identity = { id: 'test', name: 'Test', theme: 'Tests', description: 'For tests.' };
const channel = (limits?: Partial<ContentLimits>): BaseChannelStrategy =>
  new BaseChannelStrategy(identity, style, { look: 'Fog.', ...(limits && { limits }) });

function scriptOf(...scenes: readonly (readonly [SceneRole, string])[]): VideoScript {
  return {
    parser: 'test',
    topic: 'A topic',
    hashtags: [],
    scenes: scenes.map(([role, text], index) => ({ id: `s${index}`, role, text })),
  };
}
const whole = scriptOf(['hook', 'A.'], ['point', 'B.'], ['point', 'C.'], ['call-to-action', 'D.']);

describe('staging', () => {
  const { scenes } = channel().direct(whole);

  it('gives hook and call to action titles, and the rest captions', () => {
    expect(scenes.map(({ treatment }) => treatment)).toEqual(['title', 'captions', 'captions', 'title']);
  });

  it('varies the background and names the scenes in order', () => {
    expect(scenes.map(({ sceneId, variation }) => [sceneId, variation])).toEqual([
      ['s0', 0],
      ['s1', 1],
      ['s2', 2],
      ['s3', 3],
    ]);
  });

  it('takes pauses and crossfades from the pacing, is tighter after the hook, and lets the end ring out', () => {
    expect(scenes.map((scene) => [scene.leadInSeconds, scene.tailSeconds, scene.crossfadeSeconds])).toEqual([
      [0.3, 0.3, 0.48],
      [0.3, 0.5, 0.8],
      [0.3, 0.5, 0.8],
      [0.3, 1.1, 0],
    ]);
  });

  it('stages a plain scene list with captions', () => {
    const draft = channel().direct(scriptOf(['scene', 'A.']));
    expect(draft.style).toBe(style);
    expect(draft.scenes).toMatchObject([{ treatment: 'captions', crossfadeSeconds: 0 }]);
  });
});

describe('descriptor and prompt', () => {
  it('fills in what a channel need not say', () => {
    expect(channel().descriptor).toEqual({
      ...identity,
      maxDurationSeconds: 60,
      defaultLanguage: 'en',
      voices: [],
    });
  });

  it('puts look, colours and the line into the prompt', () => {
    const prompt = channel().promptFor(whole.scenes[1]!, whole);
    expect(prompt).toContain('Fog.\nColours: #101020, #8090c0, #ffffff.');
    expect(prompt).toContain('“A topic”: “B.”');
  });
});

describe('content', () => {
  const wordy = (count: number): string => 'words '.repeat(count).trim();

  it('accepts a whole script and a scene list', () => {
    expect(channel().validateContent(whole)).toEqual([]);
    expect(channel().validateContent(scriptOf(['scene', 'A.'], ['scene', 'B.']))).toEqual([]);
  });

  it.each([
    [scriptOf(['point', 'B.'], ['call-to-action', 'D.']), 'hook', 'hook does not open the script.'],
    [
      scriptOf(['hook', 'A.'], ...Array.from({ length: 4 }, () => ['point', 'B.'] as const)),
      'script',
      'The script has 4 points; Test takes 3 at most.',
    ],
    [scriptOf(['hook', wordy(30)]), 's0', 's0 takes as long to read as 35 English words; the most is 30.'],
    [
      scriptOf(['scene', '集中力を高める習慣。'.repeat(12)]),
      's0',
      's0 takes as long to read as 82 English words; the most is 40.',
    ],
  ])('%#: says what and where', (script, where, message) => {
    const issues = channel({ maxPoints: 3, maxPointWords: 40 }).validateContent(script);
    expect(issues).toMatchObject([{ code: 'CHANNEL_CONTENT_REJECTED', where, message }]);
  });
});

describe('style', () => {
  const withPalette = (palette: Partial<ChannelStyle['palette']>): ChannelStyle => ({
    ...style,
    palette: { ...style.palette, ...palette },
  });

  it.each([
    [
      withPalette({ text: '#777777', shade: '#555555' }),
      'palette.text #777777 on palette.shade #555555 has a contrast of 1.7; it needs 4.5',
    ],
    [
      withPalette({ highlight: '#222222' }),
      'palette.highlight #222222 on palette.shade #000000 has a contrast of 1.3; it needs 3',
    ],
    [
      withPalette({ highlight: '#fffffa' }),
      'palette.highlight #fffffa looks almost like palette.text #ffffff',
    ],
    [withPalette({ accent: 'red' as '#' }), 'style.palette.accent: must be a colour such as #1a2b3c'],
    [withPalette({ background: ['#000000'] }), 'style.palette.background: needs two colours or more'],
    [{ ...style, motion: { intensity: 3, zoom: 1 } }, 'style.motion.intensity: must be a number from 0 to 2'],
  ])('%#: refuses what could not be read or drawn', (wrong, message) => {
    const make = (): BaseChannelStrategy => new BaseChannelStrategy(identity, wrong, { look: 'Fog' });
    expect(make).toThrow(
      expect.objectContaining({
        code: 'PLUGIN_LOAD_FAILED',
        message: `The style of the channel “test” cannot be used. ${message}.`,
      }),
    );
  });
});
