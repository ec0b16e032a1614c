import type { ErrorCategory } from '../../domain/errors/error-codes.js';

/** What the process says to whoever started it. */
export const exitCodes = {
  done: 0,
  badInput: 2,
  badConfiguration: 3,
  generationFailed: 4,
  cancelled: 130,
} as const;

const byCategory: Record<ErrorCategory, number> = {
  input: exitCodes.badInput,
  configuration: exitCodes.badConfiguration,
  generation: exitCodes.generationFailed,
  cancelled: exitCodes.cancelled,
};

/** The exit code for an error's category; 0 without an error. */
export function exitCodeFor(error: { readonly category: ErrorCategory } | undefined): number {
  return error ? byCategory[error.category] : exitCodes.done;
}
