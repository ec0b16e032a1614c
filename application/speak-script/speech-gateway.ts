import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { ISpeechCache } from '../../domain/speech/speech-cache.js';
import type { SpeechRequest, SpokenAudio } from '../../domain/speech/speech-synthesizer.js';
import type { IClock } from '../../domain/time/clock.js';
import { withDeadline } from '../concurrency/with-deadline.js';
import type { Digest } from '../generate-media/request-digest.js';
import type { ScriptBudget } from '../generate-video/script-budget.js';
import { SingleFlight } from '../policies/single-flight.js';
import type { PaidCalls } from '../run-operation/paid-calls.js';
import { checkSpokenAudio } from './check-spoken-audio.js';
import type { EngineVoice } from './choose-voices.js';

/** An engine that takes longer for one scene hangs. */
const sceneSeconds = 60;

export interface SpeechGatewayParts {
  readonly calls: Pick<PaidCalls, 'ask'>;
  readonly cache: ISpeechCache;
  readonly config: Pick<IConfigManager, 'settings'>;
  readonly clock: IClock;
  readonly digest: Digest;
}

export interface SpeakingTerms {
  /** The video that is spoken. */
  readonly requestId: string;
  /** Such as `speech-2`. */
  readonly step: string;
  /** For everything that is paid for this video. */
  readonly budget: ScriptBudget;
  /** False: spoken anew, whatever was spoken before. */
  readonly reuse: boolean;
  readonly signal: AbortSignal;
  readonly logger: ILogger;
  /** Told of what was charged, or may have been. */
  readonly onCost: (cost: Cost) => void;
}

/** The road to every voice. Those of services are cached, budgeted and journalled; the others just speak. */
export class SpeechGateway {
  private readonly flights = new SingleFlight<SpokenAudio, never>();

  constructor(private readonly parts: SpeechGatewayParts) {}

  /** What it would cost now: nothing for a line that is remembered. Undefined: nobody knows. */
  private async estimate(
    { engine }: EngineVoice,
    request: SpeechRequest,
    reuse: boolean,
  ): Promise<Cost | undefined> {
    const free = { micros: 0, currency: this.parts.config.settings.gateway.budget.currency };
    if (!engine.estimate) return free;
    const known = reuse ? await this.parts.cache.get(this.keyOf(engine, request)) : undefined;
    return known ? free : engine.estimate(request);
  }

  /**
   * Holds what all lines of a video would cost against its budget, before anything is paid.
   * @throws VideoGenerationError BUDGET_EXCEEDED
   */
  async plan(
    chosen: EngineVoice,
    requests: readonly SpeechRequest[],
    { budget, reuse }: Pick<SpeakingTerms, 'budget' | 'reuse'>,
  ): Promise<readonly Cost[]> {
    const estimates = await Promise.all(requests.map((request) => this.estimate(chosen, request, reuse)));
    const costs = estimates.filter((cost) => cost !== undefined);
    const { perRequestMicros, perDayMicros } = this.parts.config.settings.gateway.budget;
    const isLimited = budget.remaining !== undefined || perRequestMicros + perDayMicros > 0;
    if (costs.length < estimates.length && isLimited) {
      const { id } = chosen.voice;
      throw new VideoGenerationError('BUDGET_EXCEEDED', {
        message: `Nobody knows what the voice “${id}” costs, and a budget is set.`,
        howToFix: `Give its price as pricePerMillionCharacters in plugins.options["speech/${chosen.engine.id}"], or choose another voice.`,
        details: { voice: id },
      });
    }
    budget.checkPlan('The speech', costs);
    return costs;
  }

  /** @throws VideoGenerationError of the engine, SPEECH_FAILED, BUDGET_EXCEEDED or CANCELLED */
  async speak(chosen: EngineVoice, request: SpeechRequest, terms: SpeakingTerms): Promise<SpokenAudio> {
    if (chosen.engine.offline) return this.spokenHere(chosen, request, terms);
    const key = this.keyOf(chosen.engine, request);
    const known = terms.reuse ? await this.parts.cache.get(key) : undefined;
    if (known && isSound(known, request)) return known;
    const flight = { signal: terms.signal, onEvent: () => undefined };
    const { result } = await this.flights.run(key, flight, ({ signal }) =>
      this.bought(chosen, request, { ...terms, signal }, key),
    );
    return result;
  }

  private spokenHere(
    { engine, voice }: EngineVoice,
    request: SpeechRequest,
    { signal, logger }: SpeakingTerms,
  ): Promise<SpokenAudio> {
    const timeout = (): VideoGenerationError =>
      new VideoGenerationError('TIMEOUT', {
        message: `The voice “${voice.id}” did not speak a scene within ${sceneSeconds} s.`,
        howToFix: 'Try again, or choose another voice.',
        details: { voice: voice.id, timeoutSeconds: sceneSeconds },
      });
    return withDeadline({ clock: this.parts.clock, signal, seconds: sceneSeconds, timeout }, (scope) =>
      engine.synthesize(request, { signal: scope, logger }),
    );
  }

  /** Only what passes the checks is remembered; what does not was paid for all the same. */
  private async bought(
    { engine, voice }: EngineVoice,
    request: SpeechRequest,
    terms: SpeakingTerms,
    key: string,
  ): Promise<SpokenAudio> {
    const { calls, cache, config } = this.parts;
    const { requestId, step, signal, logger, onCost } = terms;
    const { currency } = config.settings.gateway.budget;
    const estimate = engine.estimate ? engine.estimate(request) : { micros: 0, currency };
    const share = terms.budget.reserve(estimate ?? { micros: 0, currency });
    const spent: Cost[] = [];
    const seconds = Math.max(sceneSeconds, config.settings.gateway.timeouts.callSeconds);
    const call = { providerId: engine.id, model: voice.id, estimate, requestId, step, requestDigest: key };
    try {
      return await calls.ask(
        { ...call, task: 'speaking', seconds, signal, logger },
        {
          make: async (scope) => {
            const audio = await engine.synthesize(request, { signal: scope, logger });
            checkSpokenAudio(audio, request.words.length, voice.id);
            return audio;
          },
          keep: (audio) => cache.put(key, audio),
          onCost: (cost) => {
            spent.push(cost);
            onCost(cost);
          },
        },
      );
    } finally {
      share.settle(spent);
    }
  }

  private keyOf({ id, manner = '' }: EngineVoice['engine'], request: SpeechRequest): string {
    return this.parts.digest(JSON.stringify([id, manner, request]));
  }
}

/** A file of the cache that somebody has changed is no recording. */
function isSound(audio: SpokenAudio, { words, voiceId }: SpeechRequest): boolean {
  try {
    checkSpokenAudio(audio, words.length, voiceId);
    return true;
  } catch {
    return false;
  }
}
