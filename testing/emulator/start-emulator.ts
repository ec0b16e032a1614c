import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VideoGenerationError } from 'aether-video/plugin';
import { EmulatedJobs } from './emulated-jobs.js';
import { EmulatedMedia } from './emulated-media.js';
import { EmulatedWebhooks } from './emulated-webhooks.js';
import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute, RecordedRequest } from './emulator-route.js';
import type { Emulator, EmulatorDefinition, EmulatorOptions } from './emulator.js';
import { scriptedClock, type EmulatorClock } from './emulator-clock.js';
import { FaultQueue, type Fault } from './fault.js';
import { matchRoute } from './match-route.js';
import { readRequest, type ReadRequest } from './read-request.js';
import { sendAnswer } from './send-answer.js';

/** A key that looks like one, so that tests can search for it. */
const defaultKey = 'key_emulator_5b1f0c7d9e2a4836';

/** Starts a provider's emulator on the loopback interface. */
export async function startEmulator(
  definition: EmulatorDefinition,
  options: EmulatorOptions = {},
): Promise<Emulator> {
  const server = createServer();
  const url = await listen(server, options.port ?? 0);
  const { apiKey = defaultKey, clock = scriptedClock(), pace = { by: 'polls', polls: 3 } } = options;
  const routes: EmulatorRoute[] = [];
  const steps = new Set(definition.hasWebhooks ? ['webhook'] : []);
  const faults = new FaultQueue(steps, definition.outcomes);
  const jobs = new EmulatedJobs(clock, pace);
  const media = new EmulatedMedia(url, clock, options.linkSeconds, (request) =>
    definition.authenticate(request, apiKey),
  );
  const webhooks = new EmulatedWebhooks(faults);
  const world = { url, apiKey, clock, jobs, media, webhooks, strict: options.strict ?? false };
  routes.push(...definition.routes(world), ...media.routes());
  for (const { step } of routes) steps.add(step);
  const desk: Desk = { definition, apiKey, clock, routes, faults, requests: [] };
  server.on('request', (incoming, response) => void serve(desk, incoming, response));
  return emulatorOf(desk, { server, url, jobs, steps });
}

interface Running {
  readonly server: Server;
  readonly url: string;
  readonly jobs: EmulatedJobs;
  readonly steps: ReadonlySet<string>;
}

function emulatorOf(desk: Desk, { server, url, jobs, steps }: Running): Emulator {
  const { definition, apiKey, clock, faults, requests } = desk;
  return {
    id: definition.id,
    providerId: definition.providerId ?? definition.id,
    kind: definition.kind ?? 'provider',
    name: definition.name,
    url,
    apiKey,
    pluginOptions: definition.pluginOptions(url, apiKey),
    requests,
    clock,
    jobs,
    steps: [...steps],
    outcomes: definition.outcomes,
    get acceptedSubmissions() {
      return jobs.accepted;
    },
    requestsTo: (step) => requests.filter((request) => request.step === step),
    inject: (fault) => faults.inject(fault),
    clearFaults: () => faults.clear(),
    close: () => close(server),
  };
}

/** What answers requests. */
interface Desk {
  readonly definition: EmulatorDefinition;
  readonly apiKey: string;
  readonly clock: EmulatorClock;
  readonly routes: readonly EmulatorRoute[];
  readonly faults: FaultQueue;
  readonly requests: RecordedRequest[];
}

async function serve(desk: Desk, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const read = await readRequest(incoming).catch(() => undefined);
  if (!read) return void response.destroy();
  const match = matchRoute(desk.routes, read.method, read.pathname);
  const found = typeof match === 'object' ? match : undefined;
  const fault = found && desk.faults.take(found.route.step);
  const recorded = record(desk, read, found?.route.step ?? 'unknown');
  try {
    if (!found) {
      const status = match === 'wrong-method' ? 405 : 404;
      sendRecorded(recorded, response, desk.definition.errorAnswer(status));
      return;
    }
    const request = { ...read, ...recorded, params: found.params, outcome: outcomeOf(fault) };
    await answerRoute(desk, found.route, request, { recorded, response, fault });
  } catch (error) {
    // A defect of an emulator must be told apart from what it emulates.
    sendRecorded(recorded, response, { status: 500, body: { emulatorDefect: String(error) } });
  }
}

interface Exchange {
  readonly recorded: { status: number | undefined };
  readonly response: ServerResponse;
  readonly fault: Fault | undefined;
}

async function answerRoute(
  desk: Desk,
  route: EmulatorRoute,
  request: EmulatorRequest,
  { recorded, response, fault }: Exchange,
): Promise<void> {
  const accepted = !fault || !('accepted' in fault) ? !isBlocking(fault) : fault.accepted === true;
  const refusal = route.open ? undefined : desk.definition.authenticate(request, desk.apiKey);
  const answer = refusal ?? (accepted ? await route.answer(request) : undefined);
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset') return void response.destroy();
  if (fault?.kind === 'status') {
    sendRecorded(recorded, response, statusAnswer(desk.definition, fault));
    return;
  }
  if (answer) sendRecorded(recorded, response, answer, fault);
}

/** Faults that strike instead of the route, unless they say that the work is accepted. */
function isBlocking(fault: Fault | undefined): boolean {
  return fault?.kind === 'status' || fault?.kind === 'reset' || fault?.kind === 'hang';
}

function outcomeOf(fault: Fault | undefined): EmulatorRequest['outcome'] {
  return fault?.kind === 'outcome' ? fault.outcome : undefined;
}

function statusAnswer(
  definition: EmulatorDefinition,
  fault: Extract<Fault, { kind: 'status' }>,
): EmulatorAnswer {
  const answer = definition.errorAnswer(fault.status, fault.message);
  if (fault.retryAfter === undefined) return answer;
  const { retryAfter } = fault;
  const value = typeof retryAfter === 'number' ? String(retryAfter) : retryAfter.toUTCString();
  return { ...answer, headers: { ...answer.headers, 'retry-after': value } };
}

function record(
  desk: Desk,
  read: ReadRequest,
  step: string,
): RecordedRequest & { status: number | undefined } {
  const { method, path, headers, body, bytes } = read;
  const recorded = { method, path, step, headers, body, bytes, at: desk.clock.now(), status: undefined };
  desk.requests.push(recorded);
  return recorded;
}

function sendRecorded(
  recorded: { status: number | undefined },
  response: ServerResponse,
  answer: EmulatorAnswer,
  fault?: Fault,
): void {
  recorded.status = answer.status;
  sendAnswer(response, answer, fault);
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new VideoGenerationError('INVALID_REQUEST', {
      message: `The emulator cannot listen on port ${port}: ${cause instanceof Error ? cause.message : String(cause)}.`,
      howToFix: 'Choose another port, or none to get a free one.',
      cause,
    });
  }
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
