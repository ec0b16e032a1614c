import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IOperationJournal } from '../../domain/money/operation-journal.js';
import type { BudgetPolicy, GatewayPolicies } from '../../domain/policy/gateway-policies.js';
import type { Cost, OperationFile, ProviderWarning } from '../../domain/provider/provider-operation.js';
import type { IVideoProvider, TimelineRequest } from '../../domain/provider/video-provider.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { canonicalDigest, type Digest } from '../generate-media/request-digest.js';
import type { Admission } from '../policies/admission.js';
import { checkRequestBudget } from '../policies/budget.js';
import type { ModelHealth } from '../policies/model-health.js';
import { resolvePolicies } from '../policies/resolve-policies.js';
import type { GatewayCall } from './gateway-call.js';
import type { OperationRunner } from './operation-runner.js';
import type { OperationWork } from './operation-terms.js';

/** What journal, ledger and circuits call the one model that a provider has for whole timelines. */
export const timelineModel = 'timeline';

/** A probe is given up so long after its deadline. */
const probeGraceSeconds = 60;

export interface TimelineOperationsParts {
  readonly runner: OperationRunner;
  readonly journal: Pick<IOperationJournal, 'get'>;
  readonly admission: Admission;
  readonly health: ModelHealth;
  readonly config: Pick<IConfigManager, 'settings' | 'provider'>;
  readonly digest: Digest;
}

export interface TimelineWork {
  readonly provider: IVideoProvider;
  readonly request: TimelineRequest;
  /** True if the request names the provider. */
  readonly named: boolean;
  readonly measured: (work: () => Promise<MadeTimeline>) => Promise<MadeTimeline>;
}

export interface MadeTimeline {
  readonly output: OperationFile;
  readonly cost: Cost;
  readonly warnings: readonly ProviderWarning[];
}

/**
 * Whole timelines at providers that may charge: budget → slots → circuit → journalled work. The finished video
 * lies among the finished files, under the record of the journal, before anybody goes on with it.
 */
export class TimelineOperations {
  constructor(private readonly parts: TimelineOperationsParts) {}

  /** @throws VideoGenerationError as {@link OperationRunner.run}, or BUDGET_EXCEEDED, QUEUE_FULL, CIRCUIT_OPEN */
  async make(timeline: TimelineWork, call: GatewayCall): Promise<MadeTimeline> {
    const { provider, measured } = timeline;
    const { config, admission } = this.parts;
    const { id } = provider.descriptor;
    const changes = call.policies;
    const policies = resolvePolicies(config, provider.descriptor, { named: timeline.named, changes });
    const work = workOf(timeline, policies);
    checkBudget(work, policies.budget);
    const onWaiting = (): void => call.onProgress?.({ state: 'waiting', providerId: id });
    const release = await admission.enter(provider, undefined, call.signal, onWaiting);
    try {
      return await measured(() => this.run(work, call));
    } finally {
      release();
    }
  }

  private async run(work: OperationWork, call: GatewayCall): Promise<MadeTimeline> {
    const { runner, health, admission, digest, journal } = this.parts;
    const { provider, policies, request, title } = work;
    const { id: providerId } = provider.descriptor;
    const { idempotencyKey: key, requestId, signal } = call;
    const probeSeconds = policies.timeouts.operationSeconds + probeGraceSeconds;
    const name = { providerId, model: timelineModel };
    const permit = await health.enter(name, policies.breaker, probeSeconds);
    const requestDigest = timelineDigest(digest, request as TimelineRequest);
    try {
      const { media, cost, warnings } = await runner.run(
        { key, requestId, step: 'composition', requestDigest, request: { fitted: request, title } },
        work,
        {
          signal,
          logger: call.logger.child({ provider: providerId, requestId }),
          permit,
          rate: admission.rateOf(provider),
          onProgress: (progress) => call.onProgress?.(progress),
        },
      );
      call.onSpent?.(cost);
      if (!media.path.endsWith('.mp4')) throw wrongContainer(providerId, media.path);
      const facts = { ...media.facts, probe: media.probe };
      return { output: { path: media.path, mediaType: 'video/mp4', facts }, cost, warnings };
    } catch (error) {
      await permit.abandoned();
      const spent = (await journal.get(key).catch(() => undefined))?.cost;
      if (spent) call.onSpent?.(spent);
      throw error;
    }
  }
}

function workOf({ provider, request }: TimelineWork, policies: GatewayPolicies): OperationWork {
  const title = request.timeline.topic;
  const estimate = provider.estimate(request);
  return { provider, model: timelineModel, request, mediaType: 'video', title, estimate, policies };
}

/** It was paid for, so it stays; but the video that was asked for is an MP4. */
function wrongContainer(providerId: string, path: string): VideoGenerationError {
  return new VideoGenerationError('DOWNLOAD_REJECTED', {
    message: `“${providerId}” made a video that is no MP4. It is kept: ${path}`,
    howToFix: 'Convert it, or choose another provider.',
    details: { providerId, path },
    billed: 'yes',
  });
}

/** A price that nobody knows is not a low one: it fits no budget. */
function checkBudget({ provider, estimate }: OperationWork, budget: BudgetPolicy): void {
  const { perRequestMicros: micros, perDayMicros, currency } = budget;
  if (micros === 0 && perDayMicros === 0) return;
  if (estimate.micros === 0) {
    const { id } = provider.descriptor;
    throw new VideoGenerationError('BUDGET_EXCEEDED', {
      message: `“${id}” names no price for a whole video, so no budget can be kept with it.`,
      howToFix: 'Choose another provider, or take the budget away for this one.',
      details: { providerId: id, submission: 'unsent' },
    });
  }
  checkRequestBudget(estimate, micros === 0 ? undefined : { micros, currency });
}

/** Files count by their hash or their text, not by where they lie in this run's workspace. */
function timelineDigest(digest: Digest, { timeline }: TimelineRequest): string {
  const scenes = timeline.scenes.map(({ narration, ...scene }) => ({
    ...scene,
    ...(narration ? { narration: { ...narration, path: undefined } } : {}),
  }));
  return canonicalDigest(digest, { ...timeline, scenes });
}
