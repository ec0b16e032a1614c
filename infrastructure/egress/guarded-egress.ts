import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import type { DownloadedFile, DownloadRequest, FetchFunction, IEgress } from '../../domain/egress/egress.js';
import type { IClock } from '../../domain/time/clock.js';
import { ConnectionPool } from './connection-pool.js';
import { downloadFile } from './download-file.js';
import type { EgressLimits, NetworkAccess } from './egress-options.js';
import { toResponse } from './fetch-response.js';
import { readRequest } from './outgoing-request.js';
import { sendRequest, type Network } from './send-request.js';

export interface GuardedEgressOptions {
  readonly limits: EgressLimits;
  readonly clock: IClock;
  /** Default: the machine’s own resolver and sockets. */
  readonly access?: NetworkAccess;
}

const machineAccess: NetworkAccess = {
  resolve: (hostname) => lookup(hostname, { all: true }),
  dial: (options) => connect(options),
};

/**
 * HTTP/1.1 over kept-alive connections that lead only to addresses that were classified. The variables
 * `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are not followed: behind a proxy nobody could tell where a
 * connection ends.
 */
export class GuardedEgress implements IEgress {
  readonly #network: Network;
  readonly #clock: IClock;

  constructor({ limits, clock, access = machineAccess }: GuardedEgressOptions) {
    this.#network = { pool: new ConnectionPool(access, limits), limits };
    this.#clock = clock;
  }

  fetchFor(trustedOrigins: readonly string[]): FetchFunction {
    const trusted = new Set(trustedOrigins);
    const { maxResponseBytes, stallMilliseconds } = this.#network.limits;
    return async (input, init) => {
      const request = await readRequest(input, init);
      const answer = await sendRequest(request, trusted, this.#network);
      return toResponse(answer, request.method, {
        ...{ maxBytes: maxResponseBytes, tooLarge: 'NETWORK_ERROR', stallMilliseconds },
        ...(request.signal ? { signal: request.signal } : {}),
      });
    };
  }

  download(request: DownloadRequest, trustedOrigins: readonly string[]): Promise<DownloadedFile> {
    return downloadFile(request, new Set(trustedOrigins), this.#network, this.#clock);
  }
}
