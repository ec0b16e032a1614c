import {
  alignWordsToSound,
  callSpeechService,
  characterCost,
  decodePcm16,
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
  type SpokenAudio,
  type WordTime,
} from 'aether-video/plugin';
import { isAlignment, wordTimesOf } from './character-times.js';
import type { ElevenlabsOptions } from './elevenlabs-options.js';
import { elevenlabsVoices, type ElevenlabsVoice } from './elevenlabs-voices.js';

const service = 'ElevenLabs';
/** Of the Multilingual models; the others take more. */
const mostCharacters = 10_000;
/** What `speed` may be. */
const slowest = 0.7;
const fastest = 1.2;

type Host = Pick<PluginHost<ElevenlabsOptions>, 'options' | 'fetch' | 'clock'>;

/** ElevenLabs' text to speech with timestamps. Plain HTTP: its SDK is 108 MB, and this is one POST. */
export class ElevenlabsSpeechSynthesizer implements ISpeechSynthesizer {
  readonly id = 'elevenlabs';
  readonly description = 'ElevenLabs, about 30 languages, paid; text leaves the machine';
  readonly offline = false;
  readonly voices: readonly ElevenlabsVoice[];
  readonly manner: string;

  constructor(private readonly host: Host) {
    const { baseUrl, model, sampleRate, stability } = host.options;
    this.voices = elevenlabsVoices(host.options);
    this.manner = JSON.stringify([
      baseUrl,
      model,
      sampleRate,
      stability,
      this.voices.map((one) => one.voiceId),
    ]);
  }

  estimate({ words }: SpeechRequest): Cost | undefined {
    return characterCost(words.join(' ').length, this.host.options.pricePerMillionCharacters);
  }

  async synthesize(request: SpeechRequest, { signal, logger }: SpeechCall): Promise<SpokenAudio> {
    const { options, fetch, clock } = this.host;
    const { words, rate } = request;
    const text = words.join(' ');
    if (text.length > mostCharacters) {
      throw unspeakable(
        `A scene has ${text.length} characters; ${service} speaks at most ${mostCharacters} at once.`,
        'Divide the scene.',
      );
    }
    const speed = Math.min(fastest, Math.max(slowest, rate));
    if (speed !== rate)
      logger.warn(`${service} speaks at ${slowest} to ${fastest} of its pace.`, { rate, speed });
    const { bytes } = await callSpeechService({
      ...{ service, fetch, clock, signal, refusalOf },
      url: this.urlOf(request.voiceId),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'xi-api-key': options.apiKey,
      },
      body: JSON.stringify({ text, model_id: options.model, ...this.voiceSettings(speed) }),
      secret: options.apiKey,
    });
    return this.read(bytes, words);
  }

  private voiceSettings(speed: number) {
    const { stability } = this.host.options;
    const settings = { ...(speed === 1 ? {} : { speed }), ...(stability === undefined ? {} : { stability }) };
    return Object.keys(settings).length === 0 ? {} : { voice_settings: settings };
  }

  private urlOf(id: string): string {
    const { baseUrl, sampleRate } = this.host.options;
    const voice = this.voices.find((candidate) => candidate.id === id);
    if (!voice) {
      throw new VideoGenerationError('VOICE_UNKNOWN', {
        message: `${service} has no voice “${id}”.`,
        howToFix: 'Name a voice of your account in plugins.options["speech/elevenlabs"].voices.',
        details: { voiceId: id, submission: 'unsent' },
      });
    }
    const base = baseUrl.replace(/\/+$/u, '');
    return `${base}/v1/text-to-speech/${voice.voiceId}/with-timestamps?output_format=pcm_${sampleRate}`;
  }

  private read(bytes: Uint8Array, words: readonly string[]): SpokenAudio {
    const answer = parse(bytes);
    if (typeof answer?.audio_base64 !== 'string' || answer.audio_base64 === '') {
      throw unusableSpeech(service, 'it is no JSON with sound in it');
    }
    const { sampleRate } = this.host.options;
    const samples = decodePcm16(Buffer.from(answer.audio_base64, 'base64'));
    const told = isAlignment(answer.alignment) ? wordTimesOf(answer.alignment, words) : undefined;
    const within = ({ startSeconds, endSeconds }: WordTime): WordTime => {
      const end = samples.length / sampleRate;
      return { startSeconds: Math.min(end, startSeconds), endSeconds: Math.min(end, endSeconds) };
    };
    const times = told?.map(within) ?? alignWordsToSound(words, samples, sampleRate);
    return trimSpokenAudio({ samples, sampleRate, words: times });
  }
}

interface Answer {
  readonly audio_base64?: unknown;
  readonly alignment?: unknown;
}

function parse(bytes: Uint8Array): Answer | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Answer | undefined;
  } catch {
    return undefined;
  }
}

/** What means something else than its HTTP status. */
const codes: Readonly<Record<string, ErrorCode>> = {
  quota_exceeded: 'INSUFFICIENT_CREDITS',
  max_character_limit_exceeded: 'INVALID_REQUEST',
  voice_not_found: 'VOICE_UNKNOWN',
  too_many_concurrent_requests: 'RATE_LIMIT_EXCEEDED',
  system_busy: 'RATE_LIMIT_EXCEEDED',
};

/** `{ detail: { status, message } }`, or `{ detail: [{ loc, msg, type }] }` of a body that is not valid. */
function refusalOf(_status: number, text: string): SpeechRefusal {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (Array.isArray(detail)) {
      return { message: detail.map((issue: { msg?: unknown } | null) => String(issue?.msg)).join('; ') };
    }
    if (typeof detail !== 'object' || detail === null) return {};
    const { status, message } = detail as { status?: unknown; message?: unknown };
    const code = typeof status === 'string' && Object.hasOwn(codes, status) ? codes[status] : undefined;
    return { code, message: typeof message === 'string' ? message : undefined };
  } catch {
    return {};
  }
}
