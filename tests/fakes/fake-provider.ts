import type { ProviderDescriptor } from '../../domain/provider/provider-descriptor.js';
import type { Cost, OperationStatus, ProviderOperation } from '../../domain/provider/provider-operation.js';
import type {
  IVideoProvider,
  ProviderCall,
  ProviderHealth,
  ProviderRequest,
  TimelineRequest,
  RequestIssue,
} from '../../domain/provider/video-provider.js';

export function fakeDescriptor(changes: Partial<ProviderDescriptor> = {}): ProviderDescriptor {
  return {
    id: 'fake',
    name: 'Fake',
    description: 'Says what it is told to say',
    location: 'local',
    accepts: ['timeline'],
    capabilities: ['transitions', 'captions', 'narration', 'music'],
    qualities: ['draft', 'standard', 'high', 'ultra'],
    aspects: ['9:16', '16:9', '1:1', '4:5'],
    maxDurationSeconds: 600,
    pictureQuality: 0.5,
    microsPerSecond: 0,
    currency: 'USD',
    maxConcurrent: 4,
    dedupe: 'key',
    automatic: true,
    ...changes,
  };
}

export const succeeded: Extract<OperationStatus, { state: 'succeeded' }> = {
  state: 'succeeded',
  output: { path: '/work/video.mp4', mediaType: 'video/mp4' },
  cost: { micros: 0, currency: 'USD' },
  warnings: [],
};

/** Answers `status` from a list; the last answer is repeated. A promise in the list is waited for. */
export class FakeProvider implements IVideoProvider {
  readonly specVersion = 1;
  readonly descriptor: ProviderDescriptor;
  answers: readonly (OperationStatus | Promise<OperationStatus>)[] = [succeeded];
  issues: readonly RequestIssue[] = [];
  health: ProviderHealth = { healthy: true, message: 'Ready.' };
  readonly calls: string[] = [];
  readonly keys: string[] = [];
  readonly requests: TimelineRequest[] = [];
  onStart: (call: ProviderCall) => Promise<void> = () => Promise.resolve();
  private polls = 0;

  constructor(changes: Partial<ProviderDescriptor> = {}) {
    this.descriptor = fakeDescriptor(changes);
  }

  validate(): readonly RequestIssue[] {
    return this.issues;
  }

  estimate(): Cost {
    return { micros: 77, currency: 'USD' };
  }

  async start(request: ProviderRequest, call: ProviderCall): Promise<ProviderOperation> {
    this.calls.push('start');
    this.keys.push(call.idempotencyKey);
    if (request.input === 'timeline') this.requests.push(request);
    this.polls = 0;
    await this.onStart(call);
    return { providerId: this.descriptor.id, operationId: `operation-${this.calls.length}` };
  }

  status(): Promise<OperationStatus> {
    this.calls.push('status');
    const answer = this.answers[Math.min(this.polls, this.answers.length - 1)]!;
    this.polls += 1;
    return Promise.resolve(answer);
  }

  cancel(_operation: ProviderOperation, call: ProviderCall): Promise<void> {
    this.calls.push(call.signal.aborted ? 'cancel with a dead signal' : 'cancel');
    return Promise.resolve();
  }

  checkHealth(): Promise<ProviderHealth> {
    return Promise.resolve(this.health);
  }
}
