import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import { isFinal } from '../../domain/money/journal-transitions.js';
import type {
  IOperationJournal,
  JournalChange,
  JournalEntry,
  NewJournalEntry,
} from '../../domain/money/operation-journal.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import type { IClock } from '../../domain/time/clock.js';
import type { Budget } from '../policies/budget.js';

/** How long this process may be silent before another takes its work up. */
const leaseSeconds = 60;

export interface JournalParts {
  readonly journal: IOperationJournal;
  readonly budget: Budget;
  readonly clock: IClock;
  /** Names this process in leases. */
  readonly owner: string;
}

/**
 * One submission on record: every change is on disk before anything else happens, the ledger is settled before
 * the record becomes final, and a lease keeps other processes away meanwhile.
 */
export class JournaledOperation {
  /** Aborts when another process has taken the work up. */
  readonly lost = new AbortController();
  private readonly over = new AbortController();

  private constructor(
    private readonly parts: JournalParts,
    private current: JournalEntry,
    private readonly token: number,
    private readonly logger: ILogger,
  ) {
    void this.keepLease();
  }

  /** Records the intent. Only then may it be submitted. */
  static async begin(
    parts: JournalParts,
    entry: NewJournalEntry,
    logger: ILogger,
  ): Promise<JournaledOperation> {
    const lease = { owner: parts.owner, ttlSeconds: leaseSeconds };
    const begun = await parts.journal.begin(entry, lease);
    return new JournaledOperation(parts, begun, begun.fencingToken, logger);
  }

  /** Takes up what another process left. Undefined: it is held, or has ended. */
  static async claim(
    parts: JournalParts,
    key: string,
    logger: ILogger,
  ): Promise<JournaledOperation | undefined> {
    const token = await parts.journal.claim(key, { owner: parts.owner, ttlSeconds: leaseSeconds });
    const entry = token === undefined ? undefined : await parts.journal.get(key);
    if (token === undefined || !entry) return undefined;
    return new JournaledOperation(parts, entry, token, logger);
  }

  get entry(): JournalEntry {
    return this.current;
  }

  /** On disk when it resolves. */
  async advance(change: JournalChange): Promise<void> {
    this.current = await this.parts.journal.advance(this.current.key, change, this.token);
  }

  /** Ends it: what it cost goes to the ledger first; no cost releases the reservation. */
  async end(change: JournalChange, cost: Cost | undefined): Promise<void> {
    if (cost && cost.micros > 0) await this.settle(cost);
    else await this.parts.budget.release(this.spending);
    await this.advance(cost === undefined ? change : { ...change, cost });
  }

  settle(cost: Cost): Promise<void> {
    return this.parts.budget.settle(this.spending, cost);
  }

  /** Stops the work on it here. What is not final is free for others. */
  async leave(): Promise<void> {
    this.over.abort();
    if (isFinal(this.current.state)) return;
    await this.parts.journal.release(this.current.key, this.token).catch(() => undefined);
  }

  private get spending() {
    const { key, providerId, model, estimate } = this.current;
    return { key, providerId, model, estimate };
  }

  private async keepLease(): Promise<void> {
    const { clock, journal } = this.parts;
    const { key } = this.current;
    try {
      for (;;) {
        await clock.sleep((leaseSeconds * 1000) / 3, this.over.signal);
        if (await journal.renew(key, this.token)) continue;
        this.lost.abort(
          new VideoGenerationError('LEASE_LOST', {
            message: `Another process has taken up the operation ${key}.`,
            details: { key },
          }),
        );
        return;
      }
    } catch (error) {
      if (this.over.signal.aborted) return;
      const { code, message } = VideoGenerationError.from(error);
      this.logger.warn('The lease of an operation could not be renewed.', { key, code, reason: message });
    }
  }
}
