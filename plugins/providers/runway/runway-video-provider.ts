import {
  aspectRatios,
  BaseRemoteVideoProvider,
  videoQualities,
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
import { endpointOf, runwayBody, runwayIssues } from './runway-body.js';
import { callRunway, type RunwayHost } from './runway-client.js';
import { runwayModel, runwayModels } from './runway-models.js';
import { readOrganization } from './runway-health.js';
import { goneTask, handleSchema, readCreated, readTask } from './runway-task.js';
import { uploadReferences } from './runway-uploads.js';

/** Runway's tasks: submit, ask, delete. */
export class RunwayVideoProvider extends BaseRemoteVideoProvider {
  override readonly descriptor: ProviderDescriptor;

  constructor(private readonly host: RunwayHost) {
    super();
    this.descriptor = {
      id: 'runway',
      name: 'Runway',
      description: 'Clips and pictures by Runway and the models behind its key.',
      location: 'remote',
      accepts: ['prompt'],
      capabilities: ['text-to-video', 'animation', 'ai-generation'],
      qualities: videoQualities,
      aspects: aspectRatios,
      maxDurationSeconds: 30,
      pictureQuality: 0.9,
      microsPerSecond: 120_000,
      currency: 'USD',
      maxConcurrent: host.options.maxConcurrent,
      dedupe: 'none',
      models: runwayModels.map(({ descriptor }) => descriptor),
      automatic: true,
    };
  }

  override validate(request: ProviderRequest): readonly RequestIssue[] {
    return request.input === 'prompt' ? runwayIssues(request) : super.validate(request);
  }

  /** The list price; the highest one where the request leaves it open. */
  override estimate(request: ProviderRequest): Cost {
    const model = request.input === 'prompt' ? runwayModel(request.model.id) : undefined;
    if (request.input !== 'prompt' || !model) return super.estimate(request);
    const silent = request.audio === false ? model.silentPrice : undefined;
    const price = silent ?? model.priceOf?.[request.resolution ?? ''] ?? request.model.price;
    const duration = request.duration ?? model.assumedSeconds;
    return super.estimate({
      ...request,
      model: { ...request.model, ...(price && { price }) },
      ...(duration === undefined ? {} : { duration }),
    });
  }

  protected override async submit(
    request: PromptRequest,
    call: ProviderCall,
  ): Promise<Omit<ProviderOperation, 'providerId'>> {
    const [issue] = runwayIssues(request);
    const endpoint = endpointOf(request);
    if (issue || !endpoint) throw refused(issue);
    const uris = await uploadReferences(this.host, request.references, call);
    const uriOf = (reference: (typeof request.references)[number]): string => uris.get(reference) ?? '';
    const { path, body, warnings } = runwayBody(request, endpoint, uriOf);
    const answer = await callRunway(this.host, call.signal, (client) => client.post(path, { body }));
    const { id, estimatedCost } = readCreated(answer);
    const estimate = estimatedCost && { estimatedCredits: estimatedCost.credits };
    return { operationId: id, handle: { ...estimate, warnings } };
  }

  override async status(
    { operationId, handle }: ProviderOperation,
    { signal }: ProviderCall,
  ): Promise<OperationStatus> {
    try {
      const answer = await callRunway(this.host, signal, (client) => client.tasks.retrieve(operationId));
      return readTask(answer, handleSchema.parse(handle ?? {}), this.host.clock.now());
    } catch (thrown) {
      if (isGone(thrown)) return goneTask(operationId);
      throw thrown;
    }
  }

  /** Also deletes what a finished task made. */
  async cancel({ operationId }: ProviderOperation, { signal }: ProviderCall): Promise<void> {
    try {
      await callRunway(this.host, signal, (client) => client.tasks.delete(operationId));
    } catch (thrown) {
      if (!isGone(thrown)) throw thrown;
    }
  }

  override async checkHealth({ signal }: Pick<ProviderCall, 'signal'>): Promise<ProviderHealth> {
    try {
      const answer = await callRunway(this.host, signal, (client) => client.organization.retrieve());
      return readOrganization(answer);
    } catch (thrown) {
      const { code, message } = VideoGenerationError.from(thrown);
      if (code === 'CANCELLED') throw thrown;
      return { healthy: false, message };
    }
  }
}

function isGone(thrown: unknown): boolean {
  return VideoGenerationError.isInstance(thrown) && thrown.details.status === 404;
}

function refused(issue: RequestIssue | undefined): VideoGenerationError {
  const { where, message } = issue ?? { where: 'model', message: 'Runway has no such model' };
  return withSubmission(
    new VideoGenerationError('INVALID_REQUEST', { message: `“${where}”: ${message}.`, details: { where } }),
    'unsent',
  );
}
