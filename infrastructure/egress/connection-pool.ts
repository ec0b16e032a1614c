import { Agent as HttpAgent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { EgressLimits, NetworkAccess } from './egress-options.js';
import { openConnection } from './guarded-connection.js';

/** The call's signal, handed through the agent to the connection that it has to wait for. */
export interface PooledRequestOptions extends ClientRequestArgs {
  readonly callSignal?: AbortSignal | undefined;
}

type OnConnection = (error: Error | null, socket: Duplex) => void;

/**
 * A connection rests for two seconds at most. Servers close resting ones after some seconds, and a paid
 * request that crosses such a close would have an unknowable outcome; a fresh connection costs far less.
 */
const restMilliseconds = 2000;

/**
 * Kept-alive connections. Those to trusted origins are kept apart, so that no other call can be given a
 * connection whose address was never classified.
 */
export class ConnectionPool {
  readonly #guarded: HttpsAgent;
  readonly #trusted: { readonly http: HttpAgent; readonly https: HttpsAgent };

  constructor(access: NetworkAccess, limits: Pick<EgressLimits, 'connectMilliseconds'>) {
    const options: AgentOptions = { keepAlive: true, timeout: restMilliseconds, scheduling: 'lifo' };
    const connecting =
      (isEncrypted: boolean, isTrusted: boolean) =>
      (request: PooledRequestOptions, callback?: OnConnection): undefined => {
        const target = { host: request.host!, port: Number(request.port), isEncrypted, isTrusted };
        openConnection(target, access, limits, request.callSignal).then(
          (socket) => callback?.(null, socket),
          (error: unknown) => callback?.(error as Error, undefined as never),
        );
      };
    this.#guarded = withConnection(new HttpsAgent(options), connecting(true, false));
    this.#trusted = {
      http: withConnection(new HttpAgent(options), connecting(false, true)),
      https: withConnection(new HttpsAgent(options), connecting(true, true)),
    };
  }

  agentFor(url: URL, isTrusted: boolean): HttpAgent {
    if (!isTrusted) return this.#guarded;
    return url.protocol === 'http:' ? this.#trusted.http : this.#trusted.https;
  }
}

function withConnection<Agent extends HttpAgent>(
  agent: Agent,
  createConnection: (request: PooledRequestOptions, callback?: OnConnection) => undefined,
): Agent {
  agent.createConnection = createConnection;
  return agent;
}
