import { errorCodes } from '../domain/errors/error-codes.js';
import { defaultPolicies, policyChangesSchema } from '../domain/policy/gateway-policies.js';
import type { SettingDefinition } from './setting-definition.js';
import {
  choice,
  choices,
  flag,
  nameList,
  numberBetween,
  wholeNumber,
  objectOf,
  type SettingFormat,
} from './setting-format.js';

const { retry, breaker, fallback, timeouts, budget } = defaultPolicies;
const codes = choices('a list of error codes of docs/errors.md', Object.keys(errorCodes));
const seconds = (minimum: number, maximum: number): SettingFormat => numberBetween(minimum, maximum);

const setting = (doc: string, format: SettingFormat, value: unknown, env?: string): SettingDefinition => ({
  doc,
  format,
  default: value,
  ...(env === undefined ? {} : { env }),
});

/** The policies of every call to a provider. The defaults are those of the domain. */
export const gatewaySettings: Readonly<Record<string, SettingDefinition>> = {
  'gateway.maxConcurrent': setting(
    'Clips and pictures in the making at once, over all providers.',
    wholeNumber(1, 10_000),
    20,
    'VIDEO_GATEWAY_MAX_CONCURRENT',
  ),
  'gateway.maxQueued': setting(
    'Requests that may wait for each model, each provider and in all. The next is refused with QUEUE_FULL.',
    wholeNumber(0, 1_000_000),
    1000,
    'VIDEO_GATEWAY_MAX_QUEUED',
  ),
  'gateway.resumeOnStart': setting(
    'Paid work that a crash left unfinished is taken up again when the service starts.',
    flag,
    true,
    'VIDEO_GATEWAY_RESUME_ON_START',
  ),
  'gateway.retry.strategy': setting(
    'How the waits between tries grow.',
    choice(['exponential', 'linear', 'fixed']),
    retry.strategy,
  ),
  'gateway.retry.attempts': setting(
    'Tries of one submission, the first included. Only one that surely never arrived, or was refused without charge, is sent again.',
    wholeNumber(1, 20),
    retry.attempts,
    'VIDEO_RETRY_ATTEMPTS',
  ),
  'gateway.retry.initialSeconds': setting(
    'Wait after the first failure, seconds.',
    seconds(0, 3600),
    retry.initialSeconds,
  ),
  'gateway.retry.maximumSeconds': setting(
    'Longest wait, seconds. A longer Retry-After is obeyed all the same, up to an hour.',
    seconds(0, 3600),
    retry.maximumSeconds,
  ),
  'gateway.retry.multiplier': setting(
    'Growth of each wait with `exponential`.',
    numberBetween(1, 10),
    retry.multiplier,
  ),
  'gateway.retry.jitter': setting(
    '`full` waits a random share of the time, so that many callers do not come back at once.',
    choice(['full', 'none']),
    retry.jitter,
  ),
  'gateway.retry.codes': setting('Failures that are tried again.', codes, retry.codes),
  'gateway.breaker.consecutiveFailures': setting(
    'Failures in a row after which a model is left alone, whatever time lies between them.',
    wholeNumber(1, 1000),
    breaker.consecutiveFailures,
  ),
  'gateway.breaker.failureRatio': setting(
    'Share of failures within the window after which a model is left alone.',
    numberBetween(0.01, 1),
    breaker.failureRatio,
  ),
  'gateway.breaker.minimumCalls': setting(
    'Calls within the window before the share counts.',
    wholeNumber(1, 10_000),
    breaker.minimumCalls,
  ),
  'gateway.breaker.windowSeconds': setting('The window, seconds.', seconds(1, 86_400), breaker.windowSeconds),
  'gateway.breaker.openSeconds': setting(
    'How long a model is left alone before one request finds out whether it works again, seconds.',
    seconds(1, 86_400),
    breaker.openSeconds,
  ),
  'gateway.fallback.chain': setting(
    'Who is asked when a provider fails that was chosen by itself: `provider`, `provider/model`, or `auto` for the next best. A provider that a request names falls back only if its own section or the request says so.',
    nameList('a list of provider, provider/model or auto', /^[^\s,]{1,300}$/),
    fallback.chain,
  ),
  'gateway.fallback.codes': setting('Failures after which the next is asked.', codes, fallback.codes),
  'gateway.fallback.maximum': setting(
    'Providers asked for one request, the first included.',
    wholeNumber(1, 20),
    fallback.maximum,
  ),
  'gateway.timeouts.callSeconds': setting(
    'Deadline of one call of a provider, seconds.',
    seconds(0.1, 3600),
    timeouts.callSeconds,
  ),
  'gateway.timeouts.operationSeconds': setting(
    'Deadline of one clip or picture, from the submission to the file, seconds.',
    seconds(1, 604_800),
    timeouts.operationSeconds,
    'VIDEO_OPERATION_TIMEOUT_SECONDS',
  ),
  'gateway.budget.perRequestMicros': setting(
    'Highest estimate of one request, millionths of the currency. 0 is no ceiling.',
    wholeNumber(0, Number.MAX_SAFE_INTEGER),
    budget.perRequestMicros,
    'VIDEO_BUDGET_PER_REQUEST_MICROS',
  ),
  'gateway.budget.perDayMicros': setting(
    'Highest sum of a day (UTC), millionths of the currency: what was spent and what is reserved. 0 is no ceiling.',
    wholeNumber(0, Number.MAX_SAFE_INTEGER),
    budget.perDayMicros,
    'VIDEO_BUDGET_PER_DAY_MICROS',
  ),
  'gateway.budget.currency': setting(
    'Currency of the ceilings. With a ceiling set, work that is charged in another currency is refused.',
    choice(['USD', 'EUR', 'GBP']),
    budget.currency,
  ),
};

/** What one provider's section changes of the policies. */
export const providerPolicies: SettingDefinition = {
  doc: 'Changes of the `gateway` policies for this provider, such as `{"retry": {"attempts": 5}, "fallback": {"chain": ["veo"]}}`.',
  format: objectOf('an object of retry, breaker, fallback, timeouts, budget and cache', policyChangesSchema),
  default: undefined,
  defaultText: 'those of `gateway`',
};
