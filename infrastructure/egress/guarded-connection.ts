import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { requirePublic, refusal } from './egress-rules.js';
import type { EgressLimits, NetworkAccess } from './egress-options.js';
import { interruption, networkError, timeout } from './network-error.js';

/** Where a connection is to lead. */
export interface ConnectionTarget {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isEncrypted: boolean;
  /** True: private addresses are allowed. */
  readonly isTrusted: boolean;
}

/** Time for one of several addresses before the next is tried as well, milliseconds. */
const attemptMilliseconds = 1000;

/**
 * Looks the name up, refuses it if any of its addresses is special, connects to one of exactly those
 * addresses, and looks at the other end's address before the first byte is written. All of its errors have
 * `details.sent: false`.
 */
export async function openConnection(
  target: ConnectionTarget,
  access: NetworkAccess,
  limits: Pick<EgressLimits, 'connectMilliseconds'>,
  signal?: AbortSignal,
): Promise<Socket> {
  const shown = `${target.host}:${target.port}`;
  const controller = new AbortController();
  const stop = (): void => controller.abort(interruption(signal!, false));
  const late = `“${shown}” did not take the connection within ${limits.connectMilliseconds / 1000} s.`;
  const timer = setTimeout(() => controller.abort(timeout(late, false)), limits.connectMilliseconds);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    const addresses = await pinnedAddresses(target, access, controller.signal);
    const socket = await dialled(target, addresses, access, controller.signal);
    return target.isEncrypted ? await encrypted(socket, target, controller.signal) : socket;
  } catch (cause) {
    throw networkError(cause, shown, false);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** All addresses of the host, none of them special unless the target is trusted. */
async function pinnedAddresses(
  { host, isTrusted }: ConnectionTarget,
  access: NetworkAccess,
  signal: AbortSignal,
): Promise<readonly LookupAddress[]> {
  const family = isIP(host);
  const addresses =
    family === 0 ? await unlessAborted(access.resolve(host), signal) : [{ address: host, family }];
  const first = addresses[0];
  if (!first) throw Object.assign(new TypeError('The name has no address.'), { code: 'ENOTFOUND' });
  // One bad address among good ones is the mark of a rebinding attack: none of them is used.
  if (!isTrusted) for (const { address } of addresses) requirePublic(host, address, false);
  return addresses;
}

async function dialled(
  target: ConnectionTarget,
  addresses: readonly LookupAddress[],
  access: NetworkAccess,
  signal: AbortSignal,
): Promise<Socket> {
  const { host, port, isTrusted } = target;
  const socket = access.dial({
    host,
    port,
    lookup: answerWith(addresses),
    noDelay: true,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: attemptMilliseconds,
  });
  await ready(socket, 'connect', signal);
  if (isTrusted) return socket;
  const peer = socket.remoteAddress ?? 'nowhere';
  if (addresses.some(({ address }) => address === peer)) return socket;
  socket.destroy();
  throw refusal(
    `The connection to “${host}” ended up at ${peer}, which is not one of its addresses.`,
    false,
    {
      address: peer,
    },
  );
}

/** A lookup that knows one answer: the addresses that were checked. */
function answerWith(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const first = addresses[0]!;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}

async function encrypted(socket: Socket, { host }: ConnectionTarget, signal: AbortSignal): Promise<Socket> {
  const secure = connectTls({
    socket,
    host,
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
  });
  await ready(secure, 'secureConnect', signal);
  return secure;
}

/** Resolves when the socket emits `event`; destroys it if it fails or the signal aborts. */
function ready(socket: Socket, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (error?: Error): void => {
      socket.off(event, succeeded).off('error', end).off('close', closed);
      signal.removeEventListener('abort', aborted);
      if (error === undefined) {
        resolve();
        return;
      }
      // A socket that fails once more while it is torn down must not bring the process down.
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const succeeded = (): void => end();
    const closed = (): void => end(Object.assign(new TypeError('closed'), { code: 'ECONNRESET' }));
    const aborted = (): void => end(signal.reason as Error);
    socket.on(event, succeeded).on('error', end).on('close', closed);
    signal.addEventListener('abort', aborted);
    if (signal.aborted) aborted();
  });
}

function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', aborted, { once: true });
    if (signal.aborted) aborted();
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}
