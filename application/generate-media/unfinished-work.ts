import { VideoGenerationError, type SerializedError } from '../../domain/errors/video-generation-error.js';
import type { UnifiedRequest } from '../../domain/generation/unified-request.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { JournalEntry } from '../../domain/money/operation-journal.js';
import type { IProviderRegistry } from '../../domain/provider/provider-registry.js';
import type { ProviderRequest } from '../../domain/provider/video-provider.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { mapLimited } from '../concurrency/map-limited.js';
import type { Admission } from '../policies/admission.js';
import type { ModelHealth } from '../policies/model-health.js';
import { resolvePolicies } from '../policies/resolve-policies.js';
import { closePaidCall, isPaidCall } from '../run-operation/close-paid-call.js';
import { JournaledOperation } from '../run-operation/journaled-operation.js';
import type { OperationRunner } from '../run-operation/operation-runner.js';
import type { OperationParts, OperationResult, OperationWork } from '../run-operation/operation-terms.js';

export interface UnfinishedWorkParts extends OperationParts {
  readonly registry: IProviderRegistry;
  readonly config: Pick<IConfigManager, 'settings' | 'provider'>;
  readonly logger: ILogger;
  readonly runner: OperationRunner;
  readonly admission: Admission;
  readonly health: ModelHealth;
}

/** What became of one piece of work that was taken up again. */
export interface ResumedOperation {
  readonly key: string;
  readonly requestId: string;
  readonly providerId: string;
  readonly model: string;
  /** `held`: another process is at work on it. */
  readonly outcome: 'delivered' | 'failed' | 'held';
  /** The file. */
  readonly path?: string;
  readonly error?: SerializedError;
}

/** What a person found out about a submission of which nobody knew. */
export type Resolution =
  { readonly as: 'submitted'; readonly operationId: string } | { readonly as: 'rejected' };

/** What the journal keeps of a request. */
interface StoredRequest {
  /** Absent: it is a whole timeline. */
  readonly request?: UnifiedRequest;
  readonly fitted: ProviderRequest;
  /** Of a timeline: what its file is named after. */
  readonly title?: string;
}

/** A reservation so old without a record is what a crash between the two left. */
const orphanMilliseconds = 3_600_000;

/** Takes up what crashed processes left: polled, downloaded and delivered from its handle. */
export class UnfinishedWork {
  constructor(private readonly parts: UnfinishedWorkParts) {}

  list(): Promise<readonly JournalEntry[]> {
    return this.parts.journal.unfinished();
  }

  /** Takes up all that is nobody's. What nobody can know is left for a person. */
  async resumeAll(signal: AbortSignal): Promise<ResumedOperation[]> {
    await this.releaseOrphans();
    const entries = (await this.list()).filter(({ state }) => state !== 'submission_unknown');
    const { maxConcurrent } = this.parts.config.settings.gateway;
    return mapLimited(entries, maxConcurrent, (entry) => this.outcomeOf(entry, signal));
  }

  /** @throws VideoGenerationError LEASE_LOST if another process is at work on it, or what came of it */
  async resume(key: string, signal: AbortSignal): Promise<OperationResult> {
    const entry = await this.parts.journal.get(key);
    if (!entry) throw unknownKey(key);
    const result = await this.takeUp(entry, signal);
    if (result) return result;
    throw new VideoGenerationError('LEASE_LOST', {
      message: `Another process is at work on the operation ${key}.`,
      details: { key },
    });
  }

  /** A person has looked at the provider's own dashboard. */
  async resolve(key: string, resolution: Resolution): Promise<JournalEntry> {
    const { parts } = this;
    const entry = await parts.journal.get(key);
    if (!entry) throw unknownKey(key);
    const record = await JournaledOperation.claim(
      { ...parts, budget: parts.runner.budget },
      key,
      parts.logger,
    );
    const state = record?.entry.state;
    const isOpen = state === 'submission_unknown' || (state === 'submitted' && resolution.as === 'rejected');
    if (!record || !isOpen) {
      await record?.leave();
      throw new VideoGenerationError('ILLEGAL_TRANSITION', {
        message: `The operation ${key} is ${entry.state}: a person resolves only submission_unknown, and gives up only what is submitted and nobody's.`,
        howToFix: 'Run `aether operations list` to see what is unfinished.',
        details: { key, state: entry.state },
      });
    }
    try {
      const { providerId } = record.entry;
      if (resolution.as === 'rejected') await record.end({ state: 'failed' }, undefined);
      else {
        const { operationId } = resolution;
        await record.advance({ state: 'submitted', operation: { providerId, operationId } });
      }
      return record.entry;
    } finally {
      await record.leave();
    }
  }

  private async outcomeOf(entry: JournalEntry, signal: AbortSignal): Promise<ResumedOperation> {
    const { key, requestId, providerId, model } = entry;
    const facts = { key, requestId, providerId, model };
    try {
      const result = await this.takeUp(entry, signal);
      if (!result) return { ...facts, outcome: 'held' };
      return { ...facts, outcome: 'delivered', path: result.media.path };
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      this.parts.logger.warn('Unfinished work could not be finished.', { key, code: error.code });
      return { ...facts, outcome: 'failed', error: error.toJSON() };
    }
  }

  private takeUp(entry: JournalEntry, signal: AbortSignal): Promise<OperationResult | undefined> {
    if (isPaidCall(entry)) return this.closeCall(entry);
    const { runner, health, logger } = this.parts;
    const work = this.workOf(entry);
    const permit = health.watch({ providerId: entry.providerId, model: entry.model }, work.policies.breaker);
    const model = work.request.input === 'prompt' ? work.request.model : undefined;
    const rate = this.parts.admission.rateOf(work.provider, model);
    return runner.resume(entry.key, work, { signal, logger, permit, rate });
  }

  private async closeCall({ key }: JournalEntry): Promise<undefined> {
    const { parts } = this;
    const terms = { ...parts, budget: parts.runner.budget };
    const record = await JournaledOperation.claim(terms, key, parts.logger);
    if (!record) return undefined;
    try {
      throw await closePaidCall(record);
    } finally {
      await record.leave();
    }
  }

  private workOf(entry: JournalEntry): OperationWork {
    const { registry, config } = this.parts;
    const provider = registry.get(entry.providerId);
    const { request, fitted, title } = entry.request as StoredRequest;
    return {
      provider,
      model: entry.model,
      request: fitted,
      mediaType: request?.mediaType ?? 'video',
      title: request ? titleOf(request, entry.model) : (title ?? entry.model),
      estimate: entry.estimate,
      policies: resolvePolicies(config, provider.descriptor, { named: true }),
    };
  }

  /** Reservations whose submission never came to be. */
  private async releaseOrphans(): Promise<void> {
    const { ledger, journal, clock, runner } = this.parts;
    const lines = await ledger.lines({ since: new Date(clock.now().getTime() - 48 * orphanMilliseconds) });
    const ended = new Set(lines.filter(({ kind }) => kind !== 'reserve').map(({ key }) => key));
    const latest = clock.now().getTime() - orphanMilliseconds;
    for (const { kind, key, providerId, model, cost, at } of lines) {
      if (kind !== 'reserve' || ended.has(key) || Date.parse(at) > latest) continue;
      if (await journal.get(key)) continue;
      await runner.budget.release({ key, providerId, model, estimate: cost });
    }
  }
}

/** What a file is named after: the note `title` of the request, else its prompt. */
export function titleOf({ prompt, metadata }: UnifiedRequest, model: string): string {
  return metadata.title ?? (prompt.trim() === '' ? model : prompt);
}

function unknownKey(key: string): VideoGenerationError {
  return new VideoGenerationError('INVALID_REQUEST', {
    message: `There is no operation “${key}”.`,
    howToFix: 'Run `aether operations list`.',
    details: { key },
  });
}
