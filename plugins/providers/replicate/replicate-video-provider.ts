import { z } from 'zod';
import {
  aspectRatios,
  BaseRemoteVideoProvider,
  VideoGenerationError,
  videoQualities,
  withSubmission,
  type ModelDescriptor,
  type OperationStatus,
  type PromptRequest,
  type ProviderCall,
  type ProviderDescriptor,
  type ProviderHealth,
  type ProviderOperation,
  type ProviderRequest,
  type RequestIssue,
} from 'aether-video/plugin';
import { inputsOf, replicateBody, replicateIssues } from './replicate-body.js';
import { callReplicate, isUnknown, type ReplicateHost } from './replicate-client.js';
import { discoverModel } from './replicate-discovery.js';
import { unreadable } from './replicate-errors.js';
import { knownModels } from './replicate-known-models.js';
import { gonePrediction, handleSchema, readPrediction, statusOf } from './replicate-prediction.js';
import { uploadReferences } from './replicate-uploads.js';

const accountSchema = z.looseObject({ username: z.string() });

/** Replicate's own limit on a running prediction. */
const timeoutSeconds = 1800;

/** Predictions by any model: describe, submit, ask, cancel. */
export class ReplicateVideoProvider extends BaseRemoteVideoProvider {
  override readonly descriptor: ProviderDescriptor;

  constructor(private readonly host: ReplicateHost) {
    super();
    this.descriptor = {
      id: 'replicate',
      name: 'Replicate',
      description: 'Pictures and clips by any model on Replicate, by its name.',
      location: 'remote',
      accepts: ['prompt'],
      capabilities: ['text-to-video', 'animation', 'ai-generation'],
      qualities: videoQualities,
      aspects: aspectRatios,
      maxDurationSeconds: 60,
      pictureQuality: 0.7,
      // Each model has a price of its own, and none is told: it is used only when it is named.
      microsPerSecond: 100_000,
      currency: 'USD',
      maxConcurrent: host.options.maxConcurrent,
      timeoutSeconds,
      dedupe: 'none',
      models: knownModels,
      acceptsAnyModel: true,
      automatic: false,
    };
  }

  override validate(request: ProviderRequest): readonly RequestIssue[] {
    return request.input === 'prompt' ? replicateIssues(request) : super.validate(request);
  }

  async describeModels(
    ids: readonly string[],
    { signal }: Pick<ProviderCall, 'signal'>,
  ): Promise<readonly ModelDescriptor[]> {
    // A signal for each: so many listeners on one would be taken for a leak.
    const asked = ids.map((id) => discoverModel(this.host, id, AbortSignal.any([signal])));
    const models = await Promise.all(asked);
    return models.filter((model) => model !== undefined);
  }

  protected override async submit(
    request: PromptRequest,
    call: ProviderCall,
  ): Promise<Omit<ProviderOperation, 'providerId'>> {
    const [issue] = replicateIssues(request);
    const inputs = inputsOf(request);
    if (issue || !inputs) throw refused(issue);
    const urls = await uploadReferences(this.host, request.references, call);
    const { path, body, warnings } = replicateBody(request, inputs, (one) => urls.get(one) ?? '');
    const headers = { 'cancel-after': `${this.host.options.cancelAfterSeconds}s` };
    const answer = await callReplicate(this.host, path, {
      method: 'POST',
      body,
      headers,
      signal: call.signal,
    });
    const { id } = readPrediction(answer.body);
    return { operationId: id, handle: { mediaType: request.model.mediaType, warnings } };
  }

  override async status(
    { operationId, handle }: ProviderOperation,
    { signal }: ProviderCall,
  ): Promise<OperationStatus> {
    try {
      const { body } = await callReplicate(this.host, predictionPath(operationId), { signal });
      return statusOf(readPrediction(body), handleSchema.parse(handle ?? {}), this.host.clock.now());
    } catch (thrown) {
      if (isUnknown(thrown)) return gonePrediction(operationId);
      throw thrown;
    }
  }

  async cancel({ operationId }: ProviderOperation, { signal }: ProviderCall): Promise<void> {
    try {
      await callReplicate(this.host, `${predictionPath(operationId)}/cancel`, { method: 'POST', signal });
    } catch (thrown) {
      if (!isUnknown(thrown)) throw thrown;
    }
  }

  override async checkHealth({ signal }: Pick<ProviderCall, 'signal'>): Promise<ProviderHealth> {
    try {
      const { body } = await callReplicate(this.host, '/account', { signal });
      const account = accountSchema.safeParse(body);
      if (!account.success)
        throw unreadable('Replicate’s answer about the account is not what it should be.');
      return { healthy: true, message: `Ready: account ${account.data.username.slice(0, 100)}.` };
    } catch (thrown) {
      const { code, message } = VideoGenerationError.from(thrown);
      if (code === 'CANCELLED') throw thrown;
      return { healthy: false, message };
    }
  }
}

const predictionPath = (id: string): string => `/predictions/${encodeURIComponent(id)}`;

function refused(issue: RequestIssue | undefined): VideoGenerationError {
  const { where, message } = issue ?? { where: 'model', message: 'nobody knows what it takes' };
  return withSubmission(
    new VideoGenerationError('INVALID_REQUEST', { message: `“${where}”: ${message}.`, details: { where } }),
    'unsent',
  );
}
