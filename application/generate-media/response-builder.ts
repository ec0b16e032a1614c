import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type {
  GeneratedMedia,
  GenerationAttempt,
  UnifiedResponse,
} from '../../domain/generation/unified-response.js';
import { addCost, costReport } from '../../domain/money/sum-costs.js';
import type { CircuitName } from '../../domain/provider/provider-health-store.js';
import type { Cost, ProviderWarning } from '../../domain/provider/provider-operation.js';
import type { ProviderSelection } from '../../domain/provider/provider-registry.js';
import type { IClock } from '../../domain/time/clock.js';

/** What one way of making it came to. */
export interface MadeMedia {
  readonly media: GeneratedMedia;
  readonly cost: Cost;
  readonly warnings: readonly ProviderWarning[];
  readonly cacheHit: boolean;
}

/** Gathers what happens to one request, and makes the response of it. */
export class ResponseBuilder {
  private readonly attempts: GenerationAttempt[] = [];
  private readonly warnings: ProviderWarning[] = [];
  private readonly started: number;
  private routing: ProviderSelection | undefined;
  private last: CircuitName | undefined;
  private spent: readonly Cost[] = [];

  constructor(
    readonly requestId: string,
    private readonly clock: IClock,
  ) {
    this.started = clock.monotonic();
  }

  selected(routing: ProviderSelection): void {
    this.routing = routing;
  }

  /** Runs one attempt and notes what came of it. @param costOf what a failed one was charged */
  async attempt(
    name: CircuitName,
    work: () => Promise<MadeMedia>,
    costOf: () => Promise<Cost | undefined>,
  ): Promise<MadeMedia> {
    const startedAt = this.clock.now().toISOString();
    const began = this.clock.monotonic();
    this.last = name;
    const note = (error?: VideoGenerationError): void => {
      const seconds = (this.clock.monotonic() - began) / 1000;
      this.attempts.push({ ...name, startedAt, seconds, ...(error ? { error: error.toJSON() } : {}) });
    };
    try {
      const made = await work();
      note();
      this.spend(made.cost);
      return made;
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      note(error);
      this.spend(await costOf().catch(() => undefined));
      throw error;
    }
  }

  warn(warnings: readonly ProviderWarning[]): void {
    this.warnings.push(...warnings);
  }

  completed({ media, warnings, cacheHit }: MadeMedia): UnifiedResponse {
    this.warn(warnings);
    return { ...this.base(), status: 'completed', result: media, cacheHit };
  }

  failed(thrown: unknown): UnifiedResponse {
    const error = VideoGenerationError.from(thrown);
    const unknown = error.code === 'SUBMISSION_UNKNOWN' ? 'submission_unknown' : undefined;
    const status = error.category === 'cancelled' ? 'cancelled' : (unknown ?? 'failed');
    return { ...this.base(), status, error: error.toJSON(), cacheHit: false };
  }

  private spend(cost: Cost | undefined): void {
    if (cost) this.spent = addCost(this.spent, cost);
  }

  private base(): Omit<UnifiedResponse, 'status' | 'cacheHit'> {
    const { requestId, last, attempts, routing, warnings } = this;
    return {
      schemaVersion: '2.0',
      requestId,
      ...(last ? { provider: last.providerId, model: last.model } : {}),
      processingSeconds: (this.clock.monotonic() - this.started) / 1000,
      attempts,
      ...(routing ? { routing } : {}),
      ...costReport(this.spent),
      warnings,
    };
  }
}
