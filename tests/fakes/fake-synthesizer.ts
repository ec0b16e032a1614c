import { throwIfCancelled } from '../../domain/errors/video-generation-error.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import type {
  ISpeechSynthesizer,
  SpeechCall,
  SpeechRequest,
  SpeechVoice,
  SpokenAudio,
} from '../../domain/speech/speech-synthesizer.js';

export interface FakeSynthesizerOptions {
  readonly id?: string;
  readonly languages?: readonly string[];
  /** Names after the engine's id; default one voice, `one`. */
  readonly voices?: readonly string[];
  /** Micro-dollars for a word; makes it a service. Undefined: it is offline. */
  readonly price?: number | 'unknown';
  /** Changes or replaces what it would answer; may throw, or hang. */
  readonly answer?: (audio: SpokenAudio, request: SpeechRequest, call: SpeechCall) => Promise<SpokenAudio>;
}

/** Speaks a steady tone, a third of a second for each word. */
export class FakeSynthesizer implements ISpeechSynthesizer {
  readonly id: string;
  readonly description = 'A tone';
  readonly offline: boolean;
  readonly manner = 'plain';
  readonly estimate?: (request: SpeechRequest) => Cost | undefined;
  readonly voices: readonly SpeechVoice[];
  readonly requests: SpeechRequest[] = [];
  /** Most calls at once. */
  peak = 0;
  private running = 0;

  constructor(private readonly options: FakeSynthesizerOptions = {}) {
    this.id = options.id ?? 'tone';
    const { price } = options;
    this.offline = price === undefined;
    if (price !== undefined) {
      this.estimate = ({ words }) =>
        price === 'unknown' ? undefined : { micros: price * words.length, currency: 'USD' };
    }
    const languages = options.languages ?? ['en-US', 'en'];
    this.voices = (options.voices ?? ['one']).map((name) => ({ id: `${this.id}:${name}`, name, languages }));
  }

  async synthesize(request: SpeechRequest, call: SpeechCall): Promise<SpokenAudio> {
    throwIfCancelled(call.signal);
    this.requests.push(request);
    this.running += 1;
    this.peak = Math.max(this.peak, this.running);
    try {
      await Promise.resolve();
      const audio = tone(request.words.length);
      return this.options.answer ? await this.options.answer(audio, request, call) : audio;
    } finally {
      this.running -= 1;
    }
  }
}

const sampleRate = 8000;
const wordSeconds = 1 / 3;

function tone(words: number): SpokenAudio {
  const length = Math.round(words * wordSeconds * sampleRate);
  return {
    samples: Float32Array.from({ length }, (_, index) => 0.3 * Math.sin(index / 3)),
    sampleRate,
    words: Array.from({ length: words }, (_, index) => ({
      startSeconds: index * wordSeconds,
      endSeconds: (index + 0.9) * wordSeconds,
    })),
  };
}
