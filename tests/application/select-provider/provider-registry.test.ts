import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProviderRegistry } from '../../../application/select-provider/provider-registry.js';
import type { ProviderDescriptor } from '../../../domain/provider/provider-descriptor.js';
import type { ProviderRequirements } from '../../../domain/provider/provider-registry.js';
import { fakeConfig, type FakeSettings } from '../../fakes/fake-config.js';
import { FakeProvider } from '../../fakes/fake-provider.js';
import { containing, matching } from '../../fakes/matchers.js';

const needs: ProviderRequirements = {
  input: 'timeline',
  quality: 'standard',
  aspect: '9:16',
  durationSeconds: 30,
  capabilities: ['captions'],
};

function registryOf(
  providers: readonly Partial<ProviderDescriptor>[],
  settings: FakeSettings = {},
  freeCapacity = () => 1,
): ProviderRegistry {
  const registry = new ProviderRegistry({ config: fakeConfig(settings), freeCapacity });
  for (const descriptor of providers) registry.register(new FakeProvider(descriptor));
  return registry;
}

describe('ProviderRegistry.select', () => {
  it('takes the highest score and says what decided', () => {
    const registry = registryOf([
      { id: 'dear', microsPerSecond: 500_000 },
      { id: 'free', microsPerSecond: 0 },
    ]);
    const { providerId, reason, candidates } = registry.select(needs);
    expect(providerId).toBe('free');
    expect(reason).toMatch(/^highest score 0\.\d\d; next dear 0\.\d\d; decided by cost$/);
    expect(candidates.map((candidate) => candidate.providerId)).toEqual(['free', 'dear']);
  });

  it('follows the weights of the settings', () => {
    const providers = [
      { id: 'dear', microsPerSecond: 500_000, pictureQuality: 1 },
      { id: 'plain', microsPerSecond: 0, pictureQuality: 0.2 },
    ];
    expect(registryOf(providers, { weights: { quality: 10, cost: 0 } }).select(needs).providerId).toBe(
      'dear',
    );
    expect(registryOf(providers, { weights: { quality: 0, cost: 10 } }).select(needs).providerId).toBe(
      'plain',
    );
  });

  it('breaks ties by id', () => {
    const { providerId, reason } = registryOf([{ id: 'b' }, { id: 'a' }]).select(needs);
    expect(providerId).toBe('a');
    expect(reason).toContain('decided by id');
  });

  it.each([
    ['quality', { qualities: ['draft'] }, /does not make standard quality \(it makes draft\)/],
    ['aspect', { aspects: ['1:1'] }, /does not make 9:16 pictures/],
    ['duration', { maxDurationSeconds: 10 }, /makes at most 10 s, and this is 30\.0 s/],
    ['capability', { capabilities: [] }, /cannot do captions/],
    ['automatic', { automatic: false }, /is used only when it is named/],
    ['input', { accepts: [] }, /does not take a timeline/],
  ] as const)('filters by %s and says so', (_, change, reason) => {
    const registry = registryOf([{ id: 'bad', ...change }, { id: 'good' }]);
    const selection = registry.select(needs);
    expect(selection.providerId).toBe('good');
    expect(selection.candidates[1]).toMatchObject({ providerId: 'bad', score: 0 });
    expect(selection.candidates[1]?.unableBecause.join()).toMatch(reason);
    expect(selection.reason).toMatch(/^the only provider that can do it/);
  });

  it('leaves out what the settings switch off', () => {
    const registry = registryOf([{ id: 'off' }], { providers: { off: { enabled: false } } });
    expect(() => registry.select(needs)).toThrow(
      /off is switched off in the settings \(providers\.off\.enabled\)/,
    );
  });

  it('takes a named provider that is not automatic, but not one that is unable', () => {
    const registry = registryOf([{ id: 'mock', automatic: false, maxDurationSeconds: 40 }, { id: 'other' }]);
    expect(registry.select({ ...needs, providerId: 'mock' }).providerId).toBe('mock');
    expect(() => registry.select({ ...needs, providerId: 'mock', durationSeconds: 50 })).toThrow(
      expect.objectContaining({
        code: 'NO_SUITABLE_PROVIDER',
        message: containing('“mock” was named, but cannot make this video: mock makes at most 40 s'),
      }),
    );
  });

  it('suggests the nearest for an unknown id', () => {
    expect(() => registryOf([{ id: 'ffmpeg' }]).select({ ...needs, providerId: 'fmpeg' })).toThrow(
      expect.objectContaining({
        code: 'PROVIDER_UNKNOWN',
        message: containing('Did you mean “ffmpeg”? Known: ffmpeg.'),
      }),
    );
  });

  it('gives the reason of each provider when none can', () => {
    const registry = registryOf([
      { id: 'a', qualities: [] },
      { id: 'b', automatic: false },
    ]);
    expect(() => registry.select(needs)).toThrow(
      expect.objectContaining({
        code: 'NO_SUITABLE_PROVIDER',
        details: { reasons: { a: [containing('')], b: [containing('')] } },
      }),
    );
    expect(() => registryOf([]).select(needs)).toThrow(/none is installed/);
  });

  it('learns from what it measures, slowly', () => {
    const registry = registryOf([{ id: 'a' }, { id: 'b' }]);
    registry.record('b', { succeeded: true, secondsPerVideoSecond: 0.1 });
    expect(registry.select(needs)).toMatchObject({
      providerId: 'b',
      reason: matching(/success|latency/),
    });
    for (let run = 0; run < 3; run += 1) registry.record('b', { succeeded: false, secondsPerVideoSecond: 0 });
    expect(registry.select(needs)).toMatchObject({
      providerId: 'a',
      reason: containing('decided by success'),
    });
  });

  it('is not upset by figures that are not numbers', () => {
    const registry = registryOf([{ id: 'a', pictureQuality: Number.NaN, microsPerSecond: -5 }]);
    registry.record('a', { succeeded: true, secondsPerVideoSecond: Number.NaN });
    registry.record('nobody', { succeeded: true, secondsPerVideoSecond: 1 });
    expect(registry.select(needs).candidates[0]?.score).toBeGreaterThan(0);
  });

  it('prefers free capacity', () => {
    const registry = new ProviderRegistry({
      config: fakeConfig(),
      freeCapacity: ({ descriptor }) => (descriptor.id === 'a' ? 0 : 1),
    });
    for (const id of ['a', 'b']) registry.register(new FakeProvider({ id }));
    expect(registry.select(needs).reason).toContain('decided by capacity');
  });

  it('refuses a second provider of one id', () => {
    const registry = registryOf([{ id: 'a' }]);
    expect(() => registry.register(new FakeProvider({ id: 'a' }))).toThrow(
      expect.objectContaining({ code: 'PLUGIN_DUPLICATE_ID' }),
    );
    registry.unregister('a');
    expect(registry.list()).toEqual([]);
  });

  it('does not depend on the order of registration', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const provider = fc.record({
      pictureQuality: unit,
      microsPerSecond: fc.nat(1_000_000),
      automatic: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(provider, { minLength: 1, maxLength: 12 }), (descriptors) => {
        const named = descriptors.map((descriptor, index) => ({ id: `p${index}`, ...descriptor }));
        fc.pre(named.some(({ automatic }) => automatic));
        const forward = registryOf(named).select(needs);
        expect(registryOf([...named].reverse()).select(needs)).toEqual(forward);
        const scores = forward.candidates.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((left, right) => right - left));
        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('ranks a thousand providers', () => {
    const registry = registryOf(
      Array.from({ length: 1000 }, (_, index) => ({ id: `p${index}`, pictureQuality: (index % 97) / 97 })),
    );
    const { providerId, candidates } = registry.select(needs);
    expect(candidates).toHaveLength(1000);
    // Ten are the best; ties go to the first id in alphabetical order.
    expect(providerId).toBe('p193');
  });
});
