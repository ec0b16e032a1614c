import { describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ErrorCode } from '../../../domain/errors/error-codes.js';
import type { UnifiedRequestInput } from '../../../domain/generation/unified-request.js';
import type { OperationStatus } from '../../../domain/provider/provider-operation.js';
import { flush } from '../../fakes/fake-clock.js';
import { fakeModel, mediaKit, PaidProvider, remote } from '../../fakes/media-kit.js';

const ask = (more: Partial<UnifiedRequestInput> = {}): UnifiedRequestInput => ({
  prompt: 'a calm lake',
  ...more,
});
const failure = (code: ErrorCode, submission?: string, retryAfterSeconds?: number) =>
  new VideoGenerationError(code, {
    message: code,
    details: submission ? { submission } : {},
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
const running = { state: 'running', progress: 0.5 } as const;

describe('MediaGateway', () => {
  it('goes from the intent on disk to the file in custody, and settles what it really cost', async () => {
    const { gateway, clock, provider, journal, ledger } = mediaKit();
    provider.statuses = [{ state: 'queued' }, running, remote('https://cdn.example/a.mp4?signature=s3cret')];
    const states: string[] = [];
    const response = await clock.drive(
      gateway.generate(ask(), { onProgress: ({ state }) => states.push(state) }),
    );
    expect(response).toMatchObject({
      status: 'completed',
      provider: 'paid',
      model: 'gen-1',
      cacheHit: false,
      cost: { micros: 50_000, currency: 'USD' },
      result: { path: '/videos/1.mp4', sourceUrl: 'https://cdn.example/a.mp4' },
    });
    expect(journal.states).toEqual(['intent', 'submitted', 'succeeded', 'delivered']);
    expect(ledger.story).toEqual(['reserve 50000', 'settle 50000']);
    expect(states).toEqual(['submitting', 'queued', 'running']);
    expect(JSON.stringify(response)).not.toContain('s3cret');
  });

  it('never posts twice when nobody can know, and leaves it to a person', async () => {
    const { gateway, clock, provider, journal, ledger } = mediaKit({
      providers: (c) => [new PaidProvider(c), new PaidProvider(c, { id: 'other' })],
    });
    provider.starts = [failure('NETWORK_ERROR')];
    const response = await clock.drive(
      gateway.generate(ask({ provider: 'paid' }), { fallback: { chain: ['auto'] } }),
    );
    expect(response).toMatchObject({
      status: 'submission_unknown',
      error: { code: 'SUBMISSION_UNKNOWN', billed: 'unknown' },
    });
    expect(provider.keys).toHaveLength(1);
    expect(response.attempts).toHaveLength(1);
    expect(journal.states).toEqual(['intent', 'submission_unknown']);
    expect(ledger.story).toEqual(['reserve 50000']);
    const [entry] = await journal.unfinished();
    await gateway.unfinished.resolve(entry!.key, { as: 'rejected' });
    expect(ledger.story).toEqual(['reserve 50000', 'release 50000']);
    expect(await journal.unfinished()).toEqual([]);
  });

  it.each(['unsent', 'rejected'])('sends again what was %s, with the same key', async (submission) => {
    const { gateway, clock, provider, ledger } = mediaKit();
    provider.starts = [failure('RATE_LIMIT_EXCEEDED', submission), 'op'];
    const response = await clock.drive(gateway.generate(ask()));
    expect(response.status).toBe('completed');
    expect(new Set(provider.keys).size).toBe(1);
    expect(provider.keys).toHaveLength(2);
    expect(ledger.story).toEqual(['reserve 50000', 'settle 50000']);
  });

  it('does not send again what was refused for good', async () => {
    const { gateway, clock, provider, journal, ledger } = mediaKit();
    provider.starts = [failure('CONTENT_POLICY_VIOLATION', 'rejected')];
    const response = await clock.drive(gateway.generate(ask()));
    expect(response).toMatchObject({
      status: 'failed',
      error: { code: 'CONTENT_POLICY_VIOLATION', billed: 'no' },
    });
    expect(provider.keys).toHaveLength(1);
    expect(journal.states).toEqual(['intent', 'failed']);
    expect(ledger.story).toEqual(['reserve 50000', 'release 50000']);
  });

  it('asks again with the same key where the provider knows keys', async () => {
    const { gateway, clock, provider } = mediaKit({
      providers: (c) => [new PaidProvider(c, { dedupe: 'key' })],
    });
    provider.starts = [failure('PROVIDER_PROTOCOL_ERROR'), 'op'];
    expect((await clock.drive(gateway.generate(ask()))).status).toBe('completed');
    expect(new Set(provider.keys).size).toBe(1);
  });

  it.each([
    [{ providerId: 'paid', operationId: 'found' } as const, 1, 'completed'],
    ['absent' as const, 2, 'completed'],
    ['unknown' as const, 1, 'submission_unknown'],
  ])('searches where the provider can be searched: %j', async (found, posts, status) => {
    const { gateway, clock, provider } = mediaKit({
      providers: (c) => [new PaidProvider(c, { dedupe: 'lookup' })],
    });
    provider.found = found;
    provider.starts = [failure('TIMEOUT'), 'op'];
    expect((await clock.drive(gateway.generate(ask()))).status).toBe(status);
    expect(provider.keys).toHaveLength(posts);
  });

  it.each([
    [7, 7],
    [-3, 0.5],
    [Number.NaN, 0.5],
    [60, 60],
  ])('obeys a Retry-After of %d s', async (asked, waited) => {
    const { gateway, clock, provider } = mediaKit();
    provider.starts = [failure('RATE_LIMIT_EXCEEDED', 'rejected', asked), 'op'];
    await clock.drive(gateway.generate(ask()));
    expect((provider.startedAt[1]! - provider.startedAt[0]!) / 1000).toBeCloseTo(waited);
  });

  it('does not wait beyond its deadline for a Retry-After of ten years', async () => {
    const { gateway, clock, provider, errorOf } = mediaKit();
    provider.starts = [failure('RATE_LIMIT_EXCEEDED', 'rejected', 315_360_000)];
    expect(errorOf(await clock.drive(gateway.generate(ask())))).toBe('RATE_LIMIT_EXCEEDED');
    expect(clock.monotonic()).toBeLessThan(600_000);
    expect(provider.keys).toHaveLength(1);
  });

  it('polls through failures, and never writes the ledger for it', async () => {
    const { gateway, clock, provider, ledger } = mediaKit();
    provider.statuses = [...Array.from({ length: 20 }, () => failure('NETWORK_ERROR')), running, remote()];
    expect((await clock.drive(gateway.generate(ask()))).status).toBe('completed');
    expect(ledger.story).toHaveLength(2);
    expect(provider.keys).toHaveLength(1);
  });

  it.each(['AUTHENTICATION_FAILED', 'INSUFFICIENT_CREDITS'] as const)(
    'keeps what it may not ask about (%s), and fetches it when it may again',
    async (code) => {
      const { gateway, clock, provider, journal, ledger } = mediaKit();
      provider.statuses = [failure(code)];
      const response = await clock.drive(gateway.generate(ask()));
      expect(response.error).toMatchObject({ code, billed: 'unknown' });
      expect(response.error!.howToFix).toContain('aether operations resume');
      expect(journal.states).toEqual(['intent', 'submitted']);
      expect(ledger.story).toEqual(['reserve 50000']);
      provider.statuses = [remote()];
      const { signal } = new AbortController();
      const resumed = await clock.drive(gateway.unfinished.resumeAll(signal));
      expect(resumed.map(({ outcome }) => outcome)).toEqual(['delivered']);
      expect(provider.keys).toHaveLength(1);
      expect(ledger.story).toEqual(['reserve 50000', 'settle 50000']);
    },
  );

  it('settles the estimate for what a person found, where the provider cannot name its price any more', async () => {
    const { gateway, clock, provider, journal, ledger } = mediaKit();
    provider.starts = [failure('NETWORK_ERROR')];
    await clock.drive(gateway.generate(ask()));
    const [entry] = await journal.unfinished();
    await gateway.unfinished.resolve(entry!.key, { as: 'submitted', operationId: 'found' });
    provider.statuses = [{ ...remote(), cost: { micros: 0, currency: 'USD' } } as OperationStatus];
    await clock.drive(gateway.unfinished.resumeAll(new AbortController().signal));
    expect(ledger.story).toEqual(['reserve 50000', 'settle 50000']);
  });

  it('lets a person give up what stays submitted, but not find it twice', async () => {
    const { gateway, clock, provider, journal, ledger } = mediaKit();
    provider.statuses = [failure('AUTHENTICATION_FAILED')];
    await clock.drive(gateway.generate(ask()));
    const [entry] = await journal.unfinished();
    const found = gateway.unfinished.resolve(entry!.key, { as: 'submitted', operationId: 'other' });
    await expect(found).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await gateway.unfinished.resolve(entry!.key, { as: 'rejected' });
    expect(ledger.story).toEqual(['reserve 50000', 'release 50000']);
    expect(await journal.unfinished()).toEqual([]);
  });

  it('stops what does not finish in time, and keeps its cost', async () => {
    const { gateway, clock, provider, journal, ledger, errorOf } = mediaKit();
    provider.statuses = [running];
    provider.cancel = () => {
      provider.statuses = [{ state: 'cancelled', cost: { micros: 12_345, currency: 'USD' } }];
      return Promise.resolve();
    };
    const response = await clock.drive(gateway.generate(ask()));
    expect(errorOf(response)).toBe('TIMEOUT');
    expect(response.cost.micros).toBe(12_345);
    expect(journal.states).toEqual(['intent', 'submitted', 'failed']);
    expect(ledger.story).toEqual(['reserve 50000', 'settle 12345']);
  });

  it('keeps the true cost of what was moderated', async () => {
    const { gateway, clock, provider, ledger } = mediaKit();
    const error = failure('CONTENT_POLICY_VIOLATION').toJSON();
    provider.statuses = [{ state: 'failed', error, cost: { micros: 20_000, currency: 'USD' } }];
    const response = await clock.drive(gateway.generate(ask()));
    expect(response).toMatchObject({ status: 'failed', cost: { micros: 20_000 }, error: { billed: 'yes' } });
    expect(ledger.story).toEqual(['reserve 50000', 'settle 20000']);
  });

  it('cancels at the provider when the caller does', async () => {
    const { gateway, clock, provider, journal, ledger } = mediaKit();
    const stop = new AbortController();
    provider.statuses = [running];
    const response = await clock.drive(
      gateway.generate(ask(), {
        signal: stop.signal,
        onProgress: ({ state }) => state === 'running' && stop.abort(),
      }),
    );
    expect(response.status).toBe('cancelled');
    expect(provider.calls).toContain('cancel');
    expect(journal.states.at(-1)).toBe('cancelled');
    expect(ledger.story).toEqual(['reserve 50000', 'release 50000']);
  });

  it('asks for a fresh link when one has expired', async () => {
    const { gateway, clock, provider, custody } = mediaKit();
    custody.failures = [
      new VideoGenerationError('NETWORK_ERROR', { message: 'gone', details: { status: 403 } }),
    ];
    provider.statuses = [remote('https://cdn.example/old'), remote('https://cdn.example/new')];
    expect((await clock.drive(gateway.generate(ask()))).status).toBe('completed');
    expect(custody.fetched).toEqual(['https://cdn.example/old', 'https://cdn.example/new']);
  });

  it('falls back by list after a file that is of no use, and pays for both', async () => {
    const { gateway, clock, providers, custody, ledger } = mediaKit({
      providers: (c) => [new PaidProvider(c), new PaidProvider(c, { id: 'other' })],
    });
    custody.failures = [failure('DOWNLOAD_REJECTED'), failure('DOWNLOAD_REJECTED')];
    const response = await clock.drive(
      gateway.generate(ask({ provider: 'paid' }), { fallback: { chain: ['other'] } }),
    );
    expect(response).toMatchObject({ status: 'completed', provider: 'other', cost: { micros: 100_000 } });
    expect(response.attempts.map(({ error }) => error?.code)).toEqual(['DOWNLOAD_REJECTED', undefined]);
    expect(providers.map(({ keys }) => keys.length)).toEqual([1, 1]);
    expect(ledger.story).toEqual(['reserve 50000', 'settle 50000', 'reserve 50000', 'settle 50000']);
  });

  it('opens by the fifth failure with one failing call in 30 s, and says when it reopens', async () => {
    const { gateway, clock, provider, kept } = mediaKit();
    provider.starts = [failure('NETWORK_ERROR', 'unsent')];
    const once = { retry: { attempts: 1 } };
    const codes: (string | undefined)[] = [];
    for (let index = 0; index < 6; index += 1) {
      codes.push((await clock.drive(gateway.generate(ask(), once))).error?.code);
      clock.advance(index < 5 ? 30_000 : 0);
    }
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'NETWORK_ERROR'), 'CIRCUIT_OPEN']);
    expect(provider.keys).toHaveLength(5);
    const again = mediaKit({ kept, clock });
    const refused = await clock.drive(again.gateway.generate(ask(), once));
    expect(refused.error).toMatchObject({ code: 'CIRCUIT_OPEN', retryAfterSeconds: 30 });
    clock.advance(30_000);
    again.provider.statuses = [running, remote()];
    const probes = await clock.drive(
      Promise.all(
        Array.from({ length: 4 }, (_, index) => again.gateway.generate(ask({ prompt: `probe ${index}` }))),
      ),
    );
    expect(probes.filter(({ status }) => status === 'completed')).toHaveLength(1);
    expect(again.provider.keys).toHaveLength(1);
    expect((await clock.drive(again.gateway.generate(ask()))).status).toBe('completed');
  });

  it('names the earliest reopening when every provider is left alone', async () => {
    const { gateway, clock, providers } = mediaKit({
      providers: (c) => [new PaidProvider(c), new PaidProvider(c, { id: 'other' })],
      settings: { providers: { other: { policies: { breaker: { openSeconds: 20 } } } } },
    });
    for (const provider of providers) provider.starts = [failure('NETWORK_ERROR', 'unsent')];
    for (let index = 0; index < 3; index += 1) await clock.drive(gateway.generate(ask()));
    const response = await clock.drive(gateway.generate(ask()));
    expect(response.error).toMatchObject({ code: 'CIRCUIT_OPEN', details: { model: 'other/gen-1' } });
  });

  it('makes one thing for many who ask for it at once, and serves the next from the cache', async () => {
    const { gateway, clock, provider, ledger } = mediaKit();
    const responses = await clock.drive(
      Promise.all(Array.from({ length: 10 }, () => gateway.generate(ask()))),
    );
    expect(provider.keys).toHaveLength(1);
    expect(responses.reduce((sum, { cost }) => sum + cost.micros, 0)).toBe(50_000);
    const next = await clock.drive(gateway.generate(ask()));
    expect(next).toMatchObject({ cacheHit: true, cost: { micros: 0 } });
    expect(ledger.story).toHaveLength(2);
    await clock.drive(gateway.generate(ask(), { cache: false }));
    expect(provider.keys).toHaveLength(2);
    expect(gateway.metrics()).toMatchObject({ total: 12, successRate: 1, cacheHitRate: 10 / 12 });
  });

  it('asks the cache as the provider and the request say', async () => {
    const settings = { providers: { paid: { policies: { cache: { enabled: false, ttlSeconds: 60 } } } } };
    const { gateway, clock, provider, cache } = mediaKit({ settings });
    for (let index = 0; index < 2; index += 1) await clock.drive(gateway.generate(ask()));
    expect(provider.keys).toHaveLength(2);
    expect(cache.asked).toEqual([]);
    for (let index = 0; index < 2; index += 1) await clock.drive(gateway.generate(ask(), { cache: true }));
    const response = await clock.drive(gateway.generate(ask(), { cache: { enabled: true, ttlSeconds: 5 } }));
    expect(response.cacheHit).toBe(true);
    expect(provider.keys).toHaveLength(3);
    expect(cache.asked).toEqual([60, 60, 5]);
    const wrong = await clock.drive(gateway.generate(ask(), { cache: { ttlSeconds: 0 } }));
    expect(wrong.error?.code).toBe('INVALID_REQUEST');
  });

  it('lets one of many leave without ending the work of the others', async () => {
    const { gateway, clock, provider } = mediaKit();
    provider.statuses = [running, running, remote()];
    const stop = new AbortController();
    const leaving = gateway.generate(ask(), { signal: stop.signal, onProgress: () => stop.abort() });
    const staying = gateway.generate(ask());
    expect((await clock.drive(staying)).status).toBe('completed');
    expect((await leaving).status).toBe('cancelled');
    expect(provider.calls).not.toContain('cancel');
  });

  it('never passes the day’s ceiling, however many ask at once', async () => {
    const { gateway, clock, provider, ledger } = mediaKit({
      settings: { policies: { budget: { perDayMicros: 240_000 } } },
    });
    const responses = await clock.drive(
      Promise.all(
        Array.from({ length: 20 }, (_, index) => gateway.generate(ask({ prompt: `clip ${index}` }))),
      ),
    );
    expect(responses.filter(({ status }) => status === 'completed')).toHaveLength(4);
    expect(responses.filter(({ error }) => error?.code === 'BUDGET_EXCEEDED')).toHaveLength(16);
    expect(provider.keys).toHaveLength(4);
    expect(await ledger.committed(new Date(0), 'USD')).toBe(200_000);
  });

  it('refuses before paying: over budget, shut down, unfitting, unknown', async () => {
    const { gateway, clock, provider, errorOf, ledger } = mediaKit({
      providers: (c) => [
        new PaidProvider(c, { models: [fakeModel(), fakeModel({ id: 'old', shutdownOn: '2026-02-01' })] }),
      ],
    });
    const codeOf = async (more: Partial<UnifiedRequestInput>) =>
      errorOf(await clock.drive(gateway.generate(ask(more))));
    expect(await codeOf({ provider: 'paid', budget: { micros: 1 } })).toBe('BUDGET_EXCEEDED');
    expect(await codeOf({ provider: 'paid', model: 'old' })).toBe('MODEL_SHUT_DOWN');
    expect(await codeOf({ provider: 'paid', model: 'gne-1' })).toBe('MODEL_UNKNOWN');
    expect(await codeOf({ provider: 'pad' })).toBe('PROVIDER_UNKNOWN');
    expect(await codeOf({ provider: 'paid', model: 'gen-1', parameters: { duration: 7 } })).toBe(
      'INVALID_REQUEST',
    );
    expect(await codeOf({ parameters: { durations: 7 } as never })).toBe('INVALID_REQUEST');
    expect(provider.calls).toEqual([]);
    expect(ledger.story).toEqual([]);
  });

  it.each([
    ['whole', '/work/second.mp4', 'completed', undefined],
    ['broken, too', '/work/first.mp4', 'failed', 'DOWNLOAD_REJECTED'],
  ])(
    'asks once more for a file in a workspace that is gone; the second is %s',
    async (_what, second, status, code) => {
      const { gateway, clock, provider, custody, ledger } = mediaKit();
      const local = (path: string) =>
        ({ ...remote(), output: { path, mediaType: 'video/mp4' } }) as ReturnType<typeof remote>;
      provider.statuses = [local('/work/first.mp4'), local(second)];
      custody.broken.add('/work/first.mp4');
      const response = await clock.drive(gateway.generate(ask()));
      expect([response.status, response.error?.code]).toEqual([status, code]);
      expect(provider.calls).toEqual(['start', 'status', 'status']);
      expect(ledger.story).toEqual(['reserve 50000', 'settle 50000']);
    },
  );

  it('takes up after a crash what was submitted, and hands out again what was delivered', async () => {
    const before = mediaKit();
    const requestId = crypto.randomUUID();
    const gone = new AbortController();
    before.provider.statuses = [running];
    await before.clock.drive(
      before.gateway.generate(ask({ requestId }), {
        signal: gone.signal,
        onProgress: ({ state }) =>
          state === 'running' &&
          gone.abort(
            new VideoGenerationError('CANCELLED', { message: 'ended', details: { detached: true } }),
          ),
      }),
    );
    expect(before.journal.states).toEqual(['intent', 'submitted']);
    const after = mediaKit({ kept: before.kept, clock: before.clock });
    const outcomes = await after.clock.drive(
      after.gateway.unfinished.resumeAll(new AbortController().signal),
    );
    expect(outcomes).toMatchObject([{ outcome: 'delivered', requestId }]);
    expect(after.provider.calls).toEqual(['status']);
    expect(after.ledger.story).toEqual(['reserve 50000', 'settle 50000']);
    const same = await after.clock.drive(after.gateway.generate(ask({ requestId })));
    expect(same).toMatchObject({ status: 'completed', cacheHit: true, cost: { micros: 0 } });
    const other = await after.clock.drive(after.gateway.generate(ask({ requestId, prompt: 'another' })));
    expect(other.error?.code).toBe('INVALID_REQUEST');
    expect(after.provider.keys).toHaveLength(0);
  });

  it.each([
    ['key', 1, 'delivered'],
    ['lookup', 0, 'delivered'],
    ['none', 0, 'failed'],
  ] as const)('takes up an intent with dedupe %s', async (dedupe, posts, outcome) => {
    const providers = (c: ConstructorParameters<typeof PaidProvider>[0]) => [new PaidProvider(c, { dedupe })];
    const before = mediaKit({ providers });
    before.journal.failAt = 'submitted';
    const lost = await before.clock.drive(before.gateway.generate(ask()));
    expect(lost.error).toMatchObject({ code: 'STORAGE_FULL', billed: 'unknown' });
    expect(before.journal.states).toEqual(['intent']);
    const after = mediaKit({ providers, kept: before.kept, clock: before.clock });
    after.provider.found = { providerId: 'paid', operationId: 'found' };
    const outcomes = await after.clock.drive(
      after.gateway.unfinished.resumeAll(new AbortController().signal),
    );
    expect(outcomes).toMatchObject([{ outcome }]);
    expect(after.provider.keys).toHaveLength(posts);
    expect(after.journal.states.at(-1)).toBe(dedupe === 'none' ? 'submission_unknown' : 'delivered');
  });

  it('explains its choice, and sends nothing for an estimate', async () => {
    const { gateway, clock, providers } = mediaKit({
      providers: (c) => [
        new PaidProvider(c, {
          id: 'dear',
          models: [
            fakeModel({ price: { micros: 900_000, per: 'second', currency: 'USD', asOf: '2026-11-01' } }),
          ],
        }),
        new PaidProvider(c, {
          id: 'cheap',
          models: [fakeModel(), fakeModel({ id: 'square', aspectRatios: ['1:1'] })],
        }),
      ],
    });
    const estimate = await clock.drive(gateway.estimate(ask({ parameters: { aspectRatio: '9:16' } })));
    expect(estimate).toMatchObject({
      providerId: 'cheap',
      model: 'gen-1',
      cost: { micros: 50_000 },
      fallbacks: ['dear/gen-1'],
    });
    expect(estimate.routing.reason).toMatch(/next dear\/gen-1 .* decided by cost/);
    expect(estimate.routing.candidates.at(-1)?.unableBecause.join()).toMatch(
      /aspectRatio: 9:16 is not offered; what works: 1:1/,
    );
    expect(providers.every(({ calls }) => calls.length === 0)).toBe(true);
  });

  it('keeps the order of many, and no failure sinks the rest', async () => {
    const { gateway, clock, provider } = mediaKit();
    provider.starts = [failure('CONTENT_POLICY_VIOLATION', 'rejected'), 'op'];
    const responses = await clock.drive(
      gateway.generateMany([ask({ prompt: 'one' }), ask({ prompt: 'two' }), { prompt: 7 } as never], {
        concurrency: 1,
      }),
    );
    expect(responses.map(({ status }) => status)).toEqual(['failed', 'completed', 'failed']);
  });

  it('says so when the named provider makes nothing of the kind', async () => {
    const { gateway, clock } = mediaKit();
    const response = await clock.drive(gateway.generate(ask({ provider: 'paid', mediaType: 'image' })));
    expect(response.error).toMatchObject({
      code: 'INVALID_REQUEST',
      message: 'No model that “paid” lists makes images.',
    });
  });

  describe('a model without a published price', () => {
    const unpriced = fakeModel({ id: 'secret', price: undefined, pictureQuality: 1 });
    const kit = () =>
      mediaKit({ providers: (c) => [new PaidProvider(c, { models: [unpriced, fakeModel()] })] });

    it('is passed over unless it is named, and then used with a warning', async () => {
      const { gateway, clock } = kit();
      expect(await clock.drive(gateway.generate(ask()))).toMatchObject({
        status: 'completed',
        model: 'gen-1',
      });
      const named = await clock.drive(gateway.generate(ask({ provider: 'paid', model: 'secret' })));
      expect(named).toMatchObject({ status: 'completed', model: 'secret' });
      expect(named.warnings.map(({ code }) => code)).toContain('PRICE_UNKNOWN');
    });

    it('says to name it, if it alone makes what is asked for', async () => {
      const picture = fakeModel({ id: 'picture', mediaType: 'image', tasks: ['text-to-image'] });
      const { gateway, clock } = mediaKit({
        providers: (c) => [new PaidProvider(c, { models: [picture, unpriced] })],
      });
      const response = await clock.drive(gateway.generate(ask({ provider: 'paid' })));
      expect(response.error?.howToFix).toContain('model “secret”');
    });

    it('is refused when a budget is to be kept', async () => {
      const { gateway, clock, provider } = kit();
      const request = ask({ provider: 'paid', model: 'secret', budget: { micros: 5_000_000 } });
      const response = await clock.drive(gateway.generate(request));
      expect(response).toMatchObject({ status: 'failed', error: { code: 'BUDGET_EXCEEDED' } });
      expect(provider.keys).toEqual([]);
    });
  });

  const missing = (): OperationStatus => ({
    state: 'failed',
    error: new VideoGenerationError('PROVIDER_ERROR', { message: 'gone', details: { status: 404 } }).toJSON(),
  });

  it('does not take one “not found” for the end, nor any number of them for a beginning', async () => {
    const { gateway, clock, provider } = mediaKit();
    provider.statuses = [missing(), missing(), running, remote()];
    expect((await clock.drive(gateway.generate(ask()))).status).toBe('completed');
    const other = mediaKit();
    other.provider.statuses = [missing()];
    const response = await other.clock.drive(other.gateway.generate(ask()));
    expect(other.errorOf(response)).toBe('PROVIDER_ERROR');
    expect(other.provider.polledAt).toHaveLength(3);
  });

  it('gives a file that is no good a second try, and a refused link no endless ones', async () => {
    const { gateway, clock, custody } = mediaKit();
    custody.failures = [failure('DOWNLOAD_REJECTED')];
    expect((await clock.drive(gateway.generate(ask()))).status).toBe('completed');
    for (const status of [400, 402, 403, 409, 422]) {
      const other = mediaKit();
      const refusal = new VideoGenerationError('NETWORK_ERROR', { message: 'no', details: { status } });
      other.custody.failures = [refusal, refusal, refusal];
      const response = await other.clock.drive(other.gateway.generate(ask()));
      expect(other.errorOf(response)).toBe('DOWNLOAD_REJECTED');
      expect(other.custody.fetched).toHaveLength(2);
    }
  });

  it('takes what was done when the time was up, instead of cancelling it', async () => {
    const { gateway, clock, provider } = mediaKit();
    const slow = () => clock.sleep(500).then(() => running as OperationStatus);
    provider.statuses = [slow, slow, slow, slow, slow, slow, remote()];
    const response = await clock.drive(
      gateway.generate(ask(), { timeouts: { operationSeconds: 30, callSeconds: 60 } }),
    );
    expect(response.status).toBe('completed');
    expect(provider.calls).not.toContain('cancel');
  });

  it('looks before it cancels: what has ended is left alone, and its cost is known', async () => {
    const { gateway, clock, provider, ledger } = mediaKit();
    const stop = new AbortController();
    provider.statuses = [
      () => {
        stop.abort();
        return new Promise(() => undefined);
      },
      remote(),
    ];
    const response = await clock.drive(gateway.generate(ask(), { signal: stop.signal }));
    expect(response.status).toBe('cancelled');
    expect(provider.calls).not.toContain('cancel');
    expect(ledger.story).toEqual(['reserve 50000', 'settle 50000']);
  });

  it('gives everybody who gets an earlier result a file of their own', async () => {
    const { gateway, clock } = mediaKit();
    const first = await clock.drive(gateway.generate(ask()));
    const second = await clock.drive(gateway.generate(ask()));
    expect(second.cacheHit).toBe(true);
    expect(second.result!.path).not.toBe(first.result!.path);
  });

  it('adds nothing up across currencies', async () => {
    const { gateway, clock, providers } = mediaKit({
      providers: (c) => [new PaidProvider(c), new PaidProvider(c, { id: 'other' })],
    });
    const euros = { micros: 7, currency: 'EUR' };
    const error = new VideoGenerationError('PROVIDER_ERROR', { message: 'no', billed: 'yes' }).toJSON();
    providers[0]!.statuses = [{ state: 'failed', error, cost: euros }];
    const response = await clock.drive(
      gateway.generate(ask({ provider: 'paid' }), { fallback: { chain: ['other'] } }),
    );
    expect(response).toMatchObject({ cost: euros, otherCosts: [{ micros: 50_000, currency: 'USD' }] });
  });

  it('refuses policies of a request that make no sense', async () => {
    const { gateway, clock, provider } = mediaKit();
    const response = await clock.drive(gateway.generate(ask(), { retry: { attempts: -3 } }));
    expect(response.error).toMatchObject({ code: 'INVALID_REQUEST' });
    expect(response.error!.message).toContain('retry.attempts');
    expect(provider.calls).toEqual([]);
  });

  it('finds what an earlier process began for the same request', async () => {
    const first = mediaKit();
    first.provider.statuses = [() => new Promise(() => undefined)];
    void first.gateway.generate(ask());
    await flush();
    const second = mediaKit({ kept: first.kept });
    const begun = await second.gateway.unfinishedOf(ask());
    expect(await second.gateway.unfinishedOf(ask({ prompt: 'another' }))).toBeUndefined();
    const response = await second.clock.drive(second.gateway.generate(ask({ requestId: begun!.requestId })));
    expect(response.status).toBe('completed');
    expect(second.provider.keys).toEqual([]);
  });
});
