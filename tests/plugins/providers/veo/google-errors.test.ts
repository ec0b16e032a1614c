import { describe, expect, it } from 'vitest';
import { answerError, callError, workError } from '../../../../plugins/providers/veo/google-errors.js';
import { readOperation } from '../../../../plugins/providers/veo/veo-operation.js';

const context = { now: new Date('2026-11-20T12:00:00Z'), secrets: ['s3cret'] };

function answered(status: number, error: object | undefined, headers: Record<string, string> = {}) {
  return answerError({ status, headers: new Headers(headers), body: error && { error } }, context);
}
const info = (reason: string) => [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }];
const retry = (retryDelay: string) => [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }];

describe('an answer of Google', () => {
  it.each([
    [400, { status: 'INVALID_ARGUMENT', message: 'Unsupported duration.' }, 'INVALID_REQUEST'],
    [400, { status: 'FAILED_PRECONDITION', message: 'No.' }, 'INVALID_REQUEST'],
    [400, { message: 'API key not valid.', details: info('API_KEY_INVALID') }, 'AUTHENTICATION_FAILED'],
    [400, { message: 'Request blocked due to safety violations.' }, 'CONTENT_POLICY_VIOLATION'],
    [400, { message: 'Invalid value at safety_settings.' }, 'INVALID_REQUEST'],
    [400, { code: 'PROHIBITED_CONTENT', message: 'No.' }, 'CONTENT_POLICY_VIOLATION'],
    [401, { status: 'UNAUTHENTICATED', message: 'Bad token.' }, 'AUTHENTICATION_FAILED'],
    [403, { status: 'PERMISSION_DENIED', message: 'No.' }, 'AUTHENTICATION_FAILED'],
    [403, { message: 'Enable it.', details: info('BILLING_DISABLED') }, 'INSUFFICIENT_CREDITS'],
    [403, { message: 'No.', details: info('API_KEY_SERVICE_BLOCKED') }, 'AUTHENTICATION_FAILED'],
    [404, { status: 'NOT_FOUND', message: 'No such model.' }, 'INVALID_REQUEST'],
    [404, { message: 'Veo 3 is no longer available.' }, 'MODEL_SHUT_DOWN'],
    [429, { status: 'RESOURCE_EXHAUSTED', message: 'Quota exceeded.' }, 'RATE_LIMIT_EXCEEDED'],
    [429, { message: 'Your prepayment credits are depleted.' }, 'INSUFFICIENT_CREDITS'],
    [
      429,
      { message: 'You exceeded your quota, check your plan and billing details.' },
      'RATE_LIMIT_EXCEEDED',
    ],
    [500, { status: 'INTERNAL', message: '' }, 'PROVIDER_ERROR'],
    [503, { status: 'UNAVAILABLE', message: 'Overloaded.' }, 'PROVIDER_ERROR'],
    [504, { status: 'DEADLINE_EXCEEDED', message: 'Late.' }, 'TIMEOUT'],
    [500, undefined, 'PROVIDER_ERROR'],
  ])('%i %o is %s', (status, error, code) => {
    expect(answered(status, error)).toMatchObject({ code, details: { status } });
  });

  it('may stand in a list', () => {
    const body = [{ error: { message: 'Veo 3 is no longer available.' } }];
    expect(answerError({ status: 404, headers: new Headers(), body }, context).code).toBe('MODEL_SHUT_DOWN');
  });

  it('says how long to wait, in a header or in RetryInfo', () => {
    expect(answered(429, { details: retry('12.5s') }).retryAfterSeconds).toBe(12.5);
    expect(answered(429, { details: retry('99999s') }).retryAfterSeconds).toBe(3600);
    expect(answered(429, { details: retry('12.5s') }, { 'retry-after': '3' }).retryAfterSeconds).toBe(3);
    expect(answered(429, { details: retry('soon') }).retryAfterSeconds).toBeUndefined();
  });

  it('is quoted short, on one line and without secrets', () => {
    const { message } = answered(400, { message: `Bad s3cret\n${'x'.repeat(2000)}` });
    expect(message).toMatch(/^Google answered with status 400: Bad … x+\.$/);
    expect(message.length).toBeLessThan(600);
  });
});

describe('work that failed', () => {
  it.each([
    [{ code: 3, message: 'Bad.' }, 'INVALID_REQUEST'],
    [{ code: 3, message: 'It violates Google’s Responsible AI practices.' }, 'CONTENT_POLICY_VIOLATION'],
    [{ code: 4, message: '' }, 'TIMEOUT'],
    [{ code: 7, message: 'No.' }, 'AUTHENTICATION_FAILED'],
    [{ code: 8, message: 'Much.' }, 'RATE_LIMIT_EXCEEDED'],
    [{ code: 13, message: 'Broken.' }, 'PROVIDER_ERROR'],
    [{ code: 14, message: 'Away.' }, 'PROVIDER_ERROR'],
    [{ code: 99, message: '' }, 'PROVIDER_ERROR'],
    [{ code: 'internal', status: 'RESOURCE_EXHAUSTED', message: '' }, 'RATE_LIMIT_EXCEEDED'],
    [{ message: '' }, 'PROVIDER_ERROR'],
  ])('with %o is %s, and nobody knows its cost', (rpc, code) => {
    expect(workError({ details: [], ...rpc }, [])).toMatchObject({ code, billed: 'unknown' });
  });

  it('was cancelled if Google says so', async () => {
    const reader = {
      handle: { micros: 1, warnings: [] },
      secrets: [],
      outputOf: () => Promise.resolve(undefined),
    };
    const read = (answer: object) => readOperation(answer, reader);
    expect(await read({ done: true, error: { code: 1, message: 'x' } })).toEqual({ state: 'cancelled' });
    expect(await read({ done: true })).toMatchObject({ state: 'failed', error: { code: 'PROVIDER_ERROR' } });
    expect(await read({ done: false })).toMatchObject({ state: 'running' });
    await expect(read({ done: 'yes' })).rejects.toMatchObject({ code: 'PROVIDER_PROTOCOL_ERROR' });
  });
});

it('turns a broken connection into an error that may have been sent', () => {
  const { signal } = new AbortController();
  const broken = callError(new TypeError('terminated'), signal);
  expect(broken).toMatchObject({ code: 'NETWORK_ERROR', details: { sent: true } });
  expect(callError(new TypeError('terminated'), AbortSignal.abort()).code).toBe('CANCELLED');
});
