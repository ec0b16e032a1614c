import { randomUUID } from 'node:crypto';
import type { ResumedOperation } from '../../../../application/generate-media/unfinished-work.js';
import type { UnifiedRequestInput } from '../../../../domain/generation/unified-request.js';
import type { JobPace } from '../../../../testing/emulator/emulated-jobs.js';
import type { EmulatorDefinition } from '../../../../testing/emulator/emulator.js';
import type { Fault } from '../../../../testing/emulator/fault.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { booksOf, startBench, temporaryFolder, type GatewayBench } from '../gateway-bench.js';
import { HurriedClock } from '../hurried-clock.js';
import type { Ending } from './ending.js';
import { hashInspection, hurriedModule } from './quick-parts.js';

/** How a lane differs from the others. */
export interface LaneOptions {
  /** Default: done when asked for the second time. */
  readonly pace?: JobPace;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Of the provider’s plugin, beside those that lead to the emulator. */
  readonly pluginOptions?: Readonly<Record<string, unknown>>;
  /** True: delivered files go through FFmpeg. Default false. */
  readonly inspects?: boolean;
}

/** An emulated account and a service of its own, on which one case after the other is tried. */
export interface Lane {
  readonly bench: GatewayBench;
  /** What the request comes to with this fault. */
  endingOf(fault: Fault | undefined, options?: { readonly stopWhenBegun?: boolean }): Promise<Ending>;
  /** Takes up what was left, without any fault. */
  resume(): Promise<readonly ResumedOperation[]>;
  close(): Promise<void>;
}

/** Time in which a fault that never passes has to end, seconds of the bench’s clock. */
const patience = 70;

export async function openLane(
  definition: EmulatorDefinition,
  request: UnifiedRequestInput,
  { pace = { by: 'polls', polls: 0 }, settings = {}, pluginOptions = {}, inspects = false }: LaneOptions = {},
): Promise<Lane> {
  const temporary = temporaryFolder();
  const emulator = await startEmulator(definition, { pace });
  const clock = new HurriedClock();
  let unanswered = 0;
  const countUnanswered = (): number =>
    emulator.requests.filter((received) => received.status === undefined).length;
  const noted = (): void => void (unanswered = countUnanswered());
  const provider = { ...emulator, pluginOptions: { ...emulator.pluginOptions, ...pluginOptions } };
  const bench = await startBench([provider], temporary.folder, {
    settings,
    modules: [hurriedModule(clock, noted), ...(inspects ? [] : [hashInspection])],
  });
  const endingOf: Lane['endingOf'] = async (fault, { stopWhenBegun = false } = {}) => {
    emulator.clearFaults();
    if (fault) emulator.inject(fault);
    const hangs = fault?.kind === 'hang' && fault.step !== 'download';
    noted();
    clock.passesWhile(() => hangs && countUnanswered() > unanswered);
    const posts = emulator.requestsTo('submit').length;
    const accepted = emulator.acceptedSubmissions;
    const requestId = randomUUID();
    const stop = new AbortController();
    const response = await bench.service.generate(
      { ...request, requestId },
      {
        signal: stop.signal,
        ...(fault?.times === Infinity && { timeouts: { operationSeconds: patience } }),
        onProgress: ({ state }) => {
          if (stopWhenBegun && (state === 'queued' || state === 'running')) stop.abort();
        },
      },
    );
    const books = await booksOf(bench, requestId);
    return {
      ends: [response.status, response.error?.code, response.error?.billed].filter(Boolean).join(' '),
      posts: emulator.requestsTo('submit').length - posts,
      accepted: emulator.acceptedSubmissions - accepted,
      cost: response.cost.micros,
      books: books
        .map(({ entry, lines }) =>
          [entry.state, ...lines.map(({ kind, cost }) => `${kind} ${cost.micros}`)].join(', '),
        )
        .join('; '),
    };
  };
  const close = async (): Promise<void> => {
    await bench.dispose();
    await emulator.close();
    temporary.remove();
  };
  const resume = (): Promise<readonly ResumedOperation[]> => {
    emulator.clearFaults();
    return bench.service.resumeUnfinished();
  };
  return { bench, endingOf, resume, close };
}
