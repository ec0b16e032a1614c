import { z } from 'zod';
import {
  aspectRatios,
  BaseRemoteVideoProvider,
  videoQualities,
  VideoGenerationError,
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
import { healthOf, isGone, refusedRequest } from './google-answers.js';
import { GoogleClient } from './google-client.js';
import type { GoogleHost } from './google-credentials.js';
import { keepInlineResult } from './inline-result.js';
import { omniBody, omniIssues } from './omni-body.js';
import { omniEstimate } from './omni-estimate.js';
import { omniHandleSchema, readCreated, readInteraction, type OmniContent } from './omni-interaction.js';
import { omniModels, secondMicros } from './omni-models.js';
import { readReferences } from './reference-files.js';
import { goneOperation } from './veo-operation.js';

const defaultBase = 'https://generativelanguage.googleapis.com';

/** Milliseconds that Google keeps a finished clip. */
const fileLife = 48 * 3600 * 1000;

const fileSchema = z.looseObject({ state: z.string().optional() });

/** Gemini Omni on the Interactions API: create in the background, ask, cancel. */
export class OmniVideoProvider extends BaseRemoteVideoProvider {
  override readonly descriptor: ProviderDescriptor;
  private readonly client: GoogleClient;
  private readonly base: string;

  constructor(private readonly host: GoogleHost) {
    super();
    this.client = new GoogleClient(host);
    this.base = (host.options.baseUrl ?? defaultBase).replace(/\/+$/, '');
    this.descriptor = {
      id: 'veo',
      name: 'Google Gemini Omni',
      description: 'Clips with sound by Gemini Omni: made, changed, extended, enlarged.',
      location: 'remote',
      accepts: ['prompt'],
      capabilities: ['text-to-video', 'animation', 'ai-generation'],
      qualities: videoQualities,
      aspects: aspectRatios,
      maxDurationSeconds: 15,
      pictureQuality: 0.88,
      microsPerSecond: secondMicros('720p'),
      currency: 'USD',
      maxConcurrent: host.options.maxConcurrent,
      dedupe: 'none',
      models: omniModels.map(({ descriptor }) => descriptor),
      automatic: true,
    };
  }

  override validate(request: ProviderRequest): readonly RequestIssue[] {
    return request.input === 'prompt' ? omniIssues(request) : super.validate(request);
  }

  override estimate(request: ProviderRequest): Cost {
    return request.input === 'prompt' ? omniEstimate(request) : super.estimate(request);
  }

  protected override async submit(
    request: PromptRequest,
    { signal }: ProviderCall,
  ): Promise<Omit<ProviderOperation, 'providerId'>> {
    const [issue] = omniIssues(request);
    if (issue) throw refusedRequest(issue);
    const { body, warnings } = omniBody(request, await readReferences(request.references));
    const url = `${this.base}/v1beta/interactions`;
    const operationId = readCreated(await this.client.call({ method: 'POST', url, body, signal }));
    return { operationId, handle: { micros: omniEstimate(request).micros, warnings } };
  }

  override async status(
    { operationId, handle }: ProviderOperation,
    call: ProviderCall,
  ): Promise<OperationStatus> {
    const { signal } = call;
    const url = `${this.interaction(operationId)}?stream=false`;
    try {
      return await readInteraction(await this.client.call({ method: 'GET', url, signal }), {
        handle: omniHandleSchema.parse(handle ?? {}),
        secrets: this.client.credentials.secrets(),
        outputOf: (video) => this.outputOf(video, operationId, call),
      });
    } catch (thrown) {
      if (isUnknownInteraction(thrown)) return goneOperation(operationId);
      throw thrown;
    }
  }

  /** What has ended already cannot be cancelled, which is just as well. */
  async cancel({ operationId }: ProviderOperation, { signal }: ProviderCall): Promise<void> {
    try {
      await this.client.call({ method: 'POST', url: `${this.interaction(operationId)}/cancel`, signal });
    } catch (thrown) {
      if (!isUnknownInteraction(thrown) && !hasEnded(thrown)) throw thrown;
    }
  }

  authorize({ url }: RemoteFile): Readonly<Record<string, string>> {
    const isOwn = new URL(url).origin === new URL(this.base).origin;
    return isOwn ? (this.client.credentials.headersAtHand() ?? {}) : {};
  }

  override checkHealth({ signal }: Pick<ProviderCall, 'signal'>): Promise<ProviderHealth> {
    return healthOf(async () => {
      const url = `${this.base}/v1beta/models/${omniModels[0]?.descriptor.id}`;
      await this.client.call({ method: 'GET', url, signal });
    });
  }

  private interaction(id: string): string {
    return `${this.base}/v1beta/interactions/${encodeURIComponent(id)}`;
  }

  private async outputOf(
    { uri, data }: OmniContent,
    operationId: string,
    call: ProviderCall,
  ): Promise<OperationOutput | 'pending' | undefined> {
    if (data) return keepInlineResult(data, operationId, call);
    const id = uri && this.fileIdOf(uri);
    if (id) return this.fileOutput(id, call.signal);
    return uri && URL.canParse(uri) ? { mediaType: 'remote', url: uri, authenticated: false } : undefined;
  }

  /** Files of the service are asked for at the server of the options, which may stand before Google's. */
  private fileIdOf(uri: string): string | undefined {
    const [, origin, id] =
      /^(?:(https?:\/\/[^/]+)\/v1beta\/)?files\/([\w-]+)(?::download)?(?:\?.*)?$/.exec(uri) ?? [];
    const isOurs =
      origin === undefined || [this.base, defaultBase].some((base) => new URL(base).origin === origin);
    return isOurs ? id : undefined;
  }

  private async fileOutput(
    id: string,
    signal: AbortSignal,
  ): Promise<OperationOutput | 'pending' | undefined> {
    const address = `${this.base}/v1beta/files/${id}`;
    const state = await this.fileState(address, signal);
    if (state === 'PROCESSING') return 'pending';
    if (state === 'FAILED') return undefined;
    const expiresAt = new Date(this.host.clock.now().getTime() + fileLife).toISOString();
    return { mediaType: 'remote', url: `${address}:download?alt=media`, authenticated: true, expiresAt };
  }

  /** Google's guide says to wait until the file is there. Where it does not tell, the download will. */
  private async fileState(url: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      const read = fileSchema.safeParse(await this.client.call({ method: 'GET', url, signal }));
      return read.data?.state;
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      return undefined;
    }
  }
}

/** Google says it with a 404, or with a 400 about the name. */
function isUnknownInteraction(thrown: unknown): boolean {
  if (isGone(thrown)) return true;
  return VideoGenerationError.isInstance(thrown) && /invalid interaction name/i.test(thrown.message);
}

function hasEnded(thrown: unknown): boolean {
  return VideoGenerationError.isInstance(thrown) && thrown.details.reason === 'FAILED_PRECONDITION';
}
