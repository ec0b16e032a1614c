import { describe, expect, it } from 'vitest';
import { ProviderLimits } from '../../../application/concurrency/provider-limits.js';
import type { GatewayCall, GatewayProgress } from '../../../application/run-operation/gateway-call.js';
import { ProviderGateway } from '../../../application/run-operation/provider-gateway.js';
import { ProviderRegistry } from '../../../application/select-provider/provider-registry.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { OperationStatus } from '../../../domain/provider/provider-operation.js';
import type { VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { FakeClock, flush } from '../../fakes/fake-clock.js';
import { fakeConfig, type FakeSettings } from '../../fakes/fake-config.js';
import { FakeProvider, succeeded } from '../../fakes/fake-provider.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { mediaKit } from '../../fakes/media-kit.js';
import { MemoryArtifactStore } from '../../fakes/memory-artifact-store.js';
import { containing } from '../../fakes/matchers.js';

const timeline = { scenes: [], framesPerSecond: 30 } as unknown as VideoTimeline;

function kit(provider: FakeProvider, settings: FakeSettings = {}) {
  const config = fakeConfig(settings);
  const limits = new ProviderLimits(config);
  const registry = new ProviderRegistry({ config, freeCapacity: (one) => limits.freeCapacity(one) });
  registry.register(provider);
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const store = new MemoryArtifactStore();
  const media = mediaKit({ clock, shared: { config, limits, registry, store } });
  const gateway = new ProviderGateway({ registry, limits, config, clock, paid: media.timelines });
  const generate = (call: Partial<GatewayCall> = {}) =>
    gateway.generate(
      {
        requirements: {
          input: 'timeline',
          quality: 'standard',
          aspect: '9:16',
          durationSeconds: 10,
          capabilities: [],
        },
        request: { input: 'timeline', timeline },
      },
      {
        signal: new AbortController().signal,
        idempotencyKey: 'key',
        requestId: 'video',
        logger,
        workspace: '/work',
        ...call,
      },
    );
  return { generate, clock, registry, logger, limits };
}

const running = (progress: number, pollAfterSeconds?: number): OperationStatus => ({
  state: 'running',
  progress,
  ...(pollAfterSeconds === undefined ? {} : { pollAfterSeconds }),
});
const forever = new Promise<OperationStatus>(() => undefined);
const scoreOf = (registry: ProviderRegistry): number =>
  registry.select({
    input: 'timeline',
    quality: 'draft',
    aspect: '1:1',
    durationSeconds: 1,
    capabilities: [],
  }).candidates[0]!.parts!.success;

describe('ProviderGateway', () => {
  it('starts once, polls until the end, and reports on the way', async () => {
    const provider = new FakeProvider();
    provider.answers = [{ state: 'queued' }, running(0.5, 7), succeeded];
    const { generate, clock } = kit(provider);
    const reports: GatewayProgress[] = [];
    const result = await clock.drive(generate({ onProgress: (progress) => reports.push(progress) }));
    expect(provider.calls).toEqual(['start', 'status', 'status', 'status']);
    expect(provider.keys).toEqual(['key']);
    expect(reports.map(({ state }) => state)).toEqual(['queued', 'running']);
    expect(result).toMatchObject({ output: { mediaType: 'video/mp4' }, selection: { providerId: 'fake' } });
    expect(clock.slept).toContain(7000);
  });

  it('gives way between the answers of a local provider that does not wait', async () => {
    const provider = new FakeProvider();
    provider.answers = [running(0.1), running(0.2), succeeded];
    const { generate, clock } = kit(provider);
    await clock.drive(generate());
    expect(clock.slept.filter((milliseconds) => milliseconds === 20)).toHaveLength(2);
  });

  it.each([
    ['an unknown state', { state: 'sleeping' }],
    ['nothing', undefined],
    ['success without an output', { ...succeeded, output: undefined }],
    ['success with a broken cost', { ...succeeded, cost: { micros: 1.5, currency: 'USD' } }],
    ['success without warnings', { ...succeeded, warnings: undefined }],
    ['a failure without an error', { state: 'failed' }],
  ])('refuses %s as PROVIDER_PROTOCOL_ERROR', async (_, answer) => {
    const provider = new FakeProvider();
    provider.answers = [answer as OperationStatus];
    const { generate, clock } = kit(provider);
    await expect(clock.drive(generate())).rejects.toMatchObject({ code: 'PROVIDER_PROTOCOL_ERROR' });
  });

  it('passes the provider’s own failure on, and never starts a second time', async () => {
    const provider = new FakeProvider();
    const error = new VideoGenerationError('RATE_LIMIT_EXCEEDED', {
      message: 'Slow down.',
      retryAfterSeconds: 9,
    });
    provider.answers = [{ state: 'failed', error: error.toJSON() }];
    const { generate, clock, registry } = kit(provider);
    await expect(clock.drive(generate())).rejects.toMatchObject({
      code: 'RATE_LIMIT_EXCEEDED',
      retryAfterSeconds: 9,
    });
    expect(provider.calls.filter((call) => call === 'start')).toHaveLength(1);
    expect(scoreOf(registry)).toBeCloseTo(0.72);
  });

  it('names the provider when its code throws something of its own', async () => {
    const provider = new FakeProvider();
    provider.onStart = () => Promise.reject(new TypeError('x is undefined'));
    const { generate, clock } = kit(provider);
    await expect(clock.drive(generate())).rejects.toMatchObject({
      code: 'PROVIDER_ERROR',
      message: 'The provider “fake” failed: x is undefined',
    });
  });

  it('does not start what the provider cannot make', async () => {
    const provider = new FakeProvider();
    provider.issues = [{ where: 'timeline.width', message: 'is too wide' }];
    const { generate, clock, registry } = kit(provider);
    await expect(clock.drive(generate())).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: 'The provider “fake” cannot make this video: timeline.width: is too wide',
    });
    expect(provider.calls).toEqual([]);
    expect(scoreOf(registry)).toBeCloseTo(0.9);
  });

  it('cancels the operation when its deadline passes', async () => {
    const provider = new FakeProvider({ timeoutSeconds: 500 });
    provider.answers = [forever];
    const { generate, clock, registry, limits } = kit(provider, {
      providers: { fake: { timeoutSeconds: 30 } },
    });
    await expect(clock.drive(generate())).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'The provider “fake” did not finish within 30 s.',
      howToFix: containing('providers.fake.timeoutSeconds'),
    });
    expect(clock.monotonic()).toBe(30_000);
    expect(provider.calls).toEqual(['start', 'status', 'cancel']);
    expect(scoreOf(registry)).toBeLessThan(0.9);
    expect(limits.freeCapacity(provider)).toBe(1);
  });

  it('cancels the operation when the caller does, and does not blame the provider', async () => {
    const provider = new FakeProvider();
    provider.answers = [forever];
    const { generate, clock, registry } = kit(provider);
    const stop = new AbortController();
    const work = generate({ signal: stop.signal });
    await flush();
    stop.abort();
    await expect(clock.drive(work)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(provider.calls).toEqual(['start', 'status', 'cancel']);
    expect(scoreOf(registry)).toBeCloseTo(0.9);
    expect(clock.sleeping).toBe(0);
  });

  it('does not wait for ever for a provider that cannot be stopped', async () => {
    const provider = new FakeProvider();
    provider.answers = [forever];
    provider.cancel = () => new Promise(() => undefined);
    const { generate, clock, logger } = kit(provider);
    const stop = new AbortController();
    const work = generate({ signal: stop.signal });
    await flush();
    stop.abort();
    await expect(clock.drive(work)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(clock.monotonic()).toBeLessThanOrEqual(10_000);
    expect(logger.entries.map(({ message }) => message)).toContain(
      'The provider did not cancel its operation.',
    );
  });

  it('treats a cancellation that nobody asked for as a failure of the provider', async () => {
    const provider = new FakeProvider();
    provider.answers = [{ state: 'cancelled' }];
    const { generate, clock } = kit(provider);
    await expect(clock.drive(generate())).rejects.toMatchObject({ code: 'PROVIDER_ERROR' });
  });

  it('queues behind the provider’s limit, which the settings may lower', async () => {
    const provider = new FakeProvider({ maxConcurrent: 4 });
    let finish = (_: OperationStatus): void => undefined;
    provider.answers = [new Promise((resolve) => (finish = resolve))];
    const { generate, clock } = kit(provider, { providers: { fake: { maxConcurrent: 1 } } });
    const reports: GatewayProgress[] = [];
    const first = generate();
    const second = generate({ onProgress: (progress) => reports.push(progress) });
    await flush();
    expect(provider.calls).toEqual(['start', 'status']);
    expect(reports).toEqual([{ state: 'waiting', providerId: 'fake' }]);
    finish(succeeded);
    await clock.drive(Promise.all([first, second]));
    expect(provider.calls).toEqual(['start', 'status', 'start', 'status']);
  });
});
