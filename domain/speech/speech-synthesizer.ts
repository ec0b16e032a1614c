import type { ILogger } from '../logging/logger.js';
import type { Cost } from '../provider/provider-operation.js';

export const ISpeechSynthesizer: unique symbol = Symbol.for('aether-video/ISpeechSynthesizer@1');

export interface SpeechVoice {
  /** Unique among all engines: `<engine>:<voice>`, such as `flite:slt`. */
  readonly id: string;
  /** For people: `SLT (US English, female)`. */
  readonly name: string;
  /** BCP 47 tags, most specific first, such as `['en-US', 'en']`. */
  readonly languages: readonly string[];
}

export interface SpeechRequest {
  /**
   * Words to speak, in order, at least one, as the `spoken` forms of `textTokens` give them: each holds something
   * pronounceable, with the punctuation that follows it, such as `focus,`.
   */
  readonly words: readonly string[];
  readonly language: string;
  readonly voiceId: string;
  /** 1 is the voice's own pace; 0.5 to 2. */
  readonly rate: number;
}

export interface WordTime {
  /** Seconds from the first sample. */
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface SpokenAudio {
  /** Mono, −1 to 1. Leading and trailing silence is trimmed to at most 50 ms. */
  readonly samples: Float32Array;
  /** Hertz. */
  readonly sampleRate: number;
  /** One entry for each requested word, ascending, within the audio. */
  readonly words: readonly WordTime[];
}

export interface SpeechCall {
  readonly signal: AbortSignal;
  readonly logger: ILogger;
}

/** An engine that speaks. */
export interface ISpeechSynthesizer {
  /** Such as `flite`; the part before `:` in its voice ids. */
  readonly id: string;
  /** For people, with the licence where that matters. */
  readonly description: string;
  /** False if text leaves the machine or a call costs money. */
  readonly offline: boolean;
  readonly voices: readonly SpeechVoice[];
  /**
   * Of a service: whatever decides, besides the request, how it sounds, such as model and address, without any
   * secret. A line is asked for anew when it changes.
   */
  readonly manner?: string;
  /** Of a service: what a request costs at most. Undefined: nobody knows. Absent: it is free. */
  estimate?(request: SpeechRequest): Cost | undefined;
  /**
   * Speaks one scene. A service makes one call, and puts its verdict on a failed one into `details.submission`.
   * @throws VideoGenerationError SPEECH_FAILED, VOICE_UNKNOWN, PLUGIN_DEPENDENCY_MISSING or CANCELLED; of a
   * service also those of its answers, such as AUTHENTICATION_FAILED
   */
  synthesize(request: SpeechRequest, call: SpeechCall): Promise<SpokenAudio>;
}
