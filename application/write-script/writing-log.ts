import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import type { WritingAttempt } from '../../domain/video/writing-report.js';
import type { PaidAnswer } from './model-gateway.js';

/** Keeps account of everything that was asked of models for one script. */
export class WritingLog {
  private readonly entries: WritingAttempt[] = [];
  private readonly errors: { readonly writer: string; readonly error: VideoGenerationError }[] = [];
  private readonly used = { input: 0, output: 0 };
  private answersFromCache = 0;
  private readonly unpricedModels = new Set<string>();

  get count(): number {
    return this.entries.length;
  }

  get attempts(): readonly WritingAttempt[] {
    return this.entries;
  }

  get failures(): readonly { readonly writer: string; readonly error: VideoGenerationError }[] {
    return this.errors;
  }

  get tokens(): { readonly input: number; readonly output: number } {
    return { ...this.used };
  }

  /** Models that answered at a price that nobody knows. */
  get unpriced(): readonly string[] {
    return [...this.unpricedModels];
  }

  /** True: every answer was on record. */
  get cached(): boolean {
    return this.answersFromCache > 0 && this.answersFromCache === this.entries.length;
  }

  /** All that was or may have been charged; of several currencies, that of the last charge. */
  get cost(): Cost {
    const charged = this.entries.map(({ cost }) => cost).filter(({ micros }) => micros > 0);
    const currency = charged.at(-1)?.currency ?? 'USD';
    const same = charged.filter((cost) => cost.currency === currency);
    return { micros: same.reduce((sum, { micros }) => sum + micros, 0), currency };
  }

  add(
    model: string,
    outcome: WritingAttempt['outcome'],
    problems: readonly string[],
    paid: PaidAnswer,
  ): void {
    const { usage, cost, cached, unpriced } = paid;
    this.used.input += usage.inputTokens;
    this.used.output += usage.outputTokens;
    if (cached) this.answersFromCache += 1;
    if (unpriced) this.unpricedModels.add(model);
    this.entries.push({ model, outcome, problems, cost });
  }

  fail(model: string, error: VideoGenerationError): void {
    this.errors.push({ writer: model, error });
    const cost = (error.details.cost as Cost | undefined) ?? { micros: 0, currency: 'USD' };
    this.entries.push({ model, outcome: 'failed', problems: [error.message], cost });
  }

  /** The best of a model's answers is taken, though it may not be its last. */
  accept(model: string): void {
    const index = this.entries.findLastIndex((entry) => entry.model === model && entry.outcome !== 'failed');
    const entry = this.entries[index];
    if (entry) this.entries[index] = { ...entry, outcome: 'accepted' };
  }

  /** Nobody wrote a script. */
  failure(): VideoGenerationError {
    const [only, ...others] = this.errors;
    if (only && others.length === 0 && this.entries.length === 1) return only.error;
    const told = this.entries.map(({ model, problems }) => `${model}: ${problems.join(' ')}`);
    const cause = this.errors.at(-1)?.error;
    return new VideoGenerationError('WRITING_FAILED', {
      message: `No model wrote a script that can be used. ${told.join(' | ')}`.slice(0, 2000),
      details: { attempts: this.entries },
      ...(cause ? { cause } : {}),
      ...(this.cost.micros > 0 ? { billed: 'unknown' as const } : {}),
    });
  }
}
