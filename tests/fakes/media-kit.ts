import { createHash } from 'node:crypto';
import { ProviderLimits } from '../../application/concurrency/provider-limits.js';
import { MediaGateway } from '../../application/generate-media/media-gateway.js';
import { Admission } from '../../application/policies/admission.js';
import { ModelHealth } from '../../application/policies/model-health.js';
import { OperationRunner } from '../../application/run-operation/operation-runner.js';
import { TimelineOperations } from '../../application/run-operation/timeline-operations.js';
import { ProviderRegistry } from '../../application/select-provider/provider-registry.js';
import type { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ModelDescriptor } from '../../domain/generation/model-descriptor.js';
import type { ProviderDescriptor } from '../../domain/provider/provider-descriptor.js';
import type { Cost, OperationStatus, ProviderOperation } from '../../domain/provider/provider-operation.js';
import type {
  IVideoProvider,
  ProviderCall,
  ProviderHealth,
  ProviderRequest,
  RequestIssue,
} from '../../domain/provider/video-provider.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { IClock } from '../../domain/time/clock.js';
import { FakeClock } from './fake-clock.js';
import { fakeConfig, type FakeSettings } from './fake-config.js';
import { FakeInspector } from './fake-inspector.js';
import { fakeDescriptor } from './fake-provider.js';
import { MemoryArtifactStore } from './memory-artifact-store.js';
import { FakeCache, FakeCustody, FakeHealthStore, FakeJournal, FakeLedger } from './memory-money.js';
import { RecordingLogger } from './recording-logger.js';

export function fakeModel(changes: Partial<ModelDescriptor> = {}): ModelDescriptor {
  return {
    id: 'gen-1',
    mediaType: 'video',
    tasks: ['text-to-video', 'image-to-video'],
    durations: { kind: 'list', seconds: [5, 10] },
    aspectRatios: ['16:9', '9:16'],
    resolutions: ['720p', '1080p'],
    framesPerSecond: [24],
    audio: 'never',
    references: { 'first-frame': 1 },
    supportsSeed: true,
    supportsNegativePrompt: false,
    promptLimit: 100,
    price: { micros: 10_000, per: 'second', currency: 'USD', asOf: '2026-11-01' },
    pictureQuality: 0.5,
    ...changes,
  };
}

/** What a fake provider does with one call: answer, or fail. */
type Answer<Value> = Value | Error | ((call: ProviderCall) => Promise<Value>);

export const remote = (url = 'https://cdn.example/clip.mp4'): OperationStatus => ({
  state: 'succeeded',
  output: { mediaType: 'remote', url, authenticated: false },
  cost: { micros: 50_000, currency: 'USD' },
  warnings: [],
});

/** A paid provider whose answers are scripted; the last of each list is repeated. */
export class PaidProvider implements IVideoProvider {
  readonly specVersion = 1;
  readonly descriptor: ProviderDescriptor;
  starts: Answer<string>[] = ['op'];
  statuses: Answer<OperationStatus>[] = [remote()];
  found: ProviderOperation | 'absent' | 'unknown' = 'unknown';
  readonly keys: string[] = [];
  readonly requests: ProviderRequest[] = [];
  readonly startedAt: number[] = [];
  readonly polledAt: number[] = [];
  readonly calls: string[] = [];
  private asked = 0;

  constructor(
    private readonly clock: IClock,
    changes: Partial<ProviderDescriptor> = {},
  ) {
    this.descriptor = fakeDescriptor({
      id: 'paid',
      location: 'remote',
      accepts: ['prompt'],
      models: [fakeModel()],
      dedupe: 'none',
      maxConcurrent: 1000,
      ...changes,
    });
  }

  validate = (): readonly RequestIssue[] => [];

  estimate(request: ProviderRequest): Cost {
    const price = request.input === 'prompt' ? (request.model.price?.micros ?? 0) : 0;
    const seconds = request.input === 'prompt' ? (request.duration ?? 1) : 1;
    return { micros: price * seconds, currency: 'USD' };
  }

  async start(request: ProviderRequest, call: ProviderCall): Promise<ProviderOperation> {
    this.calls.push('start');
    this.keys.push(call.idempotencyKey);
    this.requests.push(request);
    this.startedAt.push(this.clock.monotonic());
    const operationId = await answer(this.starts, this.keys.length - 1, call);
    return { providerId: this.descriptor.id, operationId: `${operationId}-${this.keys.length}` };
  }

  async status(_operation: ProviderOperation, call: ProviderCall): Promise<OperationStatus> {
    this.calls.push('status');
    this.polledAt.push(this.clock.monotonic());
    this.asked += 1;
    return answer(this.statuses, this.asked - 1, call);
  }

  lookup(): Promise<ProviderOperation | 'absent' | 'unknown'> {
    this.calls.push('lookup');
    return Promise.resolve(this.found);
  }

  cancel(): Promise<void> {
    this.calls.push('cancel');
    this.statuses = [{ state: 'cancelled' }];
    return Promise.resolve();
  }

  checkHealth = (): Promise<ProviderHealth> => Promise.resolve({ healthy: true, message: 'Ready.' });
}

function answer<Value>(answers: readonly Answer<Value>[], index: number, call: ProviderCall): Promise<Value> {
  const next = answers[Math.min(index, answers.length - 1)]!;
  if (next instanceof Error) return Promise.reject(next);
  if (typeof next === 'function') return (next as (call: ProviderCall) => Promise<Value>)(call);
  return Promise.resolve(next);
}

export interface MediaKitOptions {
  readonly settings?: FakeSettings;
  readonly clock?: FakeClock;
  /** What survives a restart. */
  readonly kept?: {
    readonly journal: FakeJournal;
    readonly ledger: FakeLedger;
    readonly health: FakeHealthStore;
  };
  providers?(clock: FakeClock): PaidProvider[];
  /** To share them with the rest of a service. */
  readonly shared?: {
    readonly config: IConfigManager;
    readonly limits: ProviderLimits;
    readonly registry: ProviderRegistry;
    readonly store: MemoryArtifactStore;
  };
}

/** The real gateway around fakes, with time that only moves when driven. */
export function mediaKit(options: MediaKitOptions = {}) {
  const clock = options.clock ?? new FakeClock();
  const config = options.shared?.config ?? fakeConfig(options.settings);
  const providers = options.providers?.(clock) ?? (options.shared ? [] : [new PaidProvider(clock)]);
  const limits = options.shared?.limits ?? new ProviderLimits(config);
  const registry =
    options.shared?.registry ??
    new ProviderRegistry({ config, freeCapacity: (one) => limits.freeCapacity(one) });
  for (const provider of providers) registry.register(provider);
  const {
    journal,
    ledger,
    health: healthStore,
  } = options.kept ?? {
    journal: new FakeJournal(clock),
    ledger: new FakeLedger(clock),
    health: new FakeHealthStore(),
  };
  const custody = new FakeCustody();
  const cache = new FakeCache();
  const logger = new RecordingLogger();
  const parts = {
    journal,
    ledger,
    custody,
    store: options.shared?.store ?? new MemoryArtifactStore(),
    clock,
    random: () => 0.5,
    owner: 'test',
    folder: '/videos',
    trustedOrigins: () => [],
  };
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const admission = new Admission({ limits, config, clock });
  const health = new ModelHealth({ store: healthStore, clock });
  const runner = new OperationRunner(parts);
  const gateway = new MediaGateway({
    ...parts,
    registry,
    config,
    inspector: new FakeInspector({ '/videos/frame.png': {} }),
    cache,
    logger,
    runner,
    admission,
    health,
    digest,
  });
  const timelines = new TimelineOperations({ runner, journal, admission, health, config, digest });
  const kept = { journal, ledger, health: healthStore };
  const errorOf = (response: { error?: { code: string } }): VideoGenerationError['code'] | undefined =>
    response.error?.code as VideoGenerationError['code'] | undefined;
  return {
    timelines,
    gateway,
    clock,
    provider: providers[0]!,
    providers,
    custody,
    cache,
    logger,
    errorOf,
    kept,
    ledger,
    journal,
  };
}
