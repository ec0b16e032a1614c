import {
  aspectRatios,
  BaseRemoteVideoProvider,
  videoQualities,
  VideoGenerationError,
  withSubmission,
  type Cost,
  type ModelDescriptor,
  type OperationStatus,
  type PromptRequest,
  type ProviderCall,
  type ProviderDescriptor,
  type ProviderHealth,
  type ProviderOperation,
  type ProviderRequest,
  type ProviderWarning,
  type RequestIssue,
  type TimelineRequest,
} from 'aether-video/plugin';
import {
  modelIds,
  promptIssues,
  promptSubmission,
  timelineIssues,
  timelineSubmission,
  type SynthesiaSubmission,
} from './synthesia-body.js';
import { fetchCaptions } from './synthesia-captions.js';
import { callSynthesia, type SynthesiaHost } from './synthesia-client.js';
import type { SynthesiaOptions } from './synthesia-options.js';
import { speakingSeconds } from './synthesia-script.js';
import { goneVideo, handleSchema, readVideo, readVideos, statusOf } from './synthesia-video.js';

type Submitted = Omit<ProviderOperation, 'providerId'>;

/** Videos that a list gives at once. Source: Synthesia's API reference. */
const longestPage = 100;

/** Synthesia's videos: a script in, an avatar that speaks it out. */
export class SynthesiaVideoProvider extends BaseRemoteVideoProvider {
  override readonly descriptor: ProviderDescriptor;

  constructor(private readonly host: SynthesiaHost) {
    super();
    this.descriptor = describe(host.options);
  }

  override validate(request: ProviderRequest): readonly RequestIssue[] {
    return request.input === 'prompt' ? promptIssues(request, this.host.options) : timelineIssues(request);
  }

  /** By the price in the options; test videos cost nothing. A prompt is as long as it takes to speak it. */
  override estimate(request: ProviderRequest): Cost {
    if (request.input === 'timeline' || request.model.price?.per !== 'second') return super.estimate(request);
    if (request.providerOptions.test === true) return { micros: 0, currency: this.descriptor.currency };
    return super.estimate({ ...request, duration: speakingSeconds(request.prompt) });
  }

  protected override submit(request: PromptRequest, call: ProviderCall): Promise<Submitted> {
    this.refuse(request);
    return this.send(promptSubmission(request, this.host.options, call.idempotencyKey), request, call);
  }

  protected override submitTimeline(request: TimelineRequest, call: ProviderCall): Promise<Submitted> {
    this.refuse(request);
    const { width, height } = request.timeline;
    const ratio = aspectRatios.find((name) => Math.abs(ratioOf(name) / (width / height) - 1) < 0.01);
    const { options } = this.host;
    return this.send(
      timelineSubmission(request, options, ratio ?? '16:9', call.idempotencyKey),
      request,
      call,
    );
  }

  override async status(
    { operationId, handle }: ProviderOperation,
    { signal }: ProviderCall,
  ): Promise<OperationStatus> {
    try {
      const answer = await callSynthesia(this.host, signal, { method: 'GET', path: pathOf(operationId) });
      const video = readVideo(answer);
      const captions = await fetchCaptions(this.host, video, signal);
      return statusOf(video, handleSchema.parse(handle ?? {}), captions);
    } catch (thrown) {
      if (isGone(thrown)) return goneVideo(operationId);
      throw thrown;
    }
  }

  /** By the `callbackId` that the submission carried. A video that is not in the list yet is none that is absent. */
  async lookup(
    request: ProviderRequest,
    { signal, idempotencyKey }: ProviderCall,
  ): Promise<ProviderOperation | 'unknown'> {
    const path = `/v2/videos?limit=${longestPage}&offset=0`;
    const videos = readVideos(await callSynthesia(this.host, signal, { method: 'GET', path }));
    const found = videos.find(({ callbackId }) => callbackId === idempotencyKey);
    if (!found) return 'unknown';
    const { isTest, warnings } = this.submissionOf(request, idempotencyKey);
    const handle = this.handleOf(request, isTest, warnings);
    return { providerId: this.descriptor.id, operationId: found.id, handle };
  }

  /** Deletes the video. What has been made of it may be charged all the same. */
  async cancel({ operationId }: ProviderOperation, { signal }: ProviderCall): Promise<void> {
    try {
      await callSynthesia(this.host, signal, { method: 'DELETE', path: pathOf(operationId) });
    } catch (thrown) {
      if (!isGone(thrown)) throw thrown;
    }
  }

  override async checkHealth({ signal }: Pick<ProviderCall, 'signal'>): Promise<ProviderHealth> {
    try {
      await callSynthesia(this.host, signal, { method: 'GET', path: '/v2/videos?limit=1&offset=0' });
      return { healthy: true, message: 'Ready: the key is accepted.' };
    } catch (thrown) {
      const { code, message } = VideoGenerationError.from(thrown);
      if (code === 'CANCELLED') throw thrown;
      return { healthy: false, message };
    }
  }

  private submissionOf(request: ProviderRequest, key: string): SynthesiaSubmission {
    const { options } = this.host;
    if (request.input === 'prompt') return promptSubmission(request, options, key);
    return timelineSubmission(request, options, '16:9', key);
  }

  private refuse(request: ProviderRequest): void {
    const [issue] = this.validate(request);
    if (!issue) return;
    const { where, message } = issue;
    throw withSubmission(
      new VideoGenerationError('INVALID_REQUEST', { message: `“${where}”: ${message}.`, details: { where } }),
      'unsent',
    );
  }

  private async send(
    { call: post, isTest, warnings }: SynthesiaSubmission,
    request: ProviderRequest,
    { signal }: ProviderCall,
  ): Promise<Submitted> {
    const { id } = readVideo(await callSynthesia(this.host, signal, post));
    return { operationId: id, handle: this.handleOf(request, isTest, warnings) };
  }

  private handleOf(
    request: ProviderRequest,
    isTest: boolean,
    warnings: SynthesiaSubmission['warnings'],
  ): Readonly<Record<string, unknown>> {
    const { price } = this.host.options;
    if (isTest) return { warnings };
    // For prompts the gateway says it.
    if (!price) return { warnings: request.input === 'prompt' ? warnings : [...warnings, priceUnknown] };
    return { cost: this.estimate(request), microsPerSecond: price.microsPerSecond, warnings };
  }
}

const priceUnknown: ProviderWarning = {
  code: 'PRICE_UNKNOWN',
  message: 'Nobody here knows what the video costs.',
  why: 'Synthesia counts it against your plan, and publishes no price.',
  effect: 'It counts as free. The option price says what your plan makes of a second.',
};

function describe(options: SynthesiaOptions): ProviderDescriptor {
  const { maxConcurrent, price, test } = options;
  return {
    id: 'synthesia',
    name: 'Synthesia',
    description: 'Avatars that speak your script.',
    location: 'remote',
    accepts: ['timeline', 'prompt'],
    capabilities: ['avatar', 'ai-generation', 'narration', 'captions', 'transitions', 'music'],
    qualities: videoQualities,
    aspects: aspectRatios,
    maxDurationSeconds: 3600,
    pictureQuality: 0.8,
    microsPerSecond: test ? 0 : (price?.microsPerSecond ?? 0),
    currency: price?.currency ?? 'USD',
    maxConcurrent,
    timeoutSeconds: 3600,
    dedupe: 'lookup',
    models: describeModels(options),
    ignoresVisuals: true,
    // A stranger’s face is no default for a video that nobody asked an avatar for.
    automatic: false,
  };
}

function describeModels({ price, test }: SynthesiaOptions): ModelDescriptor[] {
  const free = { micros: 0, per: 'generation', currency: 'USD', asOf: '2026-11-20' } as const;
  const shared = {
    mediaType: 'video',
    tasks: ['avatar'],
    resolutions: [],
    framesPerSecond: [],
    audio: 'always',
    references: {},
    supportsSeed: false,
    supportsNegativePrompt: false,
    promptLimit: 20_000,
    rateLimit: { requests: 60, perSeconds: 60 },
    pictureQuality: 0.8,
  } as const satisfies Partial<ModelDescriptor>;
  const { microsPerSecond: micros = 0, currency = 'USD', asOf = '' } = price ?? {};
  const perSecond = price && ({ micros, per: 'second', currency, asOf } as const);
  const avatarPrice = test ? free : perSecond;
  return [
    {
      ...shared,
      id: modelIds.avatar,
      aspectRatios: ['9:16', '16:9', '1:1', '4:5', '5:4'],
      ...(avatarPrice && { price: avatarPrice }),
    },
    // How long the template's own scenes are, nobody can tell before.
    { ...shared, id: modelIds.template, aspectRatios: [], ...(test && { price: free }) },
  ];
}

function ratioOf(name: string): number {
  const [width = 1, height = 1] = name.split(':').map(Number);
  return width / height;
}

const pathOf = (id: string): string => `/v2/videos/${encodeURIComponent(id)}`;

function isGone(thrown: unknown): boolean {
  return VideoGenerationError.isInstance(thrown) && thrown.details.status === 404;
}
