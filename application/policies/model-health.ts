import type { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { BreakerPolicy } from '../../domain/policy/gateway-policies.js';
import type {
  CircuitName,
  CircuitState,
  IProviderHealthStore,
  ProviderMeasurement,
} from '../../domain/provider/provider-health-store.js';
import type { IClock } from '../../domain/time/clock.js';
import { measure, priorMeasurement } from '../select-provider/provider-measurements.js';
import {
  admit,
  afterAbandonedProbe,
  afterOutcome,
  closedCircuit,
  countsAgainst,
  isClosedOff,
} from './circuit-breaker.js';

/** Leave to ask a model once. The first of the last three ends it; the others then do nothing. */
export interface CircuitPermit {
  /** One try of several failed. @returns false if the circuit has opened: there is no other try */
  tryFailed(error: VideoGenerationError): Promise<boolean>;
  succeeded(secondsPerVideoSecond: number): Promise<void>;
  failed(error: VideoGenerationError): Promise<void>;
  /** Says nothing about the model: the next call is the probe, if this was one. */
  abandoned(): Promise<void>;
}

/** What is known of all models at one moment. */
export interface HealthSnapshot {
  measurementOf(name: CircuitName): ProviderMeasurement;
  /** Why nobody may ask it now, as words that continue a sentence; undefined if one may. */
  closedOff(name: CircuitName): string | undefined;
}

export const nameOfModel = ({ providerId, model }: CircuitName): string => `${providerId}/${model}`;

/** Circuits and measurements of the models, kept in the store, so that they survive and are shared. */
export class ModelHealth {
  constructor(private readonly parts: { readonly store: IProviderHealthStore; readonly clock: IClock }) {}

  async snapshot(): Promise<HealthSnapshot> {
    const { store, clock } = this.parts;
    const [measurements, circuits] = await Promise.all([store.measurements(), store.circuits()]);
    const byName = new Map(circuits.map((circuit) => [nameOfModel(circuit), circuit]));
    return {
      measurementOf: (name) => measurements[nameOfModel(name)] ?? priorMeasurement,
      closedOff: (name) => {
        const circuit = byName.get(nameOfModel(name));
        if (!circuit || !isClosedOff(circuit, clock.now())) return undefined;
        return `failed too often and is left alone until ${circuit.reopensAt}`;
      },
    };
  }

  circuits(): Promise<readonly (CircuitName & CircuitState)[]> {
    return this.parts.store.circuits();
  }

  /**
   * @param probeSeconds after which a probe that never came back is given up
   * @throws VideoGenerationError CIRCUIT_OPEN with the time of reopening
   */
  async enter(name: CircuitName, policy: BreakerPolicy, probeSeconds: number): Promise<CircuitPermit> {
    const { store, clock } = this.parts;
    const after = await store.updateCircuit(name, (before = closedCircuit) =>
      admit(before, nameOfModel(name), clock.now(), probeSeconds),
    );
    return this.permit(name, policy, after.state === 'half-open');
  }

  /** For work that is under way already: its outcome counts, but it is not held up. */
  watch(name: CircuitName, policy: BreakerPolicy): CircuitPermit {
    return this.permit(name, policy, false);
  }

  private permit(name: CircuitName, policy: BreakerPolicy, probe: boolean): CircuitPermit {
    const { store, clock } = this.parts;
    let ended = false;
    /** Failures that were counted as tries. */
    const counted = new WeakSet<object>();
    const isNew = (error: VideoGenerationError): boolean =>
      !counted.has(error) && !(typeof error.cause === 'object' && error.cause && counted.has(error.cause));
    const once = (work: () => Promise<unknown>) => async (): Promise<void> => {
      if (ended) return;
      ended = true;
      await work();
    };
    const record = async (succeeded: boolean, secondsPerVideoSecond: number): Promise<CircuitState> => {
      const outcome = { succeeded, at: clock.now().toISOString(), probe };
      const circuit = await store.updateCircuit(name, (before = closedCircuit) =>
        afterOutcome(before, outcome, policy),
      );
      await store.updateMeasurement(nameOfModel(name), (before = priorMeasurement) =>
        measure(before, { succeeded, secondsPerVideoSecond }),
      );
      return circuit;
    };
    const giveUp = async (): Promise<void> => {
      if (!probe) return;
      await store.updateCircuit(name, (before = closedCircuit) => afterAbandonedProbe(before, clock.now()));
    };
    return {
      tryFailed: async (error) => {
        if (!countsAgainst(error)) return true;
        counted.add(error);
        return (await record(false, 0)).state === 'closed';
      },
      succeeded: (seconds) => once(() => record(true, seconds))(),
      failed: (error) =>
        once(async () => {
          if (!countsAgainst(error)) await giveUp();
          else if (isNew(error)) await record(false, 0);
        })(),
      abandoned: () => once(giveUp)(),
    };
  }
}
