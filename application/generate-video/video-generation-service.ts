import type { ChannelDescriptor } from '../../domain/channel/channel-strategy.js';
import type { DiagnosticFinding, IDiagnostic } from '../../domain/diagnosis/diagnosis.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { TokenPrice } from '../../domain/language-model/language-model.js';
import type { FoundTemplate } from '../../domain/template/video-template.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { IPluginCatalog } from '../../domain/plugin/plugin-catalog.js';
import type { PluginStatus } from '../../domain/plugin/plugin-status.js';
import type { ProviderDescriptor } from '../../domain/provider/provider-descriptor.js';
import type { SpeechVoice } from '../../domain/speech/speech-synthesizer.js';
import type { VideoRequest } from '../../domain/video/video-request.js';
import type { VideoResult } from '../../domain/video/video-result.js';
import { ConcurrencyLimiter } from '../concurrency/concurrency-limiter.js';
import { mapLimited } from '../concurrency/map-limited.js';
import { checkHealth, type HealthReport } from './check-health.js';
import { checkRequest } from './check-request.js';
import type { BatchOptions, GenerateOptions } from './generate-options.js';
import { MediaDesk, serviceEnded } from '../generate-media/media-desk.js';
import type { MediaGateway } from '../generate-media/media-gateway.js';
import type { MediaMetrics } from '../generate-media/gateway-metrics.js';
import { GenerationMetrics, type VideoMetrics } from './generation-metrics.js';
import { GenerationRunner, type GenerationRun, type GenerationRunnerParts } from './generation-runner.js';
import { RecentVideos, type VideoState } from './recent-videos.js';
import { ResultBuilder } from './result-builder.js';
import { createVideoJobs, runAsJob, type JobParts, type ServiceRun } from './run-as-job.js';
import type { VideoJobs } from './video-jobs.js';
import { asValidation, type ScriptValidation } from './validate-script.js';

export interface VideoGenerationParts extends GenerationRunnerParts {
  readonly logger: ILogger;
  readonly plugins: IPluginCatalog;
  readonly diagnostics: readonly IDiagnostic[];
  readonly media: MediaGateway;
  readonly jobs: JobParts;
  /** Closes what the parts keep open, such as a database. */
  closeStores(): Promise<void>;
}

/** Counts of whole videos, and of the clips and pictures that were asked of providers. */
export interface ServiceMetrics extends VideoMetrics {
  readonly media: MediaMetrics;
}

export interface AvailableProvider extends ProviderDescriptor {
  /** False if the settings switch it off. */
  readonly enabled: boolean;
}

export interface AvailableModel {
  /** `openai/gpt-5.6-luna`. */
  readonly id: string;
  readonly description: string;
  /** True: nothing leaves this machine. */
  readonly offline: boolean;
  /** Absent: nobody knows. */
  readonly price?: TokenPrice;
}

export interface AvailableVoice extends SpeechVoice {
  /** Engine id. */
  readonly engine: string;
  /** False if text leaves the machine. */
  readonly offline: boolean;
}

/** The facade: makes videos, clips and pictures, and knows what became of them. */
export class VideoGenerationService extends MediaDesk {
  /** Videos as jobs that survive this process, if the settings say so. */
  readonly jobs: VideoJobs;
  private readonly runner: GenerationRunner;
  private readonly limiter: ConcurrencyLimiter;
  private readonly recent = new RecentVideos();
  private readonly metrics = new GenerationMetrics();

  constructor(private readonly parts: VideoGenerationParts) {
    super(parts);
    const { maxConcurrentGenerations: limit, maxQueued } = parts.config.settings.global;
    this.limiter = new ConcurrencyLimiter({ name: 'generations', limit, maxQueued });
    this.runner = new GenerationRunner(parts);
    const { runner, limiter } = this;
    const resolveOperation: MediaDesk['resolveOperation'] = (key, as) => this.resolveOperation(key, as);
    this.jobs = createVideoJobs(parts, { runner, limiter, resolveOperation });
  }

  /**
   * Makes one video. Never rejects: what went wrong is in the result, whose status is then `failed` or
   * `cancelled`.
   */
  async generateVideo(request: VideoRequest, options: GenerateOptions = {}): Promise<VideoResult> {
    const { clock, logger } = this.parts;
    const result = new ResultBuilder(crypto.randomUUID(), clock.now());
    const stop = new AbortController();
    const forward = (): void => stop.abort(options.signal?.reason);
    if (options.signal?.aborted) forward();
    options.signal?.addEventListener('abort', forward, { once: true });
    this.recent.add(result.id, stop);
    const run: ServiceRun = {
      request,
      result,
      submit: { preset: options.preset, correlationId: options.correlationId },
      signal: stop.signal,
      logger: logger.child({ videoId: result.id }),
      onProgress: (progress) => {
        this.recent.update(result.id, { progress });
        this.tell(() => options.onProgress?.(progress));
      },
    };
    try {
      return await this.track(this.settled(run));
    } finally {
      options.signal?.removeEventListener('abort', forward);
    }
  }

  /** Makes several videos, a few at once. The results are in the requests' order; one failure sinks no other. */
  generateBatch(requests: readonly VideoRequest[], options: BatchOptions = {}): Promise<VideoResult[]> {
    const { maxConcurrentGenerations } = this.parts.config.settings.global;
    return mapLimited(requests, maxConcurrentGenerations, async (request, index) => {
      const result = await this.generateVideo(request, {
        preset: options.preset,
        signal: options.signal,
        onProgress: (progress) => options.onProgress?.(progress, index),
      });
      this.tell(() => options.onResult?.(result, index));
      return result;
    });
  }

  /** Reads and plans, but makes nothing: all that is wrong with a script, its media and its options. */
  async validateScript(request: VideoRequest, options: GenerateOptions = {}): Promise<ScriptValidation> {
    return asValidation(await this.generateVideo({ ...request, dryRun: true }, options));
  }

  /** @throws VideoGenerationError VIDEO_UNKNOWN */
  getVideoStatus(id: string): VideoState {
    return this.recent.state(id);
  }

  /** Stops a video. False if it had ended before. @throws VideoGenerationError VIDEO_UNKNOWN */
  cancel(id: string): boolean {
    return this.recent.cancel(id);
  }

  getAvailableProviders(): AvailableProvider[] {
    const { registry, config } = this.parts;
    return registry
      .list()
      .map(({ descriptor }) => ({ ...descriptor, enabled: config.provider(descriptor.id).enabled }));
  }

  /** Those that the settings do not switch off. */
  getAvailableChannels(): ChannelDescriptor[] {
    return this.parts.reader.enabledChannels().map(({ descriptor }) => descriptor);
  }

  getAvailableVoices(): AvailableVoice[] {
    return this.parts.engines.flatMap(({ id, offline, voices }) =>
      voices.map((voice) => ({ ...voice, engine: id, offline })),
    );
  }

  /** The language models that can write scripts here. */
  getAvailableModels(): AvailableModel[] {
    return this.parts.models.flatMap(({ id, description, offline, models }) =>
      models.map(({ id: model, price }) => ({
        id: `${id}/${model}`,
        description,
        offline,
        ...(price ? { price } : {}),
      })),
    );
  }

  /** @throws VideoGenerationError TEMPLATE_INVALID */
  getTemplates(): Promise<readonly FoundTemplate[]> {
    return this.parts.templates.list();
  }

  checkHealth(): Promise<HealthReport> {
    return checkHealth(this.parts);
  }

  getMetrics(): ServiceMetrics {
    const { active, queued } = this.limiter;
    return { ...this.metrics.snapshot(active, queued), media: this.parts.media.metrics() };
  }

  /** All plugins that were found, with the reason for each that does not work. */
  getPlugins(): readonly PluginStatus[] {
    return this.parts.plugins.list();
  }

  /** Examines the installation, part by part; never rejects. */
  async diagnose(signal: AbortSignal = new AbortController().signal): Promise<DiagnosticFinding[]> {
    const findings = await Promise.all(
      this.parts.diagnostics.map((diagnostic) => diagnostic.examine(signal)),
    );
    return findings.flat();
  }

  /**
   * Stops the jobs under way so that they can go on later, cancels other videos, and ends all plugins; paid work goes
   * on at its providers and is taken up at the next start. Safe to call twice.
   */
  async dispose(): Promise<void> {
    await this.jobs.drain();
    this.recent.cancelAll(serviceEnded());
    await this.letGo();
    await this.parts.plugins.dispose();
    await this.parts.closeStores();
  }

  /** Runs to the end, whatever that is, and records it. */
  private async settled(run: ServiceRun): Promise<VideoResult> {
    const { clock } = this.parts;
    const { result } = run;
    const started = clock.monotonic();
    const dryRun = isDryRun(run.request);
    let final: VideoResult;
    try {
      checkRequest(run.request);
      final = await (dryRun ? this.runner.plan(run) : this.made(run));
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      if (error.code === 'INTERNAL_ERROR') logInternalError(run.logger, error);
      const status = error.category === 'cancelled' ? 'cancelled' : 'failed';
      final = result.build(status, clock.now(), error);
    }
    if (!dryRun) this.metrics.add(final, (clock.monotonic() - started) / 1000);
    this.recent.finish(result.id, final);
    return final;
  }

  /** As a job, if jobs survive this process. */
  private made(run: ServiceRun): Promise<VideoResult> {
    if (!this.parts.jobs.store.durable) return this.generated(run);
    const { id } = run.result;
    return runAsJob(this.jobs, run, (progress) => {
      this.recent.update(id, { status: 'processing' });
      run.onProgress(progress);
    });
  }

  private async generated(run: GenerationRun): Promise<VideoResult> {
    const { id } = run.result;
    if (this.limiter.busy) this.recent.update(id, { status: 'queued' });
    const release = await this.limiter.acquire(run.signal);
    try {
      this.recent.update(id, { status: 'processing' });
      return await this.runner.generate(run);
    } finally {
      release();
    }
  }

  /** A listener's mistake must not cost the video. */
  private tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      const { message } = VideoGenerationError.from(error);
      this.parts.logger.warn('A progress listener failed.', { reason: message });
    }
  }
}

/** The request may be anything, until it has been checked. */
function isDryRun(request: unknown): boolean {
  return typeof request === 'object' && request !== null && 'dryRun' in request && request.dryRun === true;
}

/** The stack that helps is that of the original error, not of ours around it. */
function logInternalError(logger: ILogger, error: VideoGenerationError): void {
  const { stack } = error.cause instanceof Error ? error.cause : error;
  logger.error('The generation failed inside Aether.', { reason: error.message, stack });
}
