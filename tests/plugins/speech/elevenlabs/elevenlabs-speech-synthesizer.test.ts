import { describe, expect, it } from 'vitest';
import { wordTimesOf } from '../../../../plugins/speech/elevenlabs/character-times.js';
import { ElevenlabsSpeechSynthesizer } from '../../../../plugins/speech/elevenlabs/elevenlabs-speech-synthesizer.js';
import { elevenlabsOptionsSchema } from '../../../../plugins/speech/elevenlabs/elevenlabs-options.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { elevenlabsEmulator } from '../../../../testing/emulators/speech/elevenlabs-emulator.js';
import { hum, wordsOf } from '../../../../testing/emulators/speech/emulated-voice.js';
import { fakeHost } from '../../../../testing/fakes/fake-host.js';

const text = 'Breathe in, slowly. Then let it go.';
const words = text.split(' ');

async function speak(changes: object, rate = 1) {
  const emulator = await startEmulator(elevenlabsEmulator);
  try {
    const options = elevenlabsOptionsSchema.parse({ ...emulator.pluginOptions, ...changes });
    const host = fakeHost({ pluginId: 'elevenlabs', options });
    const engine = new ElevenlabsSpeechSynthesizer(host);
    const { signal } = new AbortController();
    const request = { words, language: 'en', voiceId: engine.voices[0]!.id, rate };
    const audio = await engine.synthesize(request, { signal, logger: host.logger });
    return { audio, request: emulator.requestsTo('submit')[0]!, engine, host };
  } finally {
    await emulator.close();
  }
}

describe('ElevenLabs', () => {
  it('gives the times that the service tells, moved by the silence that is cut', async () => {
    const { audio } = await speak({});
    const truth = wordsOf(hum(text, { sampleRate: 24_000, rate: 1 }).characters);
    const shift = truth[0]!.startSeconds - audio.words[0]!.startSeconds;
    expect(shift).toBeGreaterThan(0.04);
    for (const [index, { startSeconds, endSeconds }] of audio.words.entries()) {
      expect(startSeconds).toBeCloseTo(truth[index]!.startSeconds - shift, 3);
      expect(endSeconds).toBeCloseTo(truth[index]!.endSeconds - shift, 3);
    }
  });

  it('asks for a voice of the account, a model and a sample rate, and for nothing that is not set', async () => {
    const { request } = await speak({
      voices: [{ name: 'mine', id: 'abcdefghijABCDEFGHIJ' }],
      model: 'eleven_flash_v2_5',
      sampleRate: 44_100,
    });
    expect(request.path).toBe(
      '/v1/text-to-speech/abcdefghijABCDEFGHIJ/with-timestamps?output_format=pcm_44100',
    );
    expect(request.body).toEqual({ text, model_id: 'eleven_flash_v2_5' });
  });

  it('stays within the paces that the service knows, and says so', async () => {
    const { request, host } = await speak({ stability: 0.4 }, 2);
    expect(request.body).toMatchObject({ voice_settings: { speed: 1.2, stability: 0.4 } });
    expect(host.logger.entries.map(({ message }) => message).join()).toContain('0.7 to 1.2');
  });

  it('knows no price that nobody gave', async () => {
    const { engine, request } = await speak({ pricePerMillionCharacters: undefined });
    expect(request.status).toBe(200);
    expect(engine.estimate({ words, language: 'en', voiceId: '', rate: 1 })).toBeUndefined();
  });

  it('leaves words to the sound when the service has read something else', () => {
    const characters = Array.from('in the year nineteen');
    const alignment = {
      characters,
      character_start_times_seconds: characters.map((_, index) => index),
      character_end_times_seconds: characters.map((_, index) => index + 1),
    };
    expect(wordTimesOf(alignment, ['in', '19'])).toBeUndefined();
    expect(wordTimesOf(alignment, ['in', 'the', 'year', 'nineteen'])?.[2]).toEqual({
      startSeconds: 7,
      endSeconds: 11,
    });
  });
});
