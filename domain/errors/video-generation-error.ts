import { errorCodes, type ErrorCategory, type ErrorCode } from './error-codes.js';

const marker: unique symbol = Symbol.for('aether-video/VideoGenerationError@1');

/** Whether the failed work was charged for, as far as anybody can know. */
export type Billed = 'yes' | 'no' | 'unknown';

export interface VideoGenerationErrorOptions {
  /** What happened, where: names the field, file, line or component. */
  readonly message: string;
  /** A remedy for this very case; the code's general one if absent. */
  readonly howToFix?: string;
  /** Plain JSON for machines: `where`, `limit`, `actual`, `known`… Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  /** Overrides the code's default verdict. */
  readonly retryable?: boolean;
  /** Seconds that the other side asked us to wait. */
  readonly retryAfterSeconds?: number;
  /** Default `no`. */
  readonly billed?: Billed;
}

/** {@link VideoGenerationError} as plain JSON. */
export interface SerializedError {
  readonly code: ErrorCode;
  readonly category: ErrorCategory;
  readonly message: string;
  readonly userMessage: string;
  readonly howToFix: string;
  readonly retryable: boolean;
  readonly billed: Billed;
  readonly retryAfterSeconds?: number;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The one error type of Aether. Branch on {@link VideoGenerationError.code}. */
export class VideoGenerationError extends Error {
  override readonly name = 'VideoGenerationError';
  readonly [marker] = true;
  readonly category: ErrorCategory;
  readonly retryable: boolean;
  readonly userMessage: string;
  readonly howToFix: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;
  readonly billed: Billed;

  constructor(
    readonly code: ErrorCode,
    options: VideoGenerationErrorOptions,
  ) {
    super(options.message, { cause: options.cause });
    const definition = errorCodes[code];
    this.category = definition.category;
    this.retryable = options.retryable ?? definition.retryable;
    this.userMessage = definition.userMessage;
    this.howToFix = options.howToFix ?? definition.howToFix;
    this.details = options.details ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.billed = options.billed ?? 'no';
  }

  /** True also for errors of another installed copy of this package. */
  static isInstance(value: unknown): value is VideoGenerationError {
    return typeof value === 'object' && value !== null && marker in value;
  }

  /** `value` itself if it is one of ours; a cancellation or an INTERNAL_ERROR around it if not. */
  static from(value: unknown): VideoGenerationError {
    if (VideoGenerationError.isInstance(value)) return value;
    if (value instanceof Error && value.name === 'AbortError') {
      return new VideoGenerationError('CANCELLED', { message: 'The work was cancelled.', cause: value });
    }
    const message = value instanceof Error ? value.message : String(value);
    return new VideoGenerationError('INTERNAL_ERROR', { message, cause: value });
  }

  /** Builds the error again from what {@link VideoGenerationError.toJSON} gave. */
  static fromJSON(json: SerializedError): VideoGenerationError {
    return new VideoGenerationError(json.code, json);
  }

  toJSON(): SerializedError {
    return {
      code: this.code,
      category: this.category,
      message: this.message,
      userMessage: this.userMessage,
      howToFix: this.howToFix,
      retryable: this.retryable,
      billed: this.billed,
      ...(this.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: this.retryAfterSeconds }),
      details: this.details,
    };
  }
}

/** Why `signal` was aborted, as one of our errors: its own reason if that is one, else CANCELLED. */
export function cancellationOf(signal: AbortSignal): VideoGenerationError {
  if (VideoGenerationError.isInstance(signal.reason)) return signal.reason;
  return new VideoGenerationError('CANCELLED', { message: 'The work was cancelled.', cause: signal.reason });
}

/** Throws CANCELLED, or the signal's own reason, if `signal` is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancellationOf(signal);
}
