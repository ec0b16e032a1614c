import { describe, expect, it } from 'vitest';
import { checkSpokenAudio } from '../../../application/speak-script/check-spoken-audio.js';
import { chooseVoices, type VoiceWishes } from '../../../application/speak-script/choose-voices.js';
import type { SpokenAudio } from '../../../domain/speech/speech-synthesizer.js';
import { FakeSynthesizer } from '../../fakes/fake-synthesizer.js';
import { containing } from '../../fakes/matchers.js';

const english = new FakeSynthesizer({ id: 'flite', voices: ['rms', 'slt'], languages: ['en-US', 'en'] });
const many = new FakeSynthesizer({ id: 'espeak', voices: ['en-gb', 'other'], languages: ['en-GB', 'en'] });
const spanish = new FakeSynthesizer({ id: 'habla', voices: ['uno'], languages: ['es-ES'] });
const engines = [english, many, spanish];
const wishes = (changes: Partial<VoiceWishes> = {}): VoiceWishes => ({
  language: 'en',
  preferred: [],
  ...changes,
});
const ids = (changes: Partial<VoiceWishes>): string[] =>
  chooseVoices(engines, wishes(changes)).voices.map(({ voice }) => voice.id);

describe('chooseVoices', () => {
  it('obeys the request, then the script, then the settings, then the channel', () => {
    const all = {
      request: 'espeak:other',
      script: 'flite:slt',
      settings: 'espeak:en-gb',
      preferred: ['nobody:x', 'flite:slt'],
    };
    expect(ids(all)[0]).toBe('espeak:other');
    expect(ids({ ...all, request: undefined })[0]).toBe('flite:slt');
    expect(ids({ ...all, request: undefined, script: undefined })[0]).toBe('espeak:en-gb');
    expect(ids({ preferred: all.preferred })[0]).toBe('flite:slt');
    expect(ids({})[0]).toBe('flite:rms');
  });

  it('has one more voice of each other engine behind the first', () => {
    expect(ids({ request: 'espeak:other' })).toEqual(['espeak:other', 'flite:rms']);
  });

  it('prefers the very language to its cousin, and takes the cousin to nothing', () => {
    expect(ids({ language: 'en-GB' })[0]).toBe('espeak:en-gb');
    expect(ids({ language: 'es-MX' })).toEqual(['habla:uno']);
  });

  it('passes over preferences that do not speak the language', () => {
    expect(ids({ language: 'es', settings: 'flite:slt', preferred: ['flite:rms'] })).toEqual(['habla:uno']);
  });

  it('knows silence that is wanted from silence that is not', () => {
    expect(chooseVoices(engines, wishes({ request: 'none', script: 'flite:slt' }))).toEqual({
      voices: [],
      silenceWanted: true,
    });
    expect(chooseVoices(engines, wishes({ language: 'ja' }))).toEqual({ voices: [], silenceWanted: false });
  });

  it('says of a voice whose engine is not in use that it is the engine', () => {
    expect(() => ids({ request: 'azure:en-US-JennyNeural' })).toThrow(
      expect.objectContaining({ code: 'SPEECH_ENGINE_MISSING', message: containing('“azure”') }),
    );
  });

  it.each(['request', 'script', 'settings'] as const)('refuses an unknown voice of the %s', (where) => {
    expect(() => ids({ [where]: 'flite:stl' })).toThrow(
      expect.objectContaining({
        code: 'VOICE_UNKNOWN',
        message: containing('Did you mean “flite:slt”?'),
      }),
    );
  });
});

describe('chooseVoices with services', () => {
  const service = (id: string) => new FakeSynthesizer({ id, price: 10, languages: ['en-US', 'en'] });
  const all = [service('cloud'), service('sky'), english, many];
  const chosen = (changes: Partial<VoiceWishes>): string[] =>
    chooseVoices(all, wishes(changes)).voices.map(({ voice }) => voice.id);

  it('takes none that nobody named, not even as a last resort', () => {
    expect(chosen({})).toEqual(['flite:rms', 'espeak:en-gb']);
    expect(chosen({ request: 'flite:slt' })).toEqual(['flite:slt', 'espeak:en-gb']);
  });

  it('has the other services and then the offline voices behind one that was named', () => {
    expect(chosen({ request: 'sky:one' })).toEqual(['sky:one', 'cloud:one', 'flite:rms', 'espeak:en-gb']);
  });
});

describe('checkSpokenAudio', () => {
  const good: SpokenAudio = {
    samples: Float32Array.from({ length: 8000 }, (_, index) => Math.sin(index)),
    sampleRate: 8000,
    words: [
      { startSeconds: 0, endSeconds: 0.4 },
      { startSeconds: 0.5, endSeconds: 1 },
    ],
  };

  it('gives the length of a good recording', () => {
    expect(checkSpokenAudio(good, 2, 'v')).toBe(1);
  });

  it.each([
    ['no samples', { samples: new Float32Array(0) }, /no sound at all/],
    ['silence', { samples: new Float32Array(8000) }, /silence/],
    ['samples that are not numbers', { samples: new Float32Array(8000).fill(Number.NaN) }, /not numbers/],
    ['a missing word', { words: good.words.slice(1) }, /times for 1 words instead of 2/],
    ['words in the wrong order', { words: [...good.words].reverse() }, /out of order/],
    ['words after the end', { words: [good.words[0]!, { startSeconds: 0.9, endSeconds: 3 }] }, /range/],
    [
      'times that are not numbers',
      { words: good.words.map(() => ({ startSeconds: NaN, endSeconds: NaN })) },
      /order/,
    ],
    ['no sample rate', { sampleRate: 0 }, /sample rate of 0/],
    [
      'peaks that are cut off',
      { samples: good.samples.map((one) => Math.max(-0.97, Math.min(0.97, 3 * one))) },
      /cut off/,
    ],
    [
      'a click for a sentence',
      {
        samples: good.samples.subarray(0, 400),
        words: good.words.map(() => ({ startSeconds: 0, endSeconds: 0.05 })),
      },
      /0.1 s of sound for 2 words/,
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => checkSpokenAudio({ ...good, ...change }, 2, 'v')).toThrow(message);
  });
});
