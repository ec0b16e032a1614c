import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { JournalChange, NewJournalEntry } from '../../domain/money/operation-journal.js';
import { redactRecord } from '../logging/redact-secrets.js';

/** Characters of a request as JSON: far more than prompts need, far less than an embedded file. */
const longestRequest = 1_000_000;

/**
 * The entry as it may be stored. From the request goes all that is, or looks like, a secret.
 * @throws VideoGenerationError INVALID_REQUEST if the request is too large
 */
export function entryWithoutSecrets(entry: NewJournalEntry, secrets: readonly string[]): NewJournalEntry {
  const size = JSON.stringify(entry.request ?? null).length;
  if (size > longestRequest) {
    throw new VideoGenerationError('INVALID_REQUEST', {
      message: `The request ${entry.requestId} is too large to be remembered: ${size} characters, ${longestRequest} at most.`,
      howToFix: 'Name files by their path instead of putting them into the request.',
      details: { requestId: entry.requestId, size, limit: longestRequest },
    });
  }
  return { ...entry, request: redactRecord(entry.request ?? null, secrets) };
}

/**
 * The change as it may be stored. Handles and addresses of outputs must keep working, and lose only values
 * that are known to be secrets.
 */
export function changeWithoutSecrets(change: JournalChange, secrets: readonly string[]): JournalChange {
  const clean = <Value>(value: Value, guesses: boolean): Value =>
    redactRecord(value, secrets, guesses) as Value;
  const { state, operation, output, cost, error } = change;
  return {
    state,
    ...(operation && { operation: clean(operation, false) }),
    ...(output && { output: clean(output, false) }),
    ...(cost && { cost }),
    ...(error && { error: clean(error, true) }),
  };
}
