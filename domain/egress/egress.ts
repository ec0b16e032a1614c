export const IEgress: unique symbol = Symbol.for('aether-video/IEgress@1');

/** Standard `fetch`, so that official SDKs can be given it. */
export type FetchFunction = typeof globalThis.fetch;

export interface DownloadRequest {
  readonly url: string;
  /** Absolute path of the finished file; nothing stands there until it is whole. */
  readonly targetPath: string;
  /** Sent to the address's own origin only, never to where it redirects. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default from settings. */
  readonly maxBytes?: number;
  readonly signal: AbortSignal;
  /** @param total bytes, if the server says */
  onProgress?(received: number, total: number | undefined): void;
}

export interface DownloadedFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256, hex. */
  readonly contentHash: string;
}

/**
 * The only road to the network. Every address is checked: scheme, port, the resolved address (pinned, so that
 * it cannot change), every redirect. Bytes, time and decompression are bounded.
 *
 * Errors are {@link VideoGenerationError} NETWORK_ERROR, TIMEOUT, EGRESS_REFUSED or CANCELLED with
 * `details.sent`: `false` when no byte of the request can have reached the server, else `true`.
 */
export interface IEgress {
  /**
   * @param trustedOrigins origins such as `http://127.0.0.1:4010` that the operator's settings name: exempt
   * from the rules on scheme, port and private addresses, and only they
   */
  fetchFor(trustedOrigins: readonly string[]): FetchFunction;
  /** Streams to disk, resumes after a break where the server can, checks the length, renames when whole. */
  download(request: DownloadRequest, trustedOrigins: readonly string[]): Promise<DownloadedFile>;
}
