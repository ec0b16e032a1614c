import type { ErrorCode } from '../../domain/errors/error-codes.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { BreakerPolicy } from '../../domain/policy/gateway-policies.js';
import type { CircuitOutcome, CircuitState } from '../../domain/provider/provider-health-store.js';

export const closedCircuit: CircuitState = { state: 'closed', consecutiveFailures: 0, outcomes: [] };

/** Outcomes kept at most, so that a busy model does not grow the record. */
const longestMemory = 200;

/** Failures that say the provider is not well. Anything else says nothing about it. */
const failures: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'NETWORK_ERROR',
  'TIMEOUT',
  'PROVIDER_ERROR',
  'PROVIDER_PROTOCOL_ERROR',
  'SUBMISSION_UNKNOWN',
  'DOWNLOAD_REJECTED',
]);

/** True if the failure counts against the provider's circuit. */
export function countsAgainst(error: VideoGenerationError): boolean {
  return failures.has(error.code);
}

const later = (at: Date, seconds: number): string => new Date(at.getTime() + seconds * 1000).toISOString();

/** True if nobody may pass now. */
export function isClosedOff({ state, reopensAt }: CircuitState, now: Date): boolean {
  return state !== 'closed' && reopensAt !== undefined && now.getTime() < Date.parse(reopensAt);
}

/**
 * Lets one call through: a closed circuit stays as it is, an open one whose time has come becomes half-open,
 * and this call is its one probe. Pure.
 * @param probeSeconds after which a probe that never came back is given up
 * @throws VideoGenerationError CIRCUIT_OPEN with the time of reopening
 */
export function admit(circuit: CircuitState, name: string, now: Date, probeSeconds: number): CircuitState {
  if (isClosedOff(circuit, now)) throw circuitOpenError(name, circuit, now);
  if (circuit.state === 'closed') return circuit;
  return { ...circuit, state: 'half-open', reopensAt: later(now, probeSeconds) };
}

/** A probe that said nothing about the provider: the next call is the probe. Pure. */
export function afterAbandonedProbe(circuit: CircuitState, now: Date): CircuitState {
  return circuit.state === 'half-open'
    ? { ...circuit, state: 'open', reopensAt: now.toISOString() }
    : circuit;
}

/**
 * The circuit after one more outcome. It opens by failures in a row, however long each call takes, or by their
 * share within the window; a failed probe opens it anew, a good one closes it. Pure.
 */
export function afterOutcome(
  circuit: CircuitState,
  { succeeded, at, probe }: CircuitOutcome & { readonly probe: boolean },
  policy: BreakerPolicy,
): CircuitState {
  if (probe && succeeded) return closedCircuit;
  const now = new Date(at);
  const since = now.getTime() - policy.windowSeconds * 1000;
  const outcomes = [...circuit.outcomes.filter((one) => Date.parse(one.at) > since), { succeeded, at }].slice(
    -longestMemory,
  );
  const consecutiveFailures = succeeded ? 0 : circuit.consecutiveFailures + 1;
  const counted = { ...circuit, consecutiveFailures, outcomes };
  // What began before it opened neither prolongs nor ends the pause.
  if (circuit.state !== 'closed' && !probe) return counted;
  const opens = probe || consecutiveFailures >= policy.consecutiveFailures || tooMany(outcomes, policy);
  if (succeeded || !opens) return counted;
  return { ...counted, state: 'open', reopensAt: later(now, policy.openSeconds) };
}

function tooMany(outcomes: readonly CircuitOutcome[], policy: BreakerPolicy): boolean {
  const failed = outcomes.filter(({ succeeded }) => !succeeded).length;
  return outcomes.length >= policy.minimumCalls && failed / outcomes.length >= policy.failureRatio;
}

function circuitOpenError(name: string, { state, reopensAt }: CircuitState, now: Date): VideoGenerationError {
  const when =
    state === 'open'
      ? `It is asked again at ${reopensAt}`
      : 'One request is under way to find out whether it works again';
  return new VideoGenerationError('CIRCUIT_OPEN', {
    message: `The model ${name} failed too often and is left alone. ${when}.`,
    details: { model: name, reopensAt, submission: 'unsent' },
    retryAfterSeconds: Math.max(0, (Date.parse(reopensAt ?? '') - now.getTime()) / 1000),
  });
}
