import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { InspectedReference } from '../../domain/generation/fit-request.js';
import type { CacheSelection, IResultCache } from '../../domain/generation/result-cache.js';
import type { UnifiedRequest, UnifiedRequestInput } from '../../domain/generation/unified-request.js';
import type { UnifiedResponse } from '../../domain/generation/unified-response.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { IMediaInspector } from '../../domain/media/media-inspector.js';
import type { JournalEntry } from '../../domain/money/operation-journal.js';
import type { IProviderRegistry } from '../../domain/provider/provider-registry.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { IClock } from '../../domain/time/clock.js';
import { mapLimited } from '../concurrency/map-limited.js';
import type { Admission } from '../policies/admission.js';
import { nameOfModel, type ModelHealth } from '../policies/model-health.js';
import type { OperationRunner } from '../run-operation/operation-runner.js';
import type { OperationParts } from '../run-operation/operation-terms.js';
import type { ModelRoute } from '../select-provider/model-route.js';
import { rankModels, type RankedRoutes, type SelectionTerms } from '../select-provider/select-model.js';
import { checkPolicyChanges, checkUnifiedRequest } from './check-unified-request.js';
import { earlierWork } from './earlier-work.js';
import { fallbackChain, mayFallBack } from './fallback-chain.js';
import { GatewayMetrics, type MediaMetrics } from './gateway-metrics.js';
import { ModelDirectory } from './model-directory.js';
import { MediaMaker, type MediaAttempt } from './media-maker.js';
import type { MediaBatchOptions, MediaEstimate, MediaOptions } from './media-options.js';
import { requestDigest, requestIdFrom, type Digest } from './request-digest.js';
import { resolveReferences } from './resolve-references.js';
import { ResponseBuilder, type MadeMedia } from './response-builder.js';
import { UnfinishedWork } from './unfinished-work.js';

export interface MediaGatewayParts extends OperationParts {
  readonly registry: IProviderRegistry;
  readonly config: Pick<IConfigManager, 'settings' | 'provider'>;
  readonly inspector: IMediaInspector;
  readonly cache: IResultCache;
  readonly clock: IClock;
  readonly logger: ILogger;
  readonly runner: OperationRunner;
  readonly admission: Admission;
  readonly health: ModelHealth;
  readonly digest: Digest;
}

/** A request that has been looked at from all sides, before anything is paid. */
interface Prepared {
  readonly request: UnifiedRequest;
  readonly references: readonly InspectedReference[];
  readonly ranked: RankedRoutes;
  readonly chain: readonly ModelRoute[];
}

/** The road for clips and pictures: fit and select → one attempt after the other → response. */
export class MediaGateway {
  private readonly maker: MediaMaker;
  private readonly counts = new GatewayMetrics();
  private readonly directory: ModelDirectory;
  readonly unfinished: UnfinishedWork;

  constructor(private readonly parts: MediaGatewayParts) {
    this.maker = new MediaMaker(parts);
    this.directory = new ModelDirectory(parts);
    this.unfinished = new UnfinishedWork(parts);
  }

  /** Never rejects: what went wrong is in the response. */
  async generate(input: UnifiedRequestInput, options: MediaOptions = {}): Promise<UnifiedResponse> {
    const given = (input as { requestId?: unknown } | undefined)?.requestId;
    const builder = new ResponseBuilder(
      typeof given === 'string' ? given : crypto.randomUUID(),
      this.parts.clock,
    );
    let response: UnifiedResponse;
    try {
      response = builder.completed(await this.made(input, options, builder));
    } catch (error) {
      response = builder.failed(error);
    }
    this.counts.add(response);
    this.tell(() => options.onComplete?.(response));
    return response;
  }

  /** Several, a few at once. The responses are in the requests' order; one failure sinks no other. */
  generateMany(
    inputs: readonly UnifiedRequestInput[],
    batch: MediaBatchOptions = {},
  ): Promise<UnifiedResponse[]> {
    const { concurrency, ...options } = batch;
    const limit = concurrency ?? this.parts.config.settings.gateway.maxConcurrent;
    return mapLimited(inputs, limit, (input, index) =>
      this.generate(input, {
        ...options,
        onProgress: (progress) => batch.onProgress?.(progress, index),
        onComplete: (response) => batch.onComplete?.(response, index),
      }),
    );
  }

  /** What would be done, and at what price. Nothing is submitted. @throws VideoGenerationError */
  async estimate(input: UnifiedRequestInput, options: MediaOptions = {}): Promise<MediaEstimate> {
    const { ranked, chain } = await this.prepared(checkUnifiedRequest(input), options);
    const [first] = ranked.routes;
    const { name, estimate: cost, warnings } = first!;
    const fallbacks = chain.slice(1).map((route) => nameOfModel(route.name));
    return { ...name, cost, routing: ranked.selection, warnings, fallbacks };
  }

  /** An id that makes equal requests one piece of work: asked for again, it is handed out, not bought. */
  idOf(input: UnifiedRequestInput): string {
    return requestIdFrom(requestDigest(this.parts.digest, checkUnifiedRequest(input)));
  }

  /** What an earlier process began for the very same request and did not finish: its `requestId` takes it up. */
  async unfinishedOf(input: UnifiedRequestInput): Promise<JournalEntry | undefined> {
    const digest = requestDigest(this.parts.digest, checkUnifiedRequest(input));
    return (await this.unfinished.list()).findLast(({ requestDigest: other }) => other === digest);
  }

  metrics(): MediaMetrics {
    return this.counts.snapshot();
  }

  circuits(): ReturnType<ModelHealth['circuits']> {
    return this.parts.health.circuits();
  }

  invalidateCache(selection: CacheSelection): Promise<number> {
    return this.parts.cache.invalidate(selection);
  }

  clearCache(): Promise<number> {
    return this.parts.cache.clear();
  }

  private async made(
    input: UnifiedRequestInput,
    options: MediaOptions,
    builder: ResponseBuilder,
  ): Promise<MadeMedia> {
    const request = checkUnifiedRequest(input);
    const digest = requestDigest(this.parts.digest, request);
    const earlier = await earlierWork(this.parts, this.unfinished, request, digest, options.signal);
    if (earlier.made) return builder.attempt(earlier.name, () => Promise.resolve(earlier.made!), noCost);
    const prepared = await this.prepared(request, options);
    builder.selected(prepared.ranked.selection);
    return this.tryInTurn(prepared, { digest, options, builder, before: earlier.attempts });
  }

  /** One after the other, until one succeeds or may not be followed by another. */
  private async tryInTurn(
    { request, references, chain }: Prepared,
    terms: { digest: string; options: MediaOptions; builder: ResponseBuilder; before: number },
  ): Promise<MadeMedia> {
    const { builder, before, digest, options } = terms;
    const { fallback } = chain[0]!.policies;
    const failures: VideoGenerationError[] = [];
    let asked = 0;
    for (const [index, route] of chain.entries()) {
      if (asked >= fallback.maximum) break;
      const key = crypto.randomUUID();
      const attempt = this.attemptAt(route, options, builder.requestId, {
        request: { ...request, requestId: builder.requestId },
        references,
        requestDigest: digest,
        step: `attempt-${before + index + 1}`,
        key,
      });
      const costOf = async () => (await this.parts.journal.get(key))?.cost;
      try {
        return await builder.attempt(route.name, () => this.maker.make(attempt), costOf);
      } catch (thrown) {
        const error = VideoGenerationError.from(thrown);
        failures.push(error);
        if (error.code !== 'CIRCUIT_OPEN') asked += 1;
        if (!mayFallBack(error, fallback)) throw error;
      }
    }
    throw combined(failures);
  }

  private attemptAt(
    route: ModelRoute,
    options: MediaOptions,
    requestId: string,
    rest: Pick<MediaAttempt, 'request' | 'references' | 'requestDigest' | 'step' | 'key'>,
  ): MediaAttempt {
    const { signal } = options;
    const report: MediaAttempt['onProgress'] = (progress) => {
      const { state } = progress;
      const fraction = fractionOf(progress);
      const message = 'message' in progress && progress.message ? { message: progress.message } : {};
      const said = { requestId, state, ...route.name, ...message };
      this.tell(() => options.onProgress?.(fraction === undefined ? said : { ...said, fraction }));
    };
    return {
      ...rest,
      route,
      requestId,
      signal: signal ?? new AbortController().signal,
      onProgress: report,
      onRetry: () => this.counts.addRetry(),
    };
  }

  private async prepared(request: UnifiedRequest, options: MediaOptions): Promise<Prepared> {
    const { inspector, config, health, clock } = this.parts;
    const { signal = new AbortController().signal } = options;
    const references = await resolveReferences(request.parameters.references, {
      inspector,
      baseFolder: options.baseFolder ?? config.settings.storage.path,
      trustedOrigins: request.provider === 'auto' ? [] : this.parts.trustedOrigins(request.provider),
      signal,
    });
    const changes = checkPolicyChanges(options);
    const described = await this.directory.describe(request, changes, signal);
    const terms = {
      request,
      references,
      described,
      changes,
      health: await health.snapshot(),
      now: clock.now(),
    };
    const ranked = rankModels(this.parts, terms);
    const { fallback } = ranked.routes[0]!.policies;
    return {
      request,
      references,
      ranked,
      chain: fallbackChain(ranked.routes, await this.others(terms, fallback.chain, signal), fallback),
    };
  }

  /** The ways beside those that the request names, if the chain asks for any. */
  private async others(
    terms: SelectionTerms,
    chain: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly ModelRoute[]> {
    if (chain.length === 0 || terms.request.provider === 'auto') return [];
    const { model: _model, ...rest } = terms.request;
    const request = { ...rest, provider: 'auto' };
    try {
      const described = await this.directory.describe(request, terms.changes, signal);
      return rankModels(this.parts, { ...terms, described, request }).routes;
    } catch {
      return [];
    }
  }

  /** A listener's mistake must not cost the work. */
  private tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      const { message } = VideoGenerationError.from(error);
      this.parts.logger.warn('A progress listener failed.', { reason: message });
    }
  }
}

const noCost = (): Promise<undefined> => Promise.resolve(undefined);

function fractionOf(progress: Parameters<MediaAttempt['onProgress']>[0]): number | undefined {
  if (progress.state === 'running') return progress.progress;
  if (progress.state !== 'downloading' || !progress.total) return undefined;
  return progress.received / progress.total;
}

/** The last failure; of nothing but open circuits the one that reopens first. */
function combined(failures: readonly VideoGenerationError[]): VideoGenerationError {
  const open = failures.filter(({ code }) => code === 'CIRCUIT_OPEN');
  if (open.length < failures.length) return failures.findLast(({ code }) => code !== 'CIRCUIT_OPEN')!;
  const wait = (error: VideoGenerationError): number => error.retryAfterSeconds ?? 0;
  return open.reduce((first, error) => (wait(error) < wait(first) ? error : first));
}
