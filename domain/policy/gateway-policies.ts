import { z } from 'zod';
import { errorCodes, type ErrorCode } from '../errors/error-codes.js';

const code = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]);

/** How a failed call is tried again. */
export const retryPolicySchema = z.strictObject({
  strategy: z.enum(['exponential', 'linear', 'fixed']),
  /** Tries in all, the first included. */
  attempts: z.int().min(1).max(20),
  /** Wait after the first failure, seconds. */
  initialSeconds: z.number().min(0).max(3600),
  /** Longest wait, seconds; a longer `Retry-After` is obeyed all the same. */
  maximumSeconds: z.number().min(0).max(3600),
  /** Growth of each wait; for `exponential` alone. */
  multiplier: z.number().min(1).max(10),
  /** `full` waits a random share of the time, so that many callers do not come back at once. */
  jitter: z.enum(['full', 'none']),
  /** Which failures are tried again. */
  codes: z.array(code).max(100),
});
export type RetryPolicy = z.output<typeof retryPolicySchema>;

/** When a provider's model is left alone for a while. */
export const breakerPolicySchema = z.strictObject({
  /** Failures in a row that open it; whatever time lies between them. */
  consecutiveFailures: z.int().min(1).max(1000),
  /** Share of failures within the window that opens it. */
  failureRatio: z.number().min(0.01).max(1),
  /** Calls within the window before the ratio counts. */
  minimumCalls: z.int().min(1).max(10_000),
  windowSeconds: z.number().min(1).max(86_400),
  /** How long it stays open before one probe is let through. */
  openSeconds: z.number().min(1).max(86_400),
});
export type BreakerPolicy = z.output<typeof breakerPolicySchema>;

/** Who is asked next when a provider fails. */
export const fallbackPolicySchema = z.strictObject({
  /** In order: `provider`, `provider/model`, or `auto` for the next best that can. Empty: nobody. */
  chain: z.array(z.string().min(1).max(300)).max(20),
  codes: z.array(code).max(100),
  /** Providers asked in all, the first included. */
  maximum: z.int().min(1).max(20),
});
export type FallbackPolicy = z.output<typeof fallbackPolicySchema>;

export const timeoutPolicySchema = z.strictObject({
  /** One call of a provider, seconds. */
  callSeconds: z.number().min(0.1).max(3600),
  /** The whole operation from the submission to the file, seconds. */
  operationSeconds: z.number().min(1).max(604_800),
});
export type TimeoutPolicy = z.output<typeof timeoutPolicySchema>;

/** Ceilings in millionths of `currency`; 0 is no ceiling. */
export const budgetPolicySchema = z.strictObject({
  perRequestMicros: z.int().min(0),
  /** Since midnight, UTC. */
  perDayMicros: z.int().min(0),
  currency: z.string().length(3),
});
export type BudgetPolicy = z.output<typeof budgetPolicySchema>;

/** Whether and how long a finished result is used again. */
export const cachePolicySchema = z.strictObject({
  enabled: z.boolean(),
  ttlSeconds: z.int().min(1).max(315_360_000),
});
export type CachePolicy = z.output<typeof cachePolicySchema>;

/** All that can be set for everything, for one provider and for one request. */
export interface GatewayPolicies {
  readonly retry: RetryPolicy;
  readonly breaker: BreakerPolicy;
  readonly fallback: FallbackPolicy;
  readonly timeouts: TimeoutPolicy;
  readonly budget: BudgetPolicy;
  readonly cache: CachePolicy;
}

/** What a provider's section or a request changes of it, part by part. */
export const policyChangesSchema = z.strictObject({
  retry: retryPolicySchema.partial().optional(),
  breaker: breakerPolicySchema.partial().optional(),
  fallback: fallbackPolicySchema.partial().optional(),
  timeouts: timeoutPolicySchema.partial().optional(),
  budget: budgetPolicySchema.partial().optional(),
  /** `false` goes without it. */
  cache: z.union([z.boolean(), cachePolicySchema.partial()]).optional(),
});
export type PolicyChanges = z.output<typeof policyChangesSchema>;

/** Failures that may be gone the next time. */
const passing = [
  'NETWORK_ERROR',
  'TIMEOUT',
  'RATE_LIMIT_EXCEEDED',
  'PROVIDER_ERROR',
] as const satisfies readonly ErrorCode[];

/** What holds unless the settings say otherwise. */
export const defaultPolicies: GatewayPolicies = {
  retry: {
    strategy: 'exponential',
    attempts: 3,
    initialSeconds: 1,
    maximumSeconds: 60,
    multiplier: 2,
    jitter: 'full',
    codes: [...passing],
  },
  breaker: {
    consecutiveFailures: 5,
    failureRatio: 0.5,
    minimumCalls: 10,
    windowSeconds: 600,
    openSeconds: 60,
  },
  fallback: {
    chain: ['auto'],
    codes: [
      ...passing,
      'PROVIDER_PROTOCOL_ERROR',
      'AUTHENTICATION_FAILED',
      'INSUFFICIENT_CREDITS',
      'QUEUE_FULL',
      'CIRCUIT_OPEN',
      'DOWNLOAD_REJECTED',
      'MODEL_SHUT_DOWN',
    ],
    maximum: 3,
  },
  timeouts: { callSeconds: 60, operationSeconds: 600 },
  budget: { perRequestMicros: 0, perDayMicros: 0, currency: 'USD' },
  cache: { enabled: true, ttlSeconds: 3600 },
};

/** The later changes win, field by field. */
export function withPolicyChanges(
  base: GatewayPolicies,
  ...changes: readonly (PolicyChanges | undefined)[]
): GatewayPolicies {
  return changes.reduce<GatewayPolicies>(
    (policies, change) => ({
      retry: merged(policies.retry, change?.retry),
      breaker: merged(policies.breaker, change?.breaker),
      fallback: merged(policies.fallback, change?.fallback),
      timeouts: merged(policies.timeouts, change?.timeouts),
      budget: merged(policies.budget, change?.budget),
      cache: merged(policies.cache, cacheChange(change?.cache)),
    }),
    base,
  );
}

function cacheChange(change: PolicyChanges['cache']): Exclude<PolicyChanges['cache'], boolean> {
  return typeof change === 'boolean' ? { enabled: change } : change;
}

function merged<Policy extends object>(
  policy: Policy,
  change: { readonly [Name in keyof Policy]?: Policy[Name] | undefined } | undefined,
): Policy {
  if (change === undefined) return policy;
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...policy, ...(Object.fromEntries(given) as Partial<Policy>) };
}
