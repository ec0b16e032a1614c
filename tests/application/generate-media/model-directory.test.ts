import { describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ModelDescriptor } from '../../../domain/generation/model-descriptor.js';
import type { ProviderDescriptor } from '../../../domain/provider/provider-descriptor.js';
import type { FakeClock } from '../../fakes/fake-clock.js';
import { fakeModel, mediaKit, PaidProvider, type MediaKitOptions } from '../../fakes/media-kit.js';

const priced = (id: string): ModelDescriptor => fakeModel({ id });
const unpriced = (id: string): ModelDescriptor => {
  const { price: _price, ...model } = fakeModel({ id });
  return model;
};

/** Knows `owner/known` beside its list, and what everything on it costs. */
class TellingProvider extends PaidProvider {
  readonly questions: string[][] = [];
  failures: VideoGenerationError[] = [];

  describeModels(ids: readonly string[]): Promise<readonly ModelDescriptor[]> {
    this.questions.push([...ids]);
    const failure = this.failures.shift();
    if (failure) return Promise.reject(failure);
    const listed = this.descriptor.models!.map(({ id }) => id);
    return Promise.resolve(ids.filter((id) => id === 'owner/known' || listed.includes(id)).map(priced));
  }
}

function kit(changes: Partial<ProviderDescriptor> = {}, options: MediaKitOptions = {}) {
  const made: TellingProvider[] = [];
  const providers = (clock: FakeClock): PaidProvider[] => {
    made.push(new TellingProvider(clock, { models: [], acceptsAnyModel: true, ...changes }));
    return made;
  };
  const { gateway, clock } = mediaKit({ ...options, providers });
  return { gateway, clock, provider: made[0]! };
}
const ask = { prompt: 'a calm lake', provider: 'paid' };
const broken = (retryable: boolean) =>
  new VideoGenerationError('PROVIDER_ERROR', { message: 'The list is down.', retryable });

describe('the models that only a provider knows', () => {
  it('are asked for before the price is known, once an hour', async () => {
    const { gateway, clock, provider } = kit();
    const request = { ...ask, model: 'owner/known' };
    const [first, second] = await Promise.all([gateway.estimate(request), gateway.estimate(request)]);
    expect(first).toMatchObject({ model: 'owner/known', cost: { micros: 50_000 }, warnings: [] });
    expect(second.cost).toEqual(first.cost);
    clock.advance(3_599_000);
    await gateway.estimate(request);
    expect(provider.questions).toEqual([['owner/known']]);
    clock.advance(2000);
    await gateway.estimate(request);
    expect(provider.questions).toHaveLength(2);
  });

  it('refuse what they do not do, before anything is paid', async () => {
    const { gateway, provider } = kit();
    const request = { ...ask, model: 'owner/known', parameters: { duration: 7 } };
    await expect(gateway.estimate(request)).rejects.toThrow('7 is not offered; what works: 5 s, 10 s');
    expect(provider.keys).toEqual([]);
  });

  it('are refused by name when the provider knows none of that name', async () => {
    const { gateway, provider } = kit({ models: [priced('owner/other')] });
    await expect(gateway.estimate({ ...ask, model: 'owner/othr' })).rejects.toMatchObject({
      code: 'MODEL_UNKNOWN',
      message: '“paid” has no model “owner/othr”. Did you mean “owner/other”?',
    });
    expect(provider.questions).toEqual([['owner/othr']]);
  });

  it('have to be named where there are too many', async () => {
    await expect(kit().gateway.estimate(ask)).rejects.toThrow('knows too many models to choose one');
  });

  it('are asked for again when that may help, and not taken for granted', async () => {
    const { gateway, clock, provider } = kit();
    const request = { ...ask, model: 'owner/known' };
    provider.failures = [broken(true)];
    expect((await clock.drive(gateway.estimate(request))).cost.micros).toBe(50_000);
    const other = kit();
    other.provider.failures = [broken(false)];
    await expect(other.gateway.estimate(request)).rejects.toThrow('The list is down.');
    expect(other.provider.questions).toHaveLength(1);
  });
});

describe('a provider that does not answer', () => {
  const silent = (): Promise<never> => new Promise(() => undefined);

  it('holds up a choice among many for ten seconds', async () => {
    const { gateway, clock, provider } = kit({ models: [unpriced('one'), priced('two')] });
    provider.describeModels = silent;
    expect((await clock.drive(gateway.estimate({ ...ask, provider: 'auto' }))).model).toBe('two');
    expect(clock.monotonic()).toBeLessThan(25_000);
  });

  it('is given up when the caller does', async () => {
    const { gateway, provider } = kit();
    provider.describeModels = silent;
    const stop = new AbortController();
    const request = { ...ask, model: 'owner/known' };
    const estimating = gateway.estimate(request, { signal: stop.signal });
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await expect(estimating).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('listed models without a price', () => {
  it('get it from the provider, all in one question', async () => {
    const { gateway, provider } = kit({ models: [unpriced('one'), priced('two'), unpriced('three')] });
    const { model, cost, routing } = await gateway.estimate({ ...ask, provider: 'auto' });
    expect(provider.questions).toEqual([['one', 'three']]);
    expect(routing.candidates.flatMap(({ unableBecause }) => unableBecause)).toEqual([]);
    expect([model, cost.micros]).toEqual(['one', 50_000]);
  });

  it('are passed over when the price cannot be asked, but still work when they are named', async () => {
    const { gateway, clock, provider } = kit({ models: [unpriced('one'), priced('two')] });
    provider.failures = [broken(true), broken(true)];
    expect((await gateway.estimate({ ...ask, provider: 'auto' })).model).toBe('two');
    expect((await gateway.estimate({ ...ask, provider: 'auto' })).model).toBe('two');
    expect(provider.questions).toHaveLength(1);
    const { warnings } = await gateway.estimate({ ...ask, model: 'one' });
    expect(warnings).toMatchObject([{ code: 'PRICE_UNKNOWN' }]);
    clock.advance(60_001);
    await gateway.estimate({ ...ask, provider: 'auto' });
    provider.failures = [];
    clock.advance(60_001);
    expect((await gateway.estimate({ ...ask, provider: 'auto' })).model).toBe('one');
    expect(provider.questions).toHaveLength(3);
  });

  it('are not asked for where the provider is switched off, or is used only when named', async () => {
    const models = [unpriced('one')];
    const off = kit({ models }, { settings: { providers: { paid: { enabled: false } } } });
    const quiet = kit({ models, automatic: false });
    for (const { gateway, provider } of [off, quiet]) {
      await expect(gateway.estimate({ ...ask, provider: 'auto' })).rejects.toThrow();
      expect(provider.questions).toEqual([]);
    }
  });
});
