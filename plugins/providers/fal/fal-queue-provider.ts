import {
  BaseRemoteVideoProvider,
  VideoGenerationError,
  withSubmission,
  type Cost,
  type OperationStatus,
  type PromptRequest,
  type ProviderCall,
  type ProviderDescriptor,
  type ProviderHealth,
  type ProviderOperation,
  type ProviderRequest,
  type RequestIssue,
} from 'aether-video/plugin';
import { bodyIssues, falBody } from './fal-body.js';
import { endpointId, type FalHost } from './fal-options.js';
import { dataOf, estimateCost, fetchPrices } from './fal-prices.js';
import { askQueue, cancelInQueue, submitToFal, type FalHandle } from './fal-queue.js';
import { uploadReferences } from './fal-uploads.js';

/** Cancelled requests that are remembered. */
const mostStopped = 1000;

/** Models behind fal's queue: submit, ask, fetch the result, cancel. What they take is in their descriptors. */
export abstract class FalQueueProvider extends BaseRemoteVideoProvider {
  /** fal has no state for cancelled work, so we remember what we told it to stop. */
  private readonly stopped = new Set<string>();

  /** @param knownModel asked for its price to see whether the key works */
  constructor(
    protected readonly host: FalHost,
    private readonly knownModel: string,
  ) {
    super();
  }

  override validate(request: ProviderRequest): readonly RequestIssue[] {
    if (request.input !== 'prompt') return super.validate(request);
    const { id } = request.model;
    if (!endpointId.safeParse(id).success) {
      return [
        { where: 'model', message: `“${id}” is not a model as fal spells it, such as fal-ai/flux/dev` },
      ];
    }
    const data = dataOf(request);
    if (data) return bodyIssues(request, data.inputs);
    return [{ where: 'model', message: `it is not known what “${id}” takes` }];
  }

  override estimate(request: ProviderRequest): Cost {
    const cost = request.input === 'prompt' ? estimateCost(request) : undefined;
    return cost ?? { micros: 0, currency: this.descriptor.currency };
  }

  protected override async submit(
    request: PromptRequest,
    { signal }: ProviderCall,
  ): Promise<Omit<ProviderOperation, 'providerId'>> {
    const [issue] = this.validate(request);
    const data = dataOf(request);
    if (issue || !data) throw refused(issue);
    const uris = await uploadReferences(this.host, request.references, signal);
    const { body, warnings } = falBody(request, data.inputs, (reference) => uris.get(reference) ?? '');
    const operationId = await submitToFal(this.host, { model: request.model.id, body, signal });
    const estimate = estimateCost(request);
    const { unitPrice } = data;
    const handle: FalHandle = {
      ...(unitPrice && { unit: { micros: unitPrice.micros, currency: unitPrice.currency } }),
      ...(estimate && { estimate }),
      warnings: [...warnings],
    };
    return { operationId, handle };
  }

  override status(operation: ProviderOperation, { signal }: ProviderCall): Promise<OperationStatus> {
    return askQueue(this.host, operation, { signal, stopped: this.stopped.has(operation.operationId) });
  }

  async cancel(operation: ProviderOperation, { signal }: ProviderCall): Promise<void> {
    if (!(await cancelInQueue(this.host, operation, signal))) return;
    if (this.stopped.size >= mostStopped) this.stopped.clear();
    this.stopped.add(operation.operationId);
  }

  override async checkHealth({ signal }: Pick<ProviderCall, 'signal'>): Promise<ProviderHealth> {
    try {
      await fetchPrices(this.host, [this.knownModel], signal);
      return { healthy: true, message: 'fal answers, and takes the key.' };
    } catch (thrown) {
      const { code, message } = VideoGenerationError.from(thrown);
      if (code === 'CANCELLED') throw thrown;
      return { healthy: false, message };
    }
  }
}

/** What all providers behind fal say of themselves alike. */
export function falFacts(
  maxConcurrent: number,
): Pick<
  ProviderDescriptor,
  'location' | 'accepts' | 'capabilities' | 'currency' | 'dedupe' | 'automatic' | 'maxConcurrent'
> {
  return {
    location: 'remote',
    accepts: ['prompt'],
    capabilities: ['text-to-video', 'animation', 'ai-generation'],
    currency: 'USD',
    dedupe: 'none',
    automatic: true,
    maxConcurrent,
  };
}

function refused(issue: RequestIssue | undefined): VideoGenerationError {
  const { where, message } = issue ?? { where: 'model', message: 'fal has no such model' };
  return withSubmission(
    new VideoGenerationError('INVALID_REQUEST', { message: `“${where}”: ${message}.`, details: { where } }),
    'unsent',
  );
}
