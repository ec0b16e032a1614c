import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { CachedFacts, IResultCache } from '../../../domain/generation/result-cache.js';
import type { ILedger, LedgerLine } from '../../../domain/money/ledger.js';
import type { IOperationJournal, NewJournalEntry } from '../../../domain/money/operation-journal.js';
import type { IProviderHealthStore } from '../../../domain/provider/provider-health-store.js';
import { FakeClock } from '../../fakes/fake-clock.js';

/** One suite for each port. An implementation hands in how to make a fresh one. */
type Make<Port> = (clock: FakeClock) => Port | Promise<Port>;

export const secret = 'canary-7Hq2LmZx81';

export function newEntry(key: string, changes: Partial<NewJournalEntry> = {}): NewJournalEntry {
  return {
    key,
    requestId: 'request-1',
    step: 'attempt-1',
    providerId: 'fake',
    model: 'fake-1',
    requestDigest: 'ab'.repeat(32),
    request: { prompt: 'a calm sea', parameters: { duration: 5 } },
    estimate: { micros: 250_000, currency: 'USD' },
    ...changes,
  };
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: unknown) => VideoGenerationError.from(error).code,
  );
}

const operation = { providerId: 'fake', operationId: 'op-1', handle: { region: 'eu', pollToken: 'p-1' } };
const output = {
  mediaType: 'remote',
  url: 'https://cdn.test/v.mp4?token=abcdefgh',
  authenticated: false,
} as const;

export function describeJournal(name: string, make: Make<IOperationJournal>): void {
  describe(`${name}: the journal`, () => {
    let clock: FakeClock;
    let journal: IOperationJournal;
    beforeEach(async () => {
      clock = new FakeClock();
      journal = await make(clock);
    });

    it('keeps an entry from intent to delivery', async () => {
      const begun = await journal.begin(newEntry('k1'));
      expect(begun).toEqual({
        ...newEntry('k1'),
        state: 'intent',
        fencingToken: 0,
        createdAt: '2026-03-01T12:00:00.000Z',
        updatedAt: '2026-03-01T12:00:00.000Z',
      });
      clock.advance(1000);
      await journal.advance('k1', { state: 'submitted', operation });
      const cost = { micros: 240_000, currency: 'USD' };
      await journal.advance('k1', { state: 'succeeded', output, cost });
      const delivered = await journal.advance('k1', { state: 'delivered' });
      expect(delivered).toEqual({
        ...begun,
        state: 'delivered',
        operation,
        output,
        cost,
        updatedAt: '2026-03-01T12:00:01.000Z',
      });
      expect(await journal.get('k1')).toEqual(delivered);
    });

    it('refuses a second beginning, an unknown key and an illegal step, and changes nothing', async () => {
      await journal.begin(newEntry('k1'));
      expect(await codeOf(journal.begin(newEntry('k1', { model: 'other' })))).toBe('ILLEGAL_TRANSITION');
      expect(await codeOf(journal.advance('k2', { state: 'submitted', operation }))).toBe(
        'ILLEGAL_TRANSITION',
      );
      expect(await codeOf(journal.advance('k1', { state: 'delivered' }))).toBe('ILLEGAL_TRANSITION');
      expect(await journal.get('k1')).toMatchObject({ state: 'intent', model: 'fake-1' });
      expect(await journal.get('k2')).toBeUndefined();
    });

    it('lists by request, and the unfinished oldest first', async () => {
      for (const key of ['b', 'a', 'd', 'c']) await journal.begin(newEntry(key, { requestId: `of-${key}` }));
      await journal.advance('a', { state: 'submission_unknown' });
      await journal.advance('d', { state: 'failed' });
      expect((await journal.unfinished()).map(({ key }) => key)).toEqual(['b', 'a', 'c']);
      expect((await journal.forRequest('of-d')).map(({ key }) => key)).toEqual(['d']);
      expect(await journal.forRequest('nobody')).toEqual([]);
    });

    it('gives out one lease, and takes it back when it has been silent for its whole time', async () => {
      const lease = { owner: 'one', ttlSeconds: 30 };
      const { fencingToken } = await journal.begin(newEntry('k1'), lease);
      expect(fencingToken).toBe(1);
      expect(await journal.claim('k1', { owner: 'two', ttlSeconds: 30 })).toBeUndefined();
      clock.advance(29_000);
      expect(await journal.renew('k1', 1)).toBe(true);
      expect(await journal.claim('k1', { owner: 'two', ttlSeconds: 30 })).toBeUndefined();
      clock.advance(29_999);
      expect(await journal.claim('k1', { owner: 'two', ttlSeconds: 30 })).toBeUndefined();
      clock.advance(1);
      expect(await journal.claim('k1', { owner: 'two', ttlSeconds: 30 })).toBe(2);
      expect(await journal.renew('k1', 1)).toBe(false);
      expect(await codeOf(journal.advance('k1', { state: 'submitted', operation }, 1))).toBe('LEASE_LOST');
      expect(await codeOf(journal.advance('k1', { state: 'submitted', operation }))).toBe('LEASE_LOST');
      expect((await journal.advance('k1', { state: 'submitted', operation }, 2)).fencingToken).toBe(2);
    });

    it('lets the holder go on after its time, as long as nobody else has claimed', async () => {
      await journal.begin(newEntry('k1'), { owner: 'one', ttlSeconds: 1 });
      clock.advance(3_600_000);
      expect(await journal.renew('k1', 1)).toBe(true);
      expect((await journal.advance('k1', { state: 'submitted', operation }, 1)).state).toBe('submitted');
    });

    it('frees an entry at release and when a person has to decide, but never a final one', async () => {
      const lease = { owner: 'one', ttlSeconds: 30 };
      await journal.begin(newEntry('k1'), lease);
      await journal.release('k1', 1);
      expect(await journal.claim('k1', lease)).toBe(2);
      await journal.release('k1', 1);
      expect(await journal.claim('k1', lease)).toBeUndefined();
      await journal.advance('k1', { state: 'submission_unknown' }, 2);
      expect(await journal.claim('k1', lease)).toBe(3);
      await journal.advance('k1', { state: 'failed' }, 3);
      expect(await journal.claim('k1', lease)).toBeUndefined();
      expect(await journal.claim('nobody', lease)).toBeUndefined();
    });

    it('keeps no secret, and what the work needs to go on', async () => {
      const prompt = `${'wave '.repeat(3000)}${secret}`;
      await journal.begin(newEntry('k1', { request: { prompt, providerOptions: { apiKey: 'plainly' } } }));
      const error = new VideoGenerationError('PROVIDER_ERROR', {
        message: `refused: Authorization: Bearer ${secret}`,
        details: { body: `{"echo":"${secret}"}`, url: `https://x.test/?key=${encodeURIComponent(secret)}` },
      }).toJSON();
      await journal.advance('k1', {
        state: 'submitted',
        operation: { ...operation, handle: { pollToken: 'p-1', echo: secret } },
      });
      const failed = await journal.advance('k1', { state: 'failed', error });
      expect(JSON.stringify([failed, await journal.get('k1')])).not.toMatch(/canary|plainly/);
      expect(failed.operation?.handle).toMatchObject({ pollToken: 'p-1' });
      expect((failed.request as { prompt: string }).prompt.length).toBeGreaterThan(15_000);
      expect(failed.error?.code).toBe('PROVIDER_ERROR');
    });

    it('refuses a request that is no request any more', async () => {
      const entry = newEntry('k1', { request: { prompt: 'x'.repeat(1_000_000) } });
      expect(await codeOf(journal.begin(entry))).toBe('INVALID_REQUEST');
      expect(await journal.get('k1')).toBeUndefined();
    });

    it('lets exactly one of many claims and beginnings through', async () => {
      const begun = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          codeOf(journal.begin(newEntry('k1', { step: String(index) }))),
        ),
      );
      expect(begun.filter((code) => code === 'no error')).toHaveLength(1);
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          journal.claim('k1', { owner: String(index), ttlSeconds: 9 }),
        ),
      );
      expect(claims.filter((token) => token !== undefined)).toEqual([1]);
    });
  });
}

export function describeLedger(name: string, make: Make<ILedger>): void {
  describe(`${name}: the ledger`, () => {
    let clock: FakeClock;
    let ledger: ILedger;
    const line = (key: string, kind: LedgerLine['kind'], micros: number, currency = 'USD') => ({
      key,
      kind,
      providerId: 'fake',
      model: 'fake-1',
      cost: { micros, currency },
    });
    beforeEach(async () => {
      clock = new FakeClock();
      ledger = await make(clock);
    });

    it('counts what is reserved until it is settled or released', async () => {
      const since = clock.now();
      await ledger.append(line('a', 'reserve', 100));
      await ledger.append(line('b', 'reserve', 1000));
      await ledger.append(line('c', 'reserve', 7, 'EUR'));
      expect(await ledger.committed(since, 'USD')).toBe(1100);
      await ledger.append(line('a', 'settle', 130));
      await ledger.append(line('b', 'release', 0));
      expect(await ledger.committed(since, 'USD')).toBe(130);
      expect(await ledger.committed(since, 'EUR')).toBe(7);
      expect(await ledger.lines({ key: 'a' })).toMatchObject([{ kind: 'reserve' }, { kind: 'settle' }]);
      clock.advance(1);
      expect(await ledger.committed(clock.now(), 'USD')).toBe(0);
      expect(await ledger.lines({ since: clock.now() })).toEqual([]);
    });

    it('leaves a repeated line as it is, and refuses one that contradicts', async () => {
      await ledger.append(line('a', 'reserve', 100));
      await ledger.append(line('a', 'reserve', 999));
      await ledger.append(line('a', 'settle', 90));
      await ledger.append(line('a', 'settle', 5));
      expect(await codeOf(ledger.append(line('a', 'release', 0)))).toBe('ILLEGAL_TRANSITION');
      expect(await codeOf(ledger.append(line('b', 'settle', 1)))).toBe('ILLEGAL_TRANSITION');
      for (const micros of [-1, 0.5, NaN, 2 ** 53]) {
        expect(await codeOf(ledger.append(line('c', 'reserve', micros)))).toBe('ILLEGAL_TRANSITION');
      }
      expect((await ledger.lines()).map(({ cost }) => cost.micros)).toEqual([100, 90]);
    });

    it('never passes a ceiling, however many reserve at once', async () => {
      const limit = { since: clock.now(), micros: 1000 };
      const codes = await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          codeOf(ledger.append(line(`k${index}`, 'reserve', 300), limit)),
        ),
      );
      expect(codes.filter((code) => code === 'no error')).toHaveLength(3);
      expect(codes.filter((code) => code === 'BUDGET_EXCEEDED')).toHaveLength(27);
      expect(await ledger.committed(limit.since, 'USD')).toBe(900);
    });
  });
}

export function describeHealthStore(name: string, make: Make<IProviderHealthStore>): void {
  describe(`${name}: provider health`, () => {
    let store: IProviderHealthStore;
    beforeEach(async () => {
      store = await make(new FakeClock());
    });

    it('keeps averages by provider', async () => {
      await store.updateMeasurement('a', (before) => before ?? { success: 1, secondsPerVideoSecond: 2 });
      await store.updateMeasurement('a', (before) => ({ ...before!, success: before!.success / 2 }));
      expect(await store.measurements()).toEqual({ a: { success: 0.5, secondsPerVideoSecond: 2 } });
    });

    it('keeps each circuit, changes it in one step, and leaves it when the change throws', async () => {
      const name = { providerId: 'a', model: 'm' };
      const open = {
        state: 'open',
        consecutiveFailures: 5,
        outcomes: [{ succeeded: false, at: '2026-03-01T12:00:00.000Z' }],
        reopensAt: '2026-03-01T12:01:00.000Z',
      } as const;
      await store.updateCircuit(name, () => open);
      await store.updateCircuit({ ...name, model: 'n' }, () => ({ ...open, state: 'closed' }));
      const refused = new VideoGenerationError('CIRCUIT_OPEN', { message: 'no' });
      const probe = (): Promise<unknown> =>
        store.updateCircuit(name, (before) => {
          if (before?.state === 'half-open') throw refused;
          return { ...before!, state: 'half-open' };
        });
      const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(probe())));
      expect(codes.filter((code) => code === 'no error')).toHaveLength(1);
      expect(codes.filter((code) => code === 'CIRCUIT_OPEN')).toHaveLength(9);
      expect(await store.circuits()).toEqual([
        { ...name, ...open, state: 'half-open' },
        { ...name, ...open, model: 'n', state: 'closed' },
      ]);
    });
  });
}

export const cacheBounds = { maxEntries: 3, maxBytes: 1000 };
/** Seconds. */
const hour = 3600;

export function describeResultCache(name: string, make: Make<IResultCache>): void {
  describe(`${name}: the cache of results`, () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'aether-cache-'));
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    let clock: FakeClock;
    let cache: IResultCache;
    const facts: CachedFacts = {
      providerId: 'a',
      model: 'm',
      mediaType: 'video',
      probe: { format: 'mov', durationSeconds: 5, sizeBytes: 100 },
    };
    const file = (text: string, bytes = 100): { path: string; contentHash: string } => {
      const content = text.padEnd(bytes, '.');
      const target = path.join(folder, `${text}.mp4`);
      writeFileSync(target, content);
      return { path: target, contentHash: createHash('sha256').update(content).digest('hex') };
    };
    beforeEach(async () => {
      clock = new FakeClock(new Date());
      cache = await make(clock);
    });

    it('gives back what it was given, until it is too old', async () => {
      expect(await cache.get('k', hour)).toBeUndefined();
      const stored = file('one');
      await cache.put('k', stored, facts);
      expect(await cache.get('k', hour)).toMatchObject({
        ...facts,
        sizeBytes: 100,
        contentHash: stored.contentHash,
      });
      clock.advance(3_600_000);
      expect(await cache.get('k', hour)).toBeUndefined();
      expect(await cache.get('k', 2 * hour)).toBeDefined();
    });

    it.each([
      ['is gone', (target: string) => rmSync(target)],
      ['was cut', (target: string) => writeFileSync(target, 'x')],
      ['was changed', (target: string) => writeFileSync(target, 'x'.repeat(100))],
    ])('does not serve a file that %s', async (_what, spoil) => {
      await cache.put('k', file('two'), facts);
      spoil((await cache.get('k', hour))!.path);
      expect(await cache.get('k', hour)).toBeUndefined();
      await cache.put('k', file('three'), facts);
      expect(await cache.get('k', hour)).toBeDefined();
    });

    it('keeps its bounds: the least recently used go first', async () => {
      for (const key of ['a', 'b', 'c']) await cache.put(key, file(key), facts);
      await cache.get('a', hour);
      await cache.put('d', file('d'), facts);
      const there = async (): Promise<boolean[]> => {
        const found: boolean[] = [];
        for (const key of ['a', 'b', 'c', 'd']) found.push((await cache.get(key, hour)) !== undefined);
        return found;
      };
      expect(await there()).toEqual([true, false, true, true]);
      await cache.put('e', file('e', 850), facts);
      expect(await cache.get('e', hour)).toBeDefined();
      expect(await there()).toEqual([false, false, false, true]);
      await cache.put('f', file('f', 1001), facts);
      expect(await cache.get('f', hour)).toBeUndefined();
    });

    it('forgets by provider and model, and everything', async () => {
      await cache.put('k', file('one'), facts);
      await cache.put('l', file('two'), { ...facts, model: 'n' });
      await cache.put('o', file('three'), { ...facts, providerId: 'b' });
      expect(await cache.invalidate({ providerId: 'a', model: 'n' })).toBe(1);
      expect(await cache.get('l', hour)).toBeUndefined();
      expect(await cache.get('k', hour)).toBeDefined();
      expect(await cache.clear()).toBe(2);
      expect(await cache.get('k', hour)).toBeUndefined();
    });

    it('does not fail when the file is not there', async () => {
      await cache.put('k', { path: path.join(folder, 'none.mp4'), contentHash: 'x' }, facts);
      expect(await cache.get('k', hour)).toBeUndefined();
    });
  });
}
