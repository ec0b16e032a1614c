import { describe, expect, it } from 'vitest';
import { colorDifference, contrastRatio } from '../../../domain/channel/color-contrast.js';
import type { IChannelStrategy } from '../../../domain/channel/channel-strategy.js';
import type { SceneRole, VideoScript } from '../../../domain/script/video-script.js';
import { AirChannelStrategy } from '../../../plugins/channels/air/air-channel-strategy.js';
import { manifest as airManifest } from '../../../plugins/channels/air/manifest.js';
import { EarthChannelStrategy } from '../../../plugins/channels/earth/earth-channel-strategy.js';
import { manifest as earthManifest } from '../../../plugins/channels/earth/manifest.js';
import { FireChannelStrategy } from '../../../plugins/channels/fire/fire-channel-strategy.js';
import { manifest as fireManifest } from '../../../plugins/channels/fire/manifest.js';
import { WaterChannelStrategy } from '../../../plugins/channels/water/water-channel-strategy.js';
import { manifest as waterManifest } from '../../../plugins/channels/water/manifest.js';

const air = new AirChannelStrategy({ maxPoints: 16, maxExclamations: 4 });
const water = new WaterChannelStrategy({ maxPoints: 16 });
const earth = new EarthChannelStrategy({ maxPoints: 12, maxPointWords: 45 });
const fire = new FireChannelStrategy({ maxPoints: 20, maxHookWords: 16 });
const channels: readonly IChannelStrategy[] = [air, water, earth, fire];
const manifests = [airManifest, waterManifest, earthManifest, fireManifest];

interface Texts {
  readonly hook?: string;
  readonly points?: readonly string[];
  readonly call?: string | null;
}
function script({ hook = 'Begin.', points = ['Do it.'], call = 'Follow.' }: Texts): VideoScript {
  const scene = (id: string, role: SceneRole, text: string) => ({ id, role, text });
  return {
    parser: 'test',
    topic: 'T',
    hashtags: [],
    scenes: [
      scene('hook', 'hook', hook),
      ...points.map((text, index) => scene(`point-${index + 1}`, 'point', text)),
      ...(call === null ? [] : [scene('call-to-action', 'call-to-action', call)]),
    ],
  };
}
const complaints = (channel: IChannelStrategy, texts: Texts): string[] =>
  channel.validateContent(script(texts)).map(({ where, message }) => `${where}: ${message}`);

describe.each(channels)('$descriptor.name', (channel) => {
  const { palette } = channel.style;

  it('has captions that can be read on any picture', () => {
    expect(contrastRatio(palette.text, palette.shade)).toBeGreaterThan(12);
    expect(contrastRatio(palette.highlight, palette.shade)).toBeGreaterThan(7);
    expect(colorDifference(palette.highlight, palette.text)).toBeGreaterThan(30);
  });

  it('paints from deep to light', () => {
    const lightness = palette.background.map((color) => contrastRatio(color, '#000000'));
    expect(lightness).toEqual([...lightness].sort((one, other) => one - other));
  });

  it('stays under a minute, in English, with voices', () => {
    expect(channel.descriptor).toMatchObject({ maxDurationSeconds: 60, defaultLanguage: 'en' });
    expect(channel.descriptor.voices[0]).toMatch(/^flite:/u);
  });

  it.each([
    [{ hook: '¡Respira! ¿Lo notas?', points: ['¡Ahora! Baja los hombros.'], call: '¡Empieza hoy!' }],
    [
      {
        hook: '朝いちばんのスマホ、やめませんか？',
        points: ['息を吐きましょう！'],
        call: '試してみてください。',
      },
    ],
    [{ hook: 'مشاعرك رسالة.', points: ['تنفّس ببطء، ثم اسأل: ماذا أحتاج؟'], call: 'تابعنا الآن!' }],
    [
      {
        hook: 'NASA knows why.',
        points: ['Calm down your breath first. FOMO fades.'],
        call: 'Ready? Begin now.',
      },
    ],
    [{ points: ['They said “calm down”. It never helps.', 'Stop crying over spilt milk, they said!'] }],
  ])('accepts an honest script %#', (texts) => {
    expect(complaints(channel, texts)).toEqual([]);
  });

  it('is different from the others', () => {
    const alike = channels.filter(({ style }) => style.motif === channel.style.motif);
    expect(alike).toEqual([channel]);
  });
});

describe('rules of their own', () => {
  it('air keeps calm', () => {
    expect(complaints(air, { hook: 'Go!!', points: ['Now! ！'], call: 'Follow!' })).toEqual([
      'script: The script has 5 exclamation marks; Air keeps calm with 4 at most.',
    ]);
    expect(complaints(air, { points: ['STOP WHAT YOUR MIND DOES RIGHT THIS SECOND'] })).toEqual([
      'script: The script has 8 words in capitals, such as STOP; Air keeps calm with 5 at most.',
    ]);
    const strict = new AirChannelStrategy({ maxPoints: 16, maxExclamations: 0 });
    expect(complaints(strict, { call: 'Follow!' })).toHaveLength(1);
  });

  it.each([
    ['Calm down.', 'Calm down'],
    ['It hurts. Just get over it!', 'Just get over it'],
    ['¡Deja de llorar!', 'Deja de llorar'],
  ])('water orders no feeling away: %s', (text, words) => {
    expect(complaints(water, { points: ['Rest.', text] })).toEqual([
      `point-2: point-2 orders a feeling away (“${words}”).`,
    ]);
  });

  it('earth is brief', () => {
    expect(complaints(earth, { points: ['A habit needs a place and a time. '.repeat(9)] })).toEqual([
      expect.stringMatching(
        /^point-1: point-1 takes as long to read as \d+ English words; the most is 45\.$/u,
      ),
    ]);
    expect(complaints(earth, { points: Array(13).fill('Walk.') as string[] })).toHaveLength(1);
  });

  it('fire has a short hook and a call that calls', () => {
    const long =
      'Everything that you have always wanted stands on the other side of something that you fear today.';
    expect(complaints(fire, { hook: long })).toEqual([expect.stringMatching(/^hook: .*the most is 16\.$/u)]);
    expect(complaints(fire, { call: null })).toEqual([
      'call-to-action: call-to-action is missing, and Fire ends with a call.',
    ]);
    for (const call of ['Are you in?', '始めますか？', 'هل تبدأ؟ 🔥']) {
      expect(complaints(fire, { call })).toEqual([
        'call-to-action: call-to-action only asks, and Fire calls to action.',
      ]);
    }
  });
});

describe.each(manifests)('the manifest of $id', (manifest) => {
  const check = (options: unknown) => manifest.options!['~standard'].validate(options);

  it('has defaults for every option, and refuses others', async () => {
    expect(await check({})).toMatchObject({ value: { maxPoints: expect.any(Number) as number } });
    expect(await check({ maxPionts: 3 })).toHaveProperty('issues');
    expect(await check({ maxPoints: 0 })).toHaveProperty('issues');
  });
});
