import type { SerializedError } from '../errors/video-generation-error.js';

/** One piece of work at a provider. Plain JSON: any process can go on from it. */
export interface ProviderOperation {
  readonly providerId: string;
  readonly operationId: string;
  /** Whatever else the provider needs to find the work again. */
  readonly handle?: Readonly<Record<string, unknown>>;
}

export interface Cost {
  /** Millionths of `currency`. */
  readonly micros: number;
  readonly currency: string;
}

export interface ProviderWarning {
  /** Stable, such as `UNSUPPORTED_FIELD`. */
  readonly code: string;
  /** What happened, in a sentence. */
  readonly message: string;
  /** Why, in a sentence. Default: that the provider reported it. */
  readonly why?: string;
  /** What it means for the video, in a sentence. Default: that the video may differ in this point. */
  readonly effect?: string;
}

/** A file in the call's workspace. */
export interface OperationFile {
  readonly path: string;
  readonly mediaType:
    | 'video/mp4'
    | 'video/webm'
    | 'video/quicktime'
    | 'image/png'
    | 'image/jpeg'
    | 'image/webp'
    | 'application/json';
  /**
   * Facts for the result. Plain JSON. Known: `loudness` (`{ integratedLufs, truePeakDecibels }`, measured),
   * `segments` (`{ rendered, reused }`), `captions` (`{ srt, vtt }`, the text of subtitle files) and `probe`
   * (what the file really is, where that is not what the timeline says).
   */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** A file that lies at the provider and has to be fetched before it expires. */
export interface RemoteFile {
  readonly mediaType: 'remote';
  readonly url: string;
  /** True: the provider's `authorize` gives the headers that the address needs. They are never stored. */
  readonly authenticated: boolean;
  /** ISO 8601, UTC, if the provider says or documents it. */
  readonly expiresAt?: string;
  /**
   * Facts for the result. Plain JSON. Known: `captions` (`{ srt, vtt }`, the text of subtitle files) and
   * `durationSeconds`, both in the provider's own words, and `attribution` (of what was found in a library).
   */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** What an operation made: a file here or there, or nothing at all when the work was only rehearsed. */
export type OperationOutput = OperationFile | RemoteFile | { readonly mediaType: 'none' };

/** Where an operation stands: a closed union. Anything else is a PROVIDER_PROTOCOL_ERROR. */
export type OperationStatus =
  | { readonly state: 'queued'; readonly pollAfterSeconds?: number }
  | {
      readonly state: 'running';
      /** 0 to 1. */
      readonly progress?: number;
      readonly message?: string;
      readonly current?: number;
      readonly total?: number;
      readonly pollAfterSeconds?: number;
    }
  | {
      readonly state: 'succeeded';
      readonly output: OperationOutput;
      readonly cost: Cost;
      readonly warnings: readonly ProviderWarning[];
    }
  | {
      readonly state: 'failed';
      readonly error: SerializedError;
      /** What was charged all the same, if the provider says; else `error.billed` is all that is known. */
      readonly cost?: Cost;
    }
  | { readonly state: 'cancelled'; readonly cost?: Cost };
