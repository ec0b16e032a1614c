import {
  aspectRatios,
  BaseRemoteVideoProvider,
  videoQualities,
  VideoGenerationError,
  withSubmission,
  type Cost,
  type OperationOutput,
  type OperationStatus,
  type PromptRequest,
  type ProviderCall,
  type ProviderDescriptor,
  type ProviderHealth,
  type ProviderOperation,
  type ProviderRequest,
  type RemoteFile,
  type RequestIssue,
} from 'aether-video/plugin';
import { downloadAddress, permissionAddress, requireReadable } from './cloud-storage.js';
import { GoogleClient } from './google-client.js';
import type { GoogleHost } from './google-credentials.js';
import { healthOf, isGone, refusedRequest } from './google-answers.js';
import { keepInlineResult } from './inline-result.js';
import { readReferences } from './reference-files.js';
import { healthResource, modelResource, vertexBase } from './veo-address.js';
import { secondsOf, veoBody, veoIssues } from './veo-body.js';
import { veoModelOf, veoModels } from './veo-models.js';
import {
  goneOperation,
  readCreated,
  readOperation,
  resourceOf,
  veoHandleSchema,
  type VeoVideo,
} from './veo-operation.js';

/** Veo's long-running operations on Vertex AI: submit and ask. Nothing there can be stopped. */
export class VeoVideoProvider extends BaseRemoteVideoProvider {
  override readonly descriptor: ProviderDescriptor;
  private readonly client: GoogleClient;

  constructor(private readonly host: GoogleHost) {
    super();
    this.client = new GoogleClient(host);
    this.descriptor = {
      id: 'veo',
      name: 'Google Veo',
      description: 'Clips with sound by Veo on Vertex AI.',
      location: 'remote',
      accepts: ['prompt'],
      capabilities: ['text-to-video', 'animation', 'ai-generation'],
      qualities: videoQualities,
      aspects: aspectRatios,
      maxDurationSeconds: 8,
      pictureQuality: 0.95,
      microsPerSecond: 400_000,
      currency: 'USD',
      maxConcurrent: host.options.maxConcurrent,
      dedupe: 'none',
      models: veoModels.map(({ descriptor }) => descriptor),
      automatic: true,
    };
  }

  override validate(request: ProviderRequest): readonly RequestIssue[] {
    return request.input === 'prompt' ? veoIssues(request) : super.validate(request);
  }

  /** The list price for the resolution, with or without sound. */
  override estimate(request: ProviderRequest): Cost {
    if (request.input !== 'prompt') return super.estimate(request);
    const prices = veoModelOf(request.model.id)?.prices;
    const resolution = request.resolution ?? '';
    const silent = request.audio === false ? prices?.silent[resolution] : undefined;
    const micros = silent ?? prices?.loud[resolution] ?? request.model.price?.micros ?? 0;
    return { micros: Math.ceil(micros * secondsOf(request)), currency: 'USD' };
  }

  protected override async submit(
    request: PromptRequest,
    { signal }: ProviderCall,
  ): Promise<Omit<ProviderOperation, 'providerId'>> {
    const [issue] = veoIssues(request);
    if (issue) throw refusedRequest(issue);
    const { location, storageUri } = this.host.options;
    const files = await readReferences(request.references);
    const { body, warnings } = veoBody(request, files, storageUri);
    const project = await this.project();
    const resource = modelResource(request.model.id, location, project);
    const url = `${vertexBase(this.host.options, project)}/${resource}:predictLongRunning`;
    const operationId = readCreated(await this.client.call({ method: 'POST', url, body, signal }));
    return { operationId, handle: { micros: this.estimate(request).micros, warnings } };
  }

  override async status(
    { operationId, handle }: ProviderOperation,
    call: ProviderCall,
  ): Promise<OperationStatus> {
    const resource = resourceOf(operationId);
    if (resource === undefined) return goneOperation(operationId);
    const url = `${vertexBase(this.host.options, await this.project())}/${resource}:fetchPredictOperation`;
    const body = { operationName: operationId };
    try {
      const answer = await this.client.call({ method: 'POST', url, body, signal: call.signal });
      return await readOperation(answer, {
        handle: veoHandleSchema.parse(handle ?? {}),
        secrets: this.client.credentials.secrets(),
        outputOf: (video) => this.outputOf(video, operationId, call),
      });
    } catch (thrown) {
      if (isGone(thrown)) return goneOperation(operationId);
      throw thrown;
    }
  }

  /**
   * Cloud Storage takes the same token. Without one at hand, right after a start, it refuses, and the gateway asks
   * for the operation once more, which brings a token.
   */
  authorize({ url }: RemoteFile): Readonly<Record<string, string>> {
    const isStorage = new URL(url).origin === new URL(this.host.options.storageBaseUrl).origin;
    return isStorage ? (this.client.credentials.headersAtHand() ?? {}) : {};
  }

  override checkHealth({ signal }: Pick<ProviderCall, 'signal'>): Promise<ProviderHealth> {
    return healthOf(async () => {
      const project = await this.project();
      const { location } = this.host.options;
      const place = healthResource(veoModels[0]?.descriptor.id ?? '', location, project);
      const url = `${vertexBase(this.host.options, project)}/${place}`;
      await this.client.call({ method: 'GET', url, signal });
      await this.requireReadableStorage(signal);
    });
  }

  /** A paid clip that cannot be fetched is lost: better known before. */
  private async requireReadableStorage(signal: AbortSignal): Promise<void> {
    const { storageUri, storageBaseUrl } = this.host.options;
    if (storageUri === undefined) return;
    const url = permissionAddress(storageUri, storageBaseUrl);
    requireReadable(storageUri, await this.client.call({ method: 'GET', url, signal }));
  }

  /** @throws VideoGenerationError, unsent */
  private async project(): Promise<string | undefined> {
    const { project } = this.host.options;
    try {
      return project ?? (await this.client.credentials.projectId());
    } catch (thrown) {
      throw withSubmission(VideoGenerationError.from(thrown), 'unsent');
    }
  }

  private async outputOf(
    { gcsUri, bytesBase64Encoded }: VeoVideo,
    operationId: string,
    call: ProviderCall,
  ): Promise<OperationOutput | undefined> {
    if (bytesBase64Encoded) return keepInlineResult(bytesBase64Encoded, operationId, call);
    const url = gcsUri && downloadAddress(gcsUri, this.host.options.storageBaseUrl);
    return url ? { mediaType: 'remote', url, authenticated: true } : undefined;
  }
}
