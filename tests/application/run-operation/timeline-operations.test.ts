import { describe, expect, it } from 'vitest';
import { ProviderLimits } from '../../../application/concurrency/provider-limits.js';
import type { GatewayCall, GatewayProgress } from '../../../application/run-operation/gateway-call.js';
import { ProviderGateway } from '../../../application/run-operation/provider-gateway.js';
import { ProviderRegistry } from '../../../application/select-provider/provider-registry.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { Cost, OperationStatus } from '../../../domain/provider/provider-operation.js';
import type { VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { serviceEnded } from '../../../application/generate-media/media-desk.js';
import { flush, FakeClock } from '../../fakes/fake-clock.js';
import { fakeConfig, type FakeSettings } from '../../fakes/fake-config.js';
import { mediaKit, PaidProvider, remote, type MediaKitOptions } from '../../fakes/media-kit.js';
import { MemoryArtifactStore } from '../../fakes/memory-artifact-store.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

const timeline = {
  topic: 'Quiet mornings',
  framesPerSecond: 30,
  scenes: [
    {
      id: 'hook',
      frames: 60,
      overlapFrames: 0,
      narration: { path: '/work/a/hook.wav', offsetSeconds: 0, durationSeconds: 1 },
    },
  ],
} as unknown as VideoTimeline;
const running = (progress: number, pollAfterSeconds?: number): OperationStatus => ({
  state: 'running',
  progress,
  ...(pollAfterSeconds === undefined ? {} : { pollAfterSeconds }),
});

class AvatarProvider extends PaidProvider {
  price = 60_000;

  constructor(clock: FakeClock) {
    super(clock, { id: 'avatar', accepts: ['timeline'], microsPerSecond: 30_000 });
  }

  override estimate = (): Cost => ({ micros: this.price, currency: 'USD' });
}

interface KitOptions {
  readonly settings?: FakeSettings;
  readonly kept?: NonNullable<MediaKitOptions['kept']>;
}

function kit({ settings, kept }: KitOptions = {}) {
  const config = fakeConfig(settings);
  const limits = new ProviderLimits(config);
  const registry = new ProviderRegistry({ config, freeCapacity: (one) => limits.freeCapacity(one) });
  const clock = new FakeClock();
  const provider = new AvatarProvider(clock);
  registry.register(provider);
  const store = new MemoryArtifactStore();
  const shared = { config, limits, registry, store };
  const media = mediaKit({ clock, shared, ...(kept ? { kept } : {}) });
  const gateway = new ProviderGateway({ registry, limits, config, clock, paid: media.timelines });
  const spent: Cost[] = [];
  const generate = (call: Partial<GatewayCall> = {}) =>
    gateway.generate(
      {
        requirements: {
          input: 'timeline',
          quality: 'standard',
          aspect: '9:16',
          durationSeconds: 2,
          capabilities: [],
        },
        request: { input: 'timeline', timeline },
      },
      {
        signal: new AbortController().signal,
        idempotencyKey: 'video/composition',
        requestId: 'video',
        logger: new RecordingLogger(),
        workspace: '/work/a',
        onSpent: (cost) => spent.push(cost),
        ...call,
      },
    );
  return { ...media, generate, provider, clock, spent };
}

describe('TimelineOperations', () => {
  it('goes from the intent on disk to the video in custody, and settles what it really cost', async () => {
    const { generate, clock, provider, journal, ledger, spent } = kit();
    provider.statuses = [{ state: 'queued' }, running(0.5), remote()];
    const reports: GatewayProgress[] = [];
    const made = await clock.drive(generate({ onProgress: (progress) => reports.push(progress) }));
    expect(made).toMatchObject({
      selection: { providerId: 'avatar' },
      output: { path: '/videos/1.mp4', mediaType: 'video/mp4' },
      cost: { micros: 50_000, currency: 'USD' },
    });
    expect(provider.keys).toEqual(['video/composition']);
    expect(journal.states).toEqual(['intent', 'submitted', 'succeeded', 'delivered']);
    expect(journal.entries.get('video/composition')).toMatchObject({ requestId: 'video', model: 'timeline' });
    expect(ledger.story).toEqual(['reserve 60000', 'settle 50000']);
    expect(reports.map(({ state }) => state)).toEqual(['queued', 'running']);
    expect(spent).toEqual([{ micros: 50_000, currency: 'USD' }]);
  });

  it('asks ever less often, and keeps the provider’s advice within bounds', async () => {
    const { generate, clock, provider } = kit();
    provider.statuses = [...Array.from({ length: 8 }, () => running(0)), running(0, 1e9), remote()];
    await clock.drive(generate());
    const polls = clock.slept.filter((milliseconds) => milliseconds <= 60_000 && milliseconds % 20_000 > 0);
    expect(polls.slice(0, 3)).toEqual([2000, 3000, 4500]);
    expect(Math.max(...polls)).toBe(15_000);
    expect(Math.max(...provider.polledAt.map((at, index, all) => at - (all[index - 1] ?? at)))).toBe(60_000);
  });

  it('never posts twice when nobody can know', async () => {
    const { generate, clock, provider, journal, ledger } = kit();
    provider.starts = [new VideoGenerationError('NETWORK_ERROR', { message: 'reset' })];
    await expect(clock.drive(generate())).rejects.toMatchObject({ code: 'SUBMISSION_UNKNOWN' });
    expect(provider.keys).toHaveLength(1);
    expect(journal.states).toEqual(['intent', 'submission_unknown']);
    expect(ledger.story).toEqual(['reserve 60000']);
  });

  it('keeps to the budget, and refuses what has no price under one', async () => {
    const settings: FakeSettings = { policies: { budget: { perRequestMicros: 59_999 } } };
    const { generate, clock, provider, journal } = kit({ settings });
    await expect(clock.drive(generate())).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
    provider.price = 0;
    await expect(clock.drive(generate())).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
    const policies = { budget: { perRequestMicros: 60_000 } };
    provider.price = 60_000;
    expect(journal.states).toEqual([]);
    await clock.drive(generate({ policies }));
    expect(journal.states).toContain('delivered');
  });

  it('reports what failed work was charged all the same', async () => {
    const { generate, clock, provider, spent, ledger } = kit();
    const error = new VideoGenerationError('CONTENT_POLICY_VIOLATION', { message: 'no' }).toJSON();
    provider.statuses = [{ state: 'failed', error, cost: { micros: 20_000, currency: 'USD' } }];
    await expect(clock.drive(generate())).rejects.toMatchObject({ code: 'CONTENT_POLICY_VIOLATION' });
    expect(spent).toEqual([{ micros: 20_000, currency: 'USD' }]);
    expect(ledger.story).toEqual(['reserve 60000', 'settle 20000']);
  });

  it('is left to the provider when the service ends, and taken up by the next process', async () => {
    const first = kit();
    first.provider.statuses = [() => new Promise(() => undefined)];
    const stop = new AbortController();
    const work = first.generate({ signal: stop.signal });
    await flush();
    stop.abort(serviceEnded());
    await expect(first.clock.drive(work)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(first.provider.calls).not.toContain('cancel');
    const second = kit({ kept: first.kept });
    const outcome = await second.clock.drive(
      second.gateway.unfinished.resumeAll(new AbortController().signal),
    );
    expect(outcome).toMatchObject([{ outcome: 'delivered', path: '/videos/1.mp4', model: 'timeline' }]);
    expect(second.provider.calls).toEqual(['status']);
    expect(second.ledger.story).toEqual(['reserve 60000', 'settle 50000']);
  });

  it('stops the work at the provider when the person who asked gives up', async () => {
    const { generate, clock, provider, journal } = kit();
    provider.statuses = [() => new Promise(() => undefined)];
    const stop = new AbortController();
    const work = generate({ signal: stop.signal });
    await flush();
    stop.abort();
    await expect(clock.drive(work)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(provider.calls).toContain('cancel');
    expect(journal.states.at(-1)).toBe('cancelled');
  });

  it('knows the same timeline again wherever its files lie', async () => {
    const [one, other] = [kit(), kit()];
    await one.clock.drive(one.generate());
    await other.clock.drive(other.generate({ idempotencyKey: 'b' }));
    const digests = [one, other].map(({ journal }) => [...journal.entries.values()][0]!.requestDigest);
    expect(digests[0]).toBe(digests[1]);
  });
});
