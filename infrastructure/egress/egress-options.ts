import type { LookupAddress } from 'node:dns';
import type { Socket, TcpNetConnectOpts } from 'node:net';

/** Bounds of every call. */
export interface EgressLimits {
  /** Name lookup, connection and TLS handshake together, milliseconds. */
  readonly connectMilliseconds: number;
  /** From the request to the head of its answer, milliseconds. */
  readonly responseMilliseconds: number;
  /** Longest silence within a body, milliseconds. */
  readonly stallMilliseconds: number;
  /** Of a body that is read through `fetch`, after decompression. */
  readonly maxResponseBytes: number;
  /** Of a downloaded file. */
  readonly maxDownloadBytes: number;
}

/** The way to the network. The machine's own, unless a test has another one. */
export interface NetworkAccess {
  /** All addresses of a name. */
  resolve(hostname: string): Promise<readonly LookupAddress[]>;
  /** Begins to connect, as `net.connect` does. */
  dial(options: TcpNetConnectOpts): Socket;
}
