import {
  alignWordsToSound,
  callSpeechService,
  characterCost,
  decodeWav,
  trimSpokenAudio,
  unusableSpeech,
  VideoGenerationError,
  type Cost,
  type ISpeechSynthesizer,
  type PluginHost,
  type SpeechCall,
  type SpeechRefusal,
  type SpeechRequest,
  type SpeechVoice,
  type SpokenAudio,
} from 'aether-video/plugin';
import type { AzureOptions } from './azure-options.js';
import { azureVoices } from './azure-voices.js';
import { speechMarkup } from './speech-markup.js';

const service = 'Azure Speech';
const wideCharacters = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

type Host = Pick<PluginHost<AzureOptions>, 'options' | 'fetch' | 'clock'>;

/**
 * Azure's REST text to speech. It gives no times: word boundaries come over a WebSocket alone, which the official
 * SDK opens by itself, past the guard of the network; so the words are aligned with the sound here.
 */
export class AzureSpeechSynthesizer implements ISpeechSynthesizer {
  readonly id = 'azure';
  readonly description = 'Azure Speech, neural voices in many languages, paid; text leaves the machine';
  readonly offline = false;
  readonly voices: readonly SpeechVoice[];
  readonly manner: string;

  constructor(private readonly host: Host) {
    const { baseUrl, sampleRate, voices } = host.options;
    this.voices = azureVoices(voices);
    this.manner = JSON.stringify([baseUrl, sampleRate]);
  }

  /** Azure counts the elements inside the voice as characters, and a wide character twice. */
  estimate(request: SpeechRequest): Cost | undefined {
    const markup = this.markupOf(request);
    const inside = markup.slice(markup.indexOf('<voice'));
    const wide = inside.match(wideCharacters)?.length ?? 0;
    return characterCost(inside.length + wide, this.host.options.pricePerMillionCharacters);
  }

  async synthesize(request: SpeechRequest, { signal }: SpeechCall): Promise<SpokenAudio> {
    const { options, fetch, clock } = this.host;
    const { apiKey, region, sampleRate } = options;
    const base = options.baseUrl ?? `https://${region}.tts.speech.microsoft.com`;
    if (!this.voices.some(({ id }) => id === request.voiceId)) {
      throw new VideoGenerationError('VOICE_UNKNOWN', {
        message: `${service} has no voice “${request.voiceId}” here.`,
        howToFix: 'Name it in plugins.options["speech/azure"].voices, such as de-DE-KatjaNeural.',
        details: { voiceId: request.voiceId, submission: 'unsent' },
      });
    }
    const { bytes } = await callSpeechService({
      ...{ service, fetch, clock, signal },
      url: `${base.replace(/\/+$/u, '')}/cognitiveservices/v1`,
      headers: {
        'content-type': 'application/ssml+xml',
        'ocp-apim-subscription-key': apiKey,
        'x-microsoft-outputformat': `riff-${sampleRate / 1000}khz-16bit-mono-pcm`,
        'user-agent': 'aether-video',
      },
      body: this.markupOf(request),
      secret: apiKey,
      refusalOf,
    });
    return read(bytes, request.words);
  }

  private markupOf({ words, voiceId, rate }: SpeechRequest): string {
    const voice = voiceId.slice(voiceId.indexOf(':') + 1);
    const [language] = this.voices.find(({ id }) => id === voiceId)?.languages ?? ['en-US'];
    return speechMarkup({ text: words.join(' '), voice, language: language!, rate });
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

/** The body is often empty; the reason is in the status. */
function refusalOf(status: number, text: string): SpeechRefusal {
  const reasons: Readonly<Record<number, string>> = {
    400: 'The voice or the text is not accepted, or the voice is not offered in this region.',
    401: 'The key is wrong, or belongs to another region.',
    415: 'The content type is not accepted.',
  };
  const plain = /^\s*[<{]/u.test(text) ? '' : text.trim();
  return { message: plain || reasons[status] };
}
