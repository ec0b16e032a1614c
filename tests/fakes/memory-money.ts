import { createHash } from 'node:crypto';
import type {
  ArtifactInCustody,
  CustodyRequest,
  IArtifactCustody,
} from '../../domain/egress/artifact-custody.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { CachedFacts, CachedResult, IResultCache } from '../../domain/generation/result-cache.js';
import { isFinal, journalTransitions } from '../../domain/money/journal-transitions.js';
import type { ILedger, LedgerLine, SpendingLimit } from '../../domain/money/ledger.js';
import type {
  IOperationJournal,
  JournalChange,
  JournalEntry,
  NewJournalEntry,
} from '../../domain/money/operation-journal.js';
import type {
  CircuitName,
  CircuitState,
  IProviderHealthStore,
  ProviderMeasurement,
} from '../../domain/provider/provider-health-store.js';
import type { IClock } from '../../domain/time/clock.js';

/** A journal of the simplest kind; knows no leases. */
export class FakeJournal implements IOperationJournal {
  readonly entries = new Map<string, JournalEntry>();
  /** Every state that was written, in order, as `intent`, `submitted`… */
  readonly states: string[] = [];
  /** Throws instead of writing this state, once. */
  failAt: string | undefined;

  constructor(private readonly clock: IClock) {}

  begin(entry: NewJournalEntry): Promise<JournalEntry> {
    const at = this.clock.now().toISOString();
    return this.write({ ...entry, state: 'intent', fencingToken: 1, createdAt: at, updatedAt: at });
  }

  async advance(key: string, change: JournalChange): Promise<JournalEntry> {
    const before = this.entries.get(key)!;
    if (!journalTransitions[before.state].includes(change.state)) {
      throw new VideoGenerationError('ILLEGAL_TRANSITION', {
        message: `${before.state} → ${change.state}`,
      });
    }
    return this.write({ ...before, ...change, updatedAt: this.clock.now().toISOString() });
  }

  get = (key: string) => Promise.resolve(this.entries.get(key));
  forRequest = (requestId: string) =>
    Promise.resolve([...this.entries.values()].filter((entry) => entry.requestId === requestId));
  unfinished = () => Promise.resolve([...this.entries.values()].filter(({ state }) => !isFinal(state)));
  claim = (key: string) => Promise.resolve(isFinal(this.entries.get(key)!.state) ? undefined : 2);
  renew = () => Promise.resolve(true);
  release = () => Promise.resolve();

  private write(entry: JournalEntry): Promise<JournalEntry> {
    if (this.failAt === entry.state) {
      this.failAt = undefined;
      return Promise.reject(new VideoGenerationError('STORAGE_FULL', { message: 'The disk is full.' }));
    }
    const plain = JSON.parse(JSON.stringify(entry)) as JournalEntry;
    this.entries.set(entry.key, plain);
    this.states.push(entry.state);
    return Promise.resolve(plain);
  }
}

export class FakeLedger implements ILedger {
  readonly written: LedgerLine[] = [];

  constructor(private readonly clock: IClock) {}

  // eslint-disable-next-line @typescript-eslint/require-await -- errors have to be rejections
  async append(line: Omit<LedgerLine, 'at'>, limit?: SpendingLimit): Promise<void> {
    if (this.written.some(({ key, kind }) => key === line.key && kind === line.kind)) return;
    const kinds = this.written.filter(({ key }) => key === line.key).map(({ kind }) => kind);
    if (line.kind === 'reserve' ? kinds.length > 0 : kinds.length !== 1) {
      throw new VideoGenerationError('ILLEGAL_TRANSITION', { message: `${kinds.join()} → ${line.kind}` });
    }
    if (limit) {
      const committed = this.sum(limit.since, line.cost.currency);
      if (committed + line.cost.micros > limit.micros) {
        throw new VideoGenerationError('BUDGET_EXCEEDED', { message: 'The day’s budget is used up.' });
      }
    }
    this.written.push({ ...line, at: this.clock.now().toISOString() });
  }

  committed = (since: Date, currency: string) => Promise.resolve(this.sum(since, currency));

  private sum(since: Date, currency: string): number {
    const keys = new Map<string, number>();
    for (const { key, kind, cost, at } of this.written) {
      if (Date.parse(at) < since.getTime() || cost.currency !== currency) continue;
      keys.set(key, kind === 'release' ? 0 : cost.micros);
    }
    return [...keys.values()].reduce((sum, micros) => sum + micros, 0);
  }

  lines = () => Promise.resolve(this.written);

  /** `reserve 100, settle 80` of one key, or of all. */
  get story(): string[] {
    return this.written.map(({ kind, cost }) => `${kind} ${cost.micros}`);
  }
}

export class FakeHealthStore implements IProviderHealthStore {
  readonly measured = new Map<string, ProviderMeasurement>();
  readonly states = new Map<string, CircuitName & CircuitState>();

  measurements = () => Promise.resolve(Object.fromEntries(this.measured));
  circuits = () => Promise.resolve([...this.states.values()]);

  async updateMeasurement(id: string, change: (before?: ProviderMeasurement) => ProviderMeasurement) {
    const after = change(this.measured.get(id));
    this.measured.set(id, after);
    return Promise.resolve(after);
  }

  async updateCircuit(name: CircuitName, change: (before?: CircuitState) => CircuitState) {
    const id = `${name.providerId}/${name.model}`;
    const after = change(this.states.get(id));
    this.states.set(id, { ...name, ...after });
    return Promise.resolve(after);
  }
}

export class FakeCache implements IResultCache {
  readonly entries = new Map<string, CachedResult>();

  /** How old a hit might have been, call by call, seconds. */
  readonly asked: number[] = [];

  get(key: string, ttlSeconds: number): Promise<CachedResult | undefined> {
    this.asked.push(ttlSeconds);
    return Promise.resolve(this.entries.get(key));
  }
  put(key: string, file: { path: string; contentHash: string }, facts: CachedFacts): Promise<void> {
    this.entries.set(key, { ...facts, ...file, sizeBytes: 4, storedAt: '' });
    return Promise.resolve();
  }
  invalidate = () => this.clear();
  clear(): Promise<number> {
    const { size } = this.entries;
    this.entries.clear();
    return Promise.resolve(size);
  }
}

const probe = { format: 'mp4', durationSeconds: 5, sizeBytes: 4 };

/** Delivers whatever address it is told to fetch; `failures` come first, in order. */
export class FakeCustody implements IArtifactCustody {
  readonly fetched: string[] = [];
  failures: VideoGenerationError[] = [];

  fetch({ output, folder }: CustodyRequest): Promise<ArtifactInCustody> {
    this.fetched.push(output.url);
    const failure = this.failures.shift();
    if (failure) return Promise.reject(failure);
    return Promise.resolve(artifact(`${folder}/${this.fetched.length}.mp4`));
  }

  /** Files that are no good when they are looked at. */
  readonly broken = new Set<string>();

  verify = (path: string): Promise<ArtifactInCustody> =>
    this.broken.has(path)
      ? Promise.reject(new VideoGenerationError('DOWNLOAD_REJECTED', { message: `${path} is empty.` }))
      : Promise.resolve(artifact(path));
}

function artifact(path: string): ArtifactInCustody {
  const contentHash = createHash('sha256').update(path).digest('hex');
  return { path, mediaType: 'video/mp4', sizeBytes: 4, contentHash, probe };
}
