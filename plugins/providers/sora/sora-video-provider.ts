import {
  aspectRatios,
  BaseRemoteVideoProvider,
  videoQualities,
  VideoGenerationError,
  withSubmission,
  type Cost,
  type ModelDescriptor,
  type ModelPrice,
  type OperationStatus,
  type PromptRequest,
  type ProviderCall,
  type ProviderDescriptor,
  type ProviderHealth,
  type ProviderOperation,
  type ProviderRequest,
  type RequestIssue,
} from 'aether-video/plugin';
import { soraSubmission, type Spelling } from './sora-body.js';
import { callServer, credentials, type SoraHost } from './sora-client.js';
import { soraIssues } from './sora-issues.js';
import {
  isShutDownService,
  openAiShutdown,
  replacement,
  soraModels,
  traitsOf,
  type SoraModel,
} from './sora-models.js';
import type { ServerTraits } from './sora-servers.js';
import { goneVideo, handleSchema, readVideo, statusOf } from './sora-video.js';

/** The OpenAI Videos protocol at whichever server the options name. */
export class SoraVideoProvider extends BaseRemoteVideoProvider {
  override readonly descriptor: ProviderDescriptor;
  /** There only for servers whose DELETE stops the work: elsewhere it would hide what goes on. */
  readonly cancel?: (operation: ProviderOperation, call: ProviderCall) => Promise<void>;
  private readonly models: readonly SoraModel[];
  private readonly traits: ServerTraits;

  constructor(private readonly host: SoraHost) {
    super();
    const { options } = host;
    this.models = soraModels(options);
    this.traits = traitsOf(options);
    this.descriptor = describe(options.maxConcurrent, this.models);
    if (this.traits.deleteStops) this.cancel = (operation, call) => this.delete(operation, call);
  }

  override validate(request: ProviderRequest): readonly RequestIssue[] {
    if (request.input !== 'prompt') return super.validate(request);
    const spelling = this.spellingOf(request);
    return spelling ? soraIssues(request, spelling) : [{ where: 'model', message: 'it is not configured' }];
  }

  /** The price in the options, for the size that is asked for; a changed video may be as long as any. */
  override estimate(request: ProviderRequest): Cost {
    if (request.input !== 'prompt') return super.estimate(request);
    const price = this.priceOf(request);
    const duration = keepsLength(request) ? longest(request.model) : request.duration;
    return super.estimate({
      ...request,
      model: { ...request.model, ...(price && { price }) },
      ...(duration !== undefined && { duration }),
    });
  }

  protected override async submit(
    request: PromptRequest,
    call: ProviderCall,
  ): Promise<Omit<ProviderOperation, 'providerId'>> {
    if (isShutDownService(this.host.options)) throw shutDown(request.model.id);
    const [issue] = this.validate(request);
    const spelling = this.spellingOf(request);
    if (issue || !spelling) throw refused(issue);
    const submission = await soraSubmission(request, spelling);
    const { id } = readVideo(await callServer(this.host, call.signal, submission.call));
    const { warnings } = submission;
    return { operationId: id, handle: { ...this.costs(request), ...variantOf(spelling.model), warnings } };
  }

  override async status(
    { operationId, handle }: ProviderOperation,
    { signal }: ProviderCall,
  ): Promise<OperationStatus> {
    const { baseUrl, apiKey } = this.host.options;
    try {
      const answer = await callServer(this.host, signal, { method: 'GET', path: pathOf(operationId) });
      return statusOf(readVideo(answer), { handle: handleSchema.parse(handle ?? {}), baseUrl, apiKey });
    } catch (thrown) {
      if (isGone(thrown)) return goneVideo(operationId);
      throw thrown;
    }
  }

  authorize(): Readonly<Record<string, string>> {
    return credentials(this.host.options);
  }

  override async checkHealth({ signal }: Pick<ProviderCall, 'signal'>): Promise<ProviderHealth> {
    if (isShutDownService(this.host.options)) {
      return { healthy: false, message: `OpenAI switched its Videos API off on ${openAiShutdown}.` };
    }
    try {
      await callServer(this.host, signal, { method: 'GET', path: '/videos?limit=1' });
      return { healthy: true, message: 'Ready: the server answers.' };
    } catch (thrown) {
      const { code, message } = VideoGenerationError.from(thrown);
      if (code === 'CANCELLED') throw thrown;
      return { healthy: false, message };
    }
  }

  private async delete({ operationId }: ProviderOperation, { signal }: ProviderCall): Promise<void> {
    try {
      await callServer(this.host, signal, { method: 'DELETE', path: pathOf(operationId) });
    } catch (thrown) {
      if (!isGone(thrown)) throw thrown;
    }
  }

  private priceOf(request: PromptRequest): ModelPrice | undefined {
    const model = this.modelOf(request);
    const size = model?.sizes[request.resolution ?? '']?.[request.aspectRatio ?? ''] ?? '';
    return model?.priceBySize[size] ?? request.model.price;
  }

  /** What is kept of the price. The length of an extended video is that of the whole, which is not charged. */
  private costs(request: PromptRequest): object {
    const price = this.priceOf(request);
    if (!price) return {};
    const isByLength = price.per === 'second' && request.task !== 'extend';
    return { cost: this.estimate(request), ...(isByLength && { microsPerSecond: price.micros }) };
  }

  private modelOf({ model }: PromptRequest): SoraModel | undefined {
    return this.models.find(({ descriptor }) => descriptor.id === model.id);
  }

  private spellingOf(request: PromptRequest): Spelling | undefined {
    const model = this.modelOf(request);
    return model && { options: this.host.options, traits: this.traits, model };
  }
}

function describe(maxConcurrent: number, models: readonly SoraModel[]): ProviderDescriptor {
  const descriptors = models.map(({ descriptor }) => descriptor);
  const prices = descriptors.flatMap(({ price }) => (price?.per === 'second' ? [price] : []));
  return {
    id: 'sora',
    name: 'OpenAI Videos',
    description: 'Clips by any server that speaks the OpenAI Videos protocol.',
    location: 'remote',
    accepts: ['prompt'],
    capabilities: ['text-to-video', 'animation', 'ai-generation'],
    qualities: videoQualities,
    aspects: aspectRatios,
    maxDurationSeconds: Math.max(...descriptors.map((model) => longest(model) ?? 60)),
    pictureQuality: descriptors[0]?.pictureQuality ?? 0.5,
    microsPerSecond: prices[0]?.micros ?? 0,
    currency: prices[0]?.currency ?? 'USD',
    maxConcurrent,
    dedupe: 'none',
    models: descriptors,
    automatic: true,
  };
}

const pathOf = (id: string): string => `/videos/${encodeURIComponent(id)}`;

const keepsLength = ({ task }: PromptRequest): boolean => task === 'remix' || task === 'video-to-video';

function longest({ durations }: ModelDescriptor): number | undefined {
  return durations?.kind === 'list' ? Math.max(...durations.seconds) : durations?.maximum;
}

function variantOf({ variant }: SoraModel): object {
  return variant ? { variant } : {};
}

function isGone(thrown: unknown): boolean {
  return VideoGenerationError.isInstance(thrown) && thrown.details.status === 404;
}

function refused(issue: RequestIssue | undefined): VideoGenerationError {
  const { where, message } = issue ?? { where: 'model', message: 'it is not configured' };
  return withSubmission(
    new VideoGenerationError('INVALID_REQUEST', { message: `“${where}”: ${message}.`, details: { where } }),
    'unsent',
  );
}

function shutDown(model: string): VideoGenerationError {
  return withSubmission(
    new VideoGenerationError('MODEL_SHUT_DOWN', {
      message: `OpenAI switched “${model}” and its whole Videos API off on ${openAiShutdown}.`,
      howToFix: replacement,
      details: { model, shutdownOn: openAiShutdown },
    }),
    'unsent',
  );
}
