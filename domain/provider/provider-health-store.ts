export const IProviderHealthStore: unique symbol = Symbol.for('aether-video/IProviderHealthStore@1');

/** Decaying averages of what a provider did. */
export interface ProviderMeasurement {
  /** Share of operations that succeeded, 0 to 1. */
  readonly success: number;
  /** Wall-clock seconds per second of video. */
  readonly secondsPerVideoSecond: number;
}

/** Which circuit breaker: each model of a provider has its own. */
export interface CircuitName {
  readonly providerId: string;
  readonly model: string;
}

/** How one call went. */
export interface CircuitOutcome {
  readonly succeeded: boolean;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Where a circuit breaker stands. Plain JSON. */
export interface CircuitState {
  /** `open` refuses; `half-open` has let exactly one probe through and refuses the rest. */
  readonly state: 'closed' | 'open' | 'half-open';
  readonly consecutiveFailures: number;
  /** The window that the ratio is taken over, oldest first. */
  readonly outcomes: readonly CircuitOutcome[];
  /** When an open one lets a probe through, or a half-open one gives its probe up. ISO 8601, UTC. */
  readonly reopensAt?: string;
}

/**
 * What was learnt of providers, kept across restarts and shared by processes. A change is one atomic step:
 * `change` gets what is stored now (undefined: nothing), must be pure and may run more than once. When it
 * throws, nothing changes, and the error comes back. So of many processes exactly one gets the probe.
 */
export interface IProviderHealthStore {
  /** By provider id. */
  measurements(): Promise<Readonly<Record<string, ProviderMeasurement>>>;
  updateMeasurement(
    providerId: string,
    change: (before: ProviderMeasurement | undefined) => ProviderMeasurement,
  ): Promise<ProviderMeasurement>;
  circuits(): Promise<readonly (CircuitName & CircuitState)[]>;
  updateCircuit(
    name: CircuitName,
    change: (before: CircuitState | undefined) => CircuitState,
  ): Promise<CircuitState>;
}
