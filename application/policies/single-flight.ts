import { cancellationOf } from '../../domain/errors/video-generation-error.js';

interface Flight<Result, Event> {
  readonly listeners: Set<(event: Event) => void>;
  readonly stop: AbortController;
  waiting: number;
  result: Promise<Result>;
}

export interface FlightCall<Event> {
  readonly signal: AbortSignal;
  readonly onEvent: (event: Event) => void;
}

/**
 * Work under the same name is done once, for all who ask for it while it is under way. Whoever is cancelled
 * leaves; the work itself is cancelled when nobody waits any more.
 */
export class SingleFlight<Result, Event> {
  private readonly flights = new Map<string, Flight<Result, Event>>();

  /** @returns the result, and whether somebody else had begun the work */
  async run(
    name: string,
    call: FlightCall<Event>,
    work: (call: FlightCall<Event>) => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly shared: boolean }> {
    const known = this.flights.get(name);
    const flight = known ?? this.begin(name, work);
    flight.listeners.add(call.onEvent);
    flight.waiting += 1;
    try {
      return { result: await untilAborted(flight.result, call.signal), shared: known !== undefined };
    } catch (error) {
      // The one who began it waits until it has stopped, so that its files and records are settled.
      if (call.signal.aborted && flight.waiting === 1) {
        flight.stop.abort(cancellationOf(call.signal));
        return { result: await flight.result, shared: known !== undefined };
      }
      throw error;
    } finally {
      flight.waiting -= 1;
      flight.listeners.delete(call.onEvent);
    }
  }

  private begin(name: string, work: (call: FlightCall<Event>) => Promise<Result>): Flight<Result, Event> {
    const stop = new AbortController();
    const listeners = new Set<(event: Event) => void>();
    const onEvent = (event: Event): void => listeners.forEach((listener) => listener(event));
    const result = work({ signal: stop.signal, onEvent }).finally(() => this.flights.delete(name));
    const flight = { listeners, stop, waiting: 0, result };
    this.flights.set(name, flight);
    return flight;
  }
}

function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(cancellationOf(signal));
    if (signal.aborted) aborted();
    else signal.addEventListener('abort', aborted, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}
