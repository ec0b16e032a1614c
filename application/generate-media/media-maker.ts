import type { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { InspectedReference } from '../../domain/generation/fit-request.js';
import type { IResultCache } from '../../domain/generation/result-cache.js';
import type { GeneratedMedia } from '../../domain/generation/unified-response.js';
import type { UnifiedRequest } from '../../domain/generation/unified-request.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import type { Admission } from '../policies/admission.js';
import type { IArtifactStore } from '../../domain/storage/artifact-store.js';
import type { ModelHealth } from '../policies/model-health.js';
import { SingleFlight } from '../policies/single-flight.js';
import type { OperationRunner } from '../run-operation/operation-runner.js';
import type { OperationProgress } from '../run-operation/operation-terms.js';
import type { ModelRoute } from '../select-provider/model-route.js';
import { cacheKey, type Digest } from './request-digest.js';
import type { MadeMedia } from './response-builder.js';
import { titleOf } from './unfinished-work.js';

export interface MediaMakerParts {
  readonly runner: OperationRunner;
  readonly admission: Admission;
  readonly health: ModelHealth;
  readonly cache: IResultCache;
  readonly store: Pick<IArtifactStore, 'chooseNames' | 'publishCopy'>;
  readonly logger: ILogger;
  readonly digest: Digest;
}

/** One attempt: a request at one model. */
export interface MediaAttempt {
  readonly route: ModelRoute;
  readonly request: UnifiedRequest;
  readonly references: readonly InspectedReference[];
  readonly requestId: string;
  readonly requestDigest: string;
  /** Such as `attempt-2`. */
  readonly step: string;
  /** Of the journal; made outside of any retry. */
  readonly key: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: OperationProgress | { readonly state: 'waiting' | 'submitting' }) => void;
  readonly onRetry: () => void;
}

type Progress = Parameters<MediaAttempt['onProgress']>[0];

/** A probe is given up so long after its deadline. */
const probeGraceSeconds = 60;

/** Makes one thing at one model: cache → slots → circuit → paid work → cache. */
export class MediaMaker {
  private readonly flights = new SingleFlight<MadeMedia, Progress>();

  constructor(private readonly parts: MediaMakerParts) {}

  /** @throws VideoGenerationError */
  async make(attempt: MediaAttempt): Promise<MadeMedia> {
    const { route, references, signal } = attempt;
    const { enabled, ttlSeconds } = route.policies.cache;
    if (!enabled) return this.makeAnew(attempt);
    const name = cacheKey(this.parts.digest, route.name.providerId, route.request, references);
    const call = { signal, onEvent: attempt.onProgress };
    const { result, shared } = await this.flights.run(name, call, async (flight) => {
      const cached = await this.cached(name, ttlSeconds);
      if (cached) return this.ownCopy(cached, attempt);
      const made = await this.makeAnew({ ...attempt, signal: flight.signal, onProgress: flight.onEvent });
      await this.remember(name, route, made.media);
      return made;
    });
    if (!shared) return result;
    return this.ownCopy({ ...result, cost: free(result.cost), cacheHit: true }, attempt);
  }

  /** Each caller has a file of its own: whoever deletes or changes it harms nobody else. */
  private async ownCopy(made: MadeMedia, { request, route }: MediaAttempt): Promise<MadeMedia> {
    const { store } = this.parts;
    const { path } = made.media;
    const { video } = await store.chooseNames(titleOf(request, route.name.model));
    const own = video.replace(/\.mp4$/, path.slice(path.lastIndexOf('.')));
    await store.publishCopy(path, own);
    return { ...made, media: { ...made.media, path: own } };
  }

  private async cached(name: string, ttlSeconds: number): Promise<MadeMedia | undefined> {
    const found = await this.parts.cache.get(name, ttlSeconds);
    if (!found) return undefined;
    const { mediaType, path, sizeBytes, contentHash, probe, sourceUrl, facts } = found;
    const source = { ...(sourceUrl === undefined ? {} : { sourceUrl }), ...(facts ? { facts } : {}) };
    const media: GeneratedMedia = { mediaType, path, sizeBytes, contentHash, probe, ...source };
    return { media, cost: { micros: 0, currency: 'USD' }, warnings: [], cacheHit: true };
  }

  private async remember(name: string, route: ModelRoute, media: GeneratedMedia): Promise<void> {
    const { path, contentHash, mediaType, probe, sourceUrl, facts } = media;
    const source = { ...(sourceUrl === undefined ? {} : { sourceUrl }), ...(facts ? { facts } : {}) };
    await this.parts.cache.put(name, { path, contentHash }, { ...route.name, mediaType, probe, ...source });
  }

  private async makeAnew(attempt: MediaAttempt): Promise<MadeMedia> {
    const { route, signal } = attempt;
    const { admission } = this.parts;
    const release = await admission.enter(route.provider, route.request.model, signal, () =>
      attempt.onProgress({ state: 'waiting' }),
    );
    try {
      return await this.ask(attempt);
    } finally {
      release();
    }
  }

  private async ask(attempt: MediaAttempt): Promise<MadeMedia> {
    const { route, request, signal } = attempt;
    const { runner, admission, health, logger } = this.parts;
    const { policies, name } = route;
    const probeSeconds = policies.timeouts.operationSeconds + probeGraceSeconds;
    const permit = await health.enter(name, policies.breaker, probeSeconds);
    attempt.onProgress({ state: 'submitting' });
    try {
      const { key, requestId, step, requestDigest } = attempt;
      const identity = { key, requestId, step, requestDigest, request: { request, fitted: route.request } };
      const { media, cost, warnings } = await runner.run(identity, workOf(route, request), {
        signal,
        logger: logger.child({ provider: name.providerId, model: name.model, requestId }),
        permit,
        rate: admission.rateOf(route.provider, route.request.model),
        onProgress: attempt.onProgress,
        onRetry: attempt.onRetry,
      });
      return { media, cost, warnings: [...route.warnings, ...warnings], cacheHit: false };
    } catch (error) {
      // Whatever was not said of the model before was none of its doing.
      await permit.abandoned();
      throw error as VideoGenerationError;
    }
  }
}

function workOf(route: ModelRoute, request: UnifiedRequest) {
  const { provider, name, estimate, policies, request: fitted } = route;
  const { mediaType } = request;
  const title = titleOf(request, name.model);
  return { provider, model: name.model, request: fitted, mediaType, title, estimate, policies };
}

const free = ({ currency }: Cost): Cost => ({ micros: 0, currency });
