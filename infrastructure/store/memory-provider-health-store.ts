/* eslint-disable @typescript-eslint/require-await -- memory need not wait, but errors have to be rejections */
import type {
  CircuitName,
  CircuitState,
  IProviderHealthStore,
  ProviderMeasurement,
} from '../../domain/provider/provider-health-store.js';

/** What was learnt of providers, until the process ends. */
export class MemoryProviderHealthStore implements IProviderHealthStore {
  readonly #measurements = new Map<string, ProviderMeasurement>();
  readonly #circuits = new Map<string, CircuitName & CircuitState>();

  async measurements(): Promise<Readonly<Record<string, ProviderMeasurement>>> {
    return Object.fromEntries(this.#measurements);
  }

  async updateMeasurement(
    providerId: string,
    change: (before: ProviderMeasurement | undefined) => ProviderMeasurement,
  ): Promise<ProviderMeasurement> {
    const after = change(this.#measurements.get(providerId));
    this.#measurements.set(providerId, { ...after });
    return after;
  }

  async circuits(): Promise<readonly (CircuitName & CircuitState)[]> {
    const byName = [...this.#circuits].sort(([left], [right]) => (left < right ? -1 : 1));
    return structuredClone(byName.map(([, circuit]) => circuit));
  }

  async updateCircuit(
    { providerId, model }: CircuitName,
    change: (before: CircuitState | undefined) => CircuitState,
  ): Promise<CircuitState> {
    // No id holds a line break.
    const name = `${providerId}\n${model}`;
    const { providerId: _id, model: _model, ...before } = this.#circuits.get(name) ?? {};
    const after = change('state' in before ? structuredClone(before) : undefined);
    this.#circuits.set(name, structuredClone({ ...after, providerId, model }));
    return after;
  }
}
