import {
  alignWordsToSound,
  callSpeechService,
  characterCost,
  decodeWav,
  trimSpokenAudio,
  unspeakable,
  unusableSpeech,
  VideoGenerationError,
  type Cost,
  type ErrorCode,
  type ISpeechSynthesizer,
  type PluginHost,
  type SpeechCall,
  type SpeechRefusal,
  type SpeechRequest,
  type SpeechVoice,
  type SpokenAudio,
} from 'aether-video/plugin';
import type { OpenaiSpeechOptions } from './openai-speech-options.js';

const service = 'OpenAI speech';
const mostCharacters = 4096;
const officialVoices = 'alloy ash ballad coral echo fable nova onyx sage shimmer verse marin cedar'.split(
  ' ',
);
const officialLanguages =
  'en af ar hy az be bs bg ca zh hr cs da nl et fi fr gl de el he hi hu is id it ja kn kk ko lv lt mk ms mr mi ne no nb fa pl pt ro ru sr sk sl es sw sv tl ta th tr uk ur vi cy'.split(
    ' ',
  );

/**
 * US dollars for a million characters. Source: public price tables of 2026. `gpt-4o-mini-tts` is charged by tokens
 * of sound; a published measurement of November 2025 comes to 12 to 13, and slow speech costs more.
 */
const prices: Readonly<Record<string, number>> = { 'gpt-4o-mini-tts': 20, 'tts-1': 15, 'tts-1-hd': 30 };

type Host = Pick<PluginHost<OpenaiSpeechOptions>, 'options' | 'fetch' | 'clock'>;

/** `POST /v1/audio/speech`. Plain HTTP: one POST, and nothing to install. It gives no times of words. */
export class OpenaiSpeechSynthesizer implements ISpeechSynthesizer {
  readonly id = 'openai';
  readonly description = 'OpenAI speech, or a server that speaks its protocol; text leaves the machine';
  readonly offline = false;
  readonly voices: readonly SpeechVoice[];
  readonly manner: string;

  constructor(private readonly host: Host) {
    const { baseUrl, model, instructions, voices, languages = officialLanguages } = host.options;
    const names = voices.length > 0 ? voices : officialVoices;
    this.voices = names.map((name) => ({ id: `openai:${name}`, name, languages }));
    this.manner = JSON.stringify([baseUrl, model, instructions]);
  }

  estimate({ words }: SpeechRequest): Cost | undefined {
    const { baseUrl, model, pricePerMillionCharacters, instructions = '' } = this.host.options;
    const isOfficial = new URL(baseUrl).hostname === 'api.openai.com';
    const listed = isOfficial && Object.hasOwn(prices, model) ? prices[model] : undefined;
    const characters = words.join(' ').length + instructions.length;
    return characterCost(characters, pricePerMillionCharacters ?? listed);
  }

  async synthesize(request: SpeechRequest, { signal }: SpeechCall): Promise<SpokenAudio> {
    const { options, fetch, clock } = this.host;
    const { apiKey, model, instructions } = options;
    const { words, voiceId, rate } = request;
    const input = words.join(' ');
    if (input.length > mostCharacters) {
      throw unspeakable(
        `A scene has ${input.length} characters; ${service} speaks at most ${mostCharacters} at once.`,
        'Divide the scene.',
      );
    }
    if (!this.voices.some(({ id }) => id === voiceId)) {
      throw new VideoGenerationError('VOICE_UNKNOWN', {
        message: `${service} has no voice “${voiceId}” here.`,
        howToFix: 'Name the voices of your server in plugins.options["speech/openai"].voices.',
        details: { voiceId, submission: 'unsent' },
      });
    }
    const { bytes } = await callSpeechService({
      ...{ service, fetch, clock, signal, refusalOf },
      url: `${options.baseUrl.replace(/\/+$/u, '')}/audio/speech`,
      headers: {
        'content-type': 'application/json',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({
        ...{ model, input, voice: voiceId.slice(voiceId.indexOf(':') + 1), response_format: 'wav' },
        ...(rate === 1 ? {} : { speed: rate }),
        ...(instructions === undefined ? {} : { instructions }),
      }),
      secret: apiKey ?? '',
    });
    return read(bytes, words);
  }
}

function read(bytes: Uint8Array, words: readonly string[]): SpokenAudio {
  try {
    const { channels, sampleRate } = decodeWav(bytes, `the answer of ${service}`);
    const [samples] = channels;
    return trimSpokenAudio({ samples, sampleRate, words: alignWordsToSound(words, samples, sampleRate) });
  } catch (error) {
    throw unusableSpeech(service, VideoGenerationError.from(error).message);
  }
}

const codes: Readonly<Record<string, ErrorCode>> = {
  insufficient_quota: 'INSUFFICIENT_CREDITS',
  billing_hard_limit_reached: 'INSUFFICIENT_CREDITS',
  content_policy_violation: 'CONTENT_POLICY_VIOLATION',
  model_not_found: 'MODEL_UNKNOWN',
};

/** `{ error: { message, type, param, code } }`. */
function refusalOf(_status: number, text: string): SpeechRefusal {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error !== 'object' || error === null) return {};
    const { code, message } = error as { code?: unknown; message?: unknown };
    return {
      code: typeof code === 'string' && Object.hasOwn(codes, code) ? codes[code] : undefined,
      message: typeof message === 'string' ? message : undefined,
    };
  } catch {
    return {};
  }
}
