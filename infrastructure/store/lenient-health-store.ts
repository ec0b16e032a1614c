import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type {
  CircuitName,
  CircuitState,
  IProviderHealthStore,
  ProviderMeasurement,
} from '../../domain/provider/provider-health-store.js';

/**
 * A store that may be missing: what is learnt of providers then lasts until the process ends. No money
 * depends on it, so that a local provider works without the database.
 */
export class LenientHealthStore implements IProviderHealthStore {
  #inUse: IProviderHealthStore;

  constructor(
    durable: IProviderHealthStore,
    private readonly standIn: IProviderHealthStore,
    private readonly logger: ILogger,
  ) {
    this.#inUse = durable;
  }

  measurements(): Promise<Readonly<Record<string, ProviderMeasurement>>> {
    return this.#use((store) => store.measurements());
  }

  updateMeasurement(
    providerId: string,
    change: (before: ProviderMeasurement | undefined) => ProviderMeasurement,
  ): Promise<ProviderMeasurement> {
    return this.#use((store) => store.updateMeasurement(providerId, change));
  }

  circuits(): Promise<readonly (CircuitName & CircuitState)[]> {
    return this.#use((store) => store.circuits());
  }

  updateCircuit(
    name: CircuitName,
    change: (before: CircuitState | undefined) => CircuitState,
  ): Promise<CircuitState> {
    return this.#use((store) => store.updateCircuit(name, change));
  }

  async #use<Value>(work: (store: IProviderHealthStore) => Promise<Value>): Promise<Value> {
    try {
      return await work(this.#inUse);
    } catch (error) {
      const { code, message } = VideoGenerationError.from(error);
      if (code !== 'STORE_UNAVAILABLE' || this.#inUse === this.standIn) throw error;
      this.logger.debug('What is learnt of providers is kept in memory.', { code, reason: message });
      this.#inUse = this.standIn;
      return work(this.standIn);
    }
  }
}
