import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { OperationStatus, ProviderOperation } from '../../domain/provider/provider-operation.js';

type Fields = Readonly<Record<string, unknown>>;

const states: readonly unknown[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];
const fileTypes: readonly unknown[] = [
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'image/png',
  'image/jpeg',
  'image/webp',
  'application/json',
];

function protocolError(providerId: string, what: string): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
    message: `The provider “${providerId}” ${what}.`,
    details: { providerId },
  });
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** What a plugin's `start` answered, held against the port. @throws PROVIDER_PROTOCOL_ERROR */
export function checkOperation(providerId: string, answer: ProviderOperation): ProviderOperation {
  const fields: unknown = answer;
  if (!isObject(fields) || fields.providerId !== providerId || !isFilled(fields.operationId)) {
    throw protocolError(providerId, 'started an operation without its own id and an operation id');
  }
  return answer;
}

/**
 * What a plugin's `status` answered, held against the closed union: an unknown state must never be polled
 * for ever. @throws PROVIDER_PROTOCOL_ERROR
 */
export function checkStatus(providerId: string, answer: OperationStatus): OperationStatus {
  const fields: unknown = answer;
  if (!isObject(fields) || !states.includes(fields.state)) {
    const state = isObject(fields) ? JSON.stringify(fields.state) : typeof fields;
    throw protocolError(providerId, `reported a state that does not exist: ${state}`);
  }
  if (fields.state === 'failed' && !(isObject(fields.error) && isFilled(fields.error.code))) {
    throw protocolError(providerId, 'reported a failure without an error');
  }
  if (fields.state === 'succeeded') checkSuccess(providerId, fields);
  return answer;
}

function checkSuccess(providerId: string, { output, cost, warnings }: Fields): void {
  const named = isObject(output) && fileTypes.includes(output.mediaType) && isFilled(output.path);
  const elsewhere = isObject(output) && output.mediaType === 'remote' && isFilled(output.url);
  if (!named && !elsewhere && !(isObject(output) && output.mediaType === 'none')) {
    throw protocolError(providerId, 'reported success without an output of a known type');
  }
  const micros = isObject(cost) && isFilled(cost.currency) ? cost.micros : undefined;
  if (!Number.isSafeInteger(micros) || (micros as number) < 0) {
    throw protocolError(providerId, 'reported success without a cost in whole micro-units');
  }
  if (!Array.isArray(warnings)) throw protocolError(providerId, 'reported success without its warnings');
}
