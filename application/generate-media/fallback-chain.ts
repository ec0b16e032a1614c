import type { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { FallbackPolicy } from '../../domain/policy/gateway-policies.js';
import { submissionOf } from '../../domain/provider/submission.js';
import { nameOfModel } from '../policies/model-health.js';
import type { ModelRoute } from '../select-provider/model-route.js';

/** True if another provider may be asked after this failure: never if this one may have taken the work. */
export function mayFallBack(error: VideoGenerationError, policy: FallbackPolicy): boolean {
  if (error.billed === 'unknown' || error.category === 'cancelled') return false;
  if (error.details.submission !== undefined && submissionOf(error) === 'ambiguous') return false;
  return policy.codes.includes(error.code);
}

/**
 * The ways to try, in order: the chosen one, then those that the chain names; `auto` stands for all the others,
 * best first. Names that cannot make it are passed over.
 */
export function fallbackChain(
  routes: readonly ModelRoute[],
  others: readonly ModelRoute[],
  { chain }: FallbackPolicy,
): ModelRoute[] {
  const [first] = routes;
  if (!first) return [];
  const ordered = [first];
  const add = (found: readonly ModelRoute[]): void => {
    for (const route of found) if (!ordered.some((one) => sameModel(one, route))) ordered.push(route);
  };
  for (const link of chain) {
    if (link === 'auto') add([...routes, ...others]);
    else add(others.filter(({ name }) => nameOfModel(name) === link || name.providerId === link).slice(0, 1));
  }
  return ordered;
}

const sameModel = (left: ModelRoute, right: ModelRoute): boolean =>
  nameOfModel(left.name) === nameOfModel(right.name);
