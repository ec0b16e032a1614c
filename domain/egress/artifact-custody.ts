import type { MediaType } from '../generation/model-descriptor.js';
import type { MediaProbe } from '../media/media-backend.js';
import type { OperationFile, RemoteFile } from '../provider/provider-operation.js';

export const IArtifactCustody: unique symbol = Symbol.for('aether-video/IArtifactCustody@1');

export interface CustodyRequest {
  readonly output: RemoteFile;
  /** What was asked for: anything else is refused. */
  readonly mediaType: MediaType;
  /** The file's name is made from it and the time: `YYYYMMDD_HHMMSS_prompt-words.mp4`. */
  readonly prompt: string;
  /** Absolute path of the folder that the file goes to; made if it is not there. */
  readonly folder: string;
  /** Of the provider's `authorize`. Sent to the address's own origin only, and never stored. */
  readonly headers?: Readonly<Record<string, string>>;
  /** As in `IEgress.fetchFor`. */
  readonly trustedOrigins: readonly string[];
  readonly signal: AbortSignal;
  /** @param total bytes, if the server says */
  onProgress?(received: number, total: number | undefined): void;
}

/** A whole file of ours whose contents were looked at. */
export interface ArtifactInCustody {
  /** Absolute. */
  readonly path: string;
  /** Decided by the bytes, never by a name or a header. */
  readonly mediaType: Exclude<OperationFile['mediaType'], 'application/json'>;
  readonly sizeBytes: number;
  /** SHA-256, hex. */
  readonly contentHash: string;
  readonly probe: MediaProbe;
}

/** Takes what a provider made into our own hands: nothing enters without having been looked at. */
export interface IArtifactCustody {
  /**
   * Downloads, decides the type by the bytes, probes. Leaves nothing behind when it fails.
   * @throws VideoGenerationError DOWNLOAD_REJECTED for an empty, broken or wrong-typed file, or one above
   * the limit; NETWORK_ERROR (with `details.status` 403, 404 or 410 if the link has expired), TIMEOUT,
   * EGRESS_REFUSED, STORAGE_FULL, STORAGE_NOT_WRITABLE or CANCELLED
   */
  fetch(request: CustodyRequest): Promise<ArtifactInCustody>;
  /**
   * The same look at a file that is here already: one that a provider delivered inline, or one that a cache
   * is about to serve. The file is never changed or removed.
   * @throws VideoGenerationError DOWNLOAD_REJECTED or CANCELLED
   */
  verify(path: string, mediaType: MediaType, signal: AbortSignal): Promise<ArtifactInCustody>;
}
