import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
} from 'node:net';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { EgressLimits, NetworkAccess } from '../../../infrastructure/egress/egress-options.js';
import { GuardedEgress } from '../../../infrastructure/egress/guarded-egress.js';
import type { IClock } from '../../../domain/time/clock.js';

const limits: EgressLimits = {
  connectMilliseconds: 5000,
  responseMilliseconds: 5000,
  stallMilliseconds: 5000,
  maxResponseBytes: 1_000_000,
  maxDownloadBytes: 50_000_000,
};

/** Pauses take no time, but are written down. */
export function hastyClock(): IClock & { readonly slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date('2026-03-01T12:00:00Z'),
    monotonic: () => 0,
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      return Promise.resolve();
    },
  };
}

export interface EgressChanges {
  readonly limits?: Partial<EgressLimits>;
  readonly access?: Partial<NetworkAccess>;
  readonly clock?: IClock;
}

/** An egress whose lookups never leave the machine. */
export function egressWith(changes: EgressChanges = {}): GuardedEgress {
  const access: NetworkAccess = {
    resolve: () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })),
    dial: (options) => connect(options),
    ...changes.access,
  };
  return new GuardedEgress({
    limits: { ...limits, ...changes.limits },
    clock: changes.clock ?? hastyClock(),
    access,
  });
}

export interface RunningServer {
  readonly origin: string;
  readonly port: number;
  /** Every request’s method, path and headers. */
  readonly requests: IncomingMessage[];
  /** Connections that were ever made. */
  readonly connections: () => number;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export async function serve(handler: Handler): Promise<RunningServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    handler(request, response);
  });
  let connections = 0;
  server.on('connection', () => (connections += 1));
  const port = await listening(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Counts the bytes that reach it. */
export async function serveCanary(
  host = '127.0.0.1',
): Promise<{ readonly port: number; readonly bytes: () => number; close(): void }> {
  let bytes = 0;
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined).on('data', (chunk) => (bytes += chunk.length));
  });
  const port = await listening(server, host);
  return { port, bytes: () => bytes, close: () => void server.close() };
}

async function listening(server: Server | TcpServer, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

export function errorOf(act: () => unknown): VideoGenerationError {
  try {
    act();
  } catch (error) {
    return asOurs(error);
  }
  throw new Error('Nothing was thrown.');
}

export async function failureOf(promise: Promise<unknown>): Promise<VideoGenerationError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (!outcome) throw new Error('It did not fail.');
  return asOurs(outcome.error);
}

function asOurs(error: unknown): VideoGenerationError {
  if (VideoGenerationError.isInstance(error)) return error;
  throw new Error('Not an error of ours.', { cause: error });
}
