import { z } from 'zod';
import {
  VideoGenerationError,
  type Cost,
  type ErrorCode,
  type OperationStatus,
  type ProviderWarning,
} from 'aether-video/plugin';
import { unreadable } from './runway-errors.js';
import { microsPerCredit } from './runway-model.js';

const charge = z.looseObject({ credits: z.number().min(0) });

/** The answer to every submission. */
const createdSchema = z.looseObject({ id: z.string().min(1), estimatedCost: charge.optional() });

/** Lenient: Runway adds fields. */
const taskSchema = z.looseObject({
  id: z.string(),
  status: z.string(),
  progress: z.number().optional(),
  output: z.array(z.string()).optional(),
  failure: z.string().optional(),
  failureCode: z.string().nullish(),
  cost: charge.optional(),
});
type RunwayTask = z.output<typeof taskSchema>;

/** What is kept of a submission, as plain JSON. */
export const handleSchema = z.looseObject({
  estimatedCredits: z.number().optional(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
});
export type RunwayHandle = z.output<typeof handleSchema>;

/** Runway asks not to be asked more often. Source: its documentation of tasks. */
const pollAfterSeconds = 5;

/** Runway's links live for 24 to 48 hours. */
const linkLife = 24 * 3600 * 1000;

export function readCreated(answer: unknown): z.output<typeof createdSchema> {
  return parsed(createdSchema, answer);
}

/** Where a task stands, from Runway's own answer. */
export function readTask(answer: unknown, handle: RunwayHandle, now: Date): OperationStatus {
  const task = parsed(taskSchema, answer);
  const cost = costOf(task.cost?.credits);
  switch (task.status) {
    case 'PENDING':
    case 'THROTTLED':
      return { state: 'queued', pollAfterSeconds };
    case 'RUNNING': {
      const progress =
        task.progress === undefined ? {} : { progress: Math.min(1, Math.max(0, task.progress)) };
      return { state: 'running', ...progress, pollAfterSeconds };
    }
    case 'SUCCEEDED':
      return succeeded(task, handle, now);
    case 'FAILED':
      return { state: 'failed', error: failure(task).toJSON(), ...(cost && { cost }) };
    case 'CANCELLED':
      return { state: 'cancelled', ...(cost && { cost }) };
    default:
      throw new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
        message: `Runway says that the task is “${task.status.slice(0, 100)}”, which is no state of its protocol.`,
        details: { status: 200, state: task.status.slice(0, 100) },
      });
  }
}

/** What a task is that Runway does not know any more. */
export function goneTask(id: string): OperationStatus {
  const error = new VideoGenerationError('PROVIDER_ERROR', {
    message: `Runway does not know the task ${id} any more: it was deleted, or belongs to another account.`,
    howToFix: 'Check that the key is that of the account which began the work.',
    details: { status: 404 },
    retryable: false,
    billed: 'unknown',
  });
  return { state: 'failed', error: error.toJSON() };
}

function parsed<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw unreadable(
    `Runway’s answer is not what its protocol says: “${issue?.path.join('.')}” ${issue?.message}.`,
  );
}

function costOf(credits: number | undefined): Cost | undefined {
  return credits === undefined
    ? undefined
    : { micros: Math.round(credits * microsPerCredit), currency: 'USD' };
}

function succeeded(task: RunwayTask, handle: RunwayHandle, now: Date): OperationStatus {
  const cost = costOf(task.cost?.credits ?? handle.estimatedCredits) ?? { micros: 0, currency: 'USD' };
  const [url, ...others] = task.output ?? [];
  if (url === undefined || !URL.canParse(url)) {
    const error = new VideoGenerationError('PROVIDER_ERROR', {
      message: 'Runway says that the task succeeded, but names no file.',
      billed: cost.micros > 0 ? 'yes' : 'no',
    });
    return { state: 'failed', error: error.toJSON(), cost };
  }
  const warnings: ProviderWarning[] = [...handle.warnings];
  if (others.length > 0) {
    const message = `Runway made ${others.length + 1} files; the first is used.`;
    warnings.push({ code: 'OUTPUTS_IGNORED', message });
  }
  const expiresAt = new Date(now.getTime() + linkLife).toISOString();
  return {
    state: 'succeeded',
    output: { mediaType: 'remote', url, authenticated: false, expiresAt },
    cost,
    warnings,
  };
}

/** Source of the prefixes: Runway's documentation of task failures. The third part is a hint only. */
function codeOf(failureCode: string): ErrorCode {
  if (/(^|\.)SAFETY(\.|$)/.test(failureCode)) return 'CONTENT_POLICY_VIOLATION';
  return failureCode.startsWith('ASSET.INVALID') ? 'INVALID_REQUEST' : 'PROVIDER_ERROR';
}

function failure({ failure: text = '', failureCode, cost }: RunwayTask): VideoGenerationError {
  const code = failureCode ?? '';
  const words = [code, text.slice(0, 500)].filter(Boolean).join(': ') || 'no reason given';
  return new VideoGenerationError(codeOf(code), {
    message: `Runway could not do the task (${words}).`,
    details: { failureCode: code },
    billed: cost === undefined ? 'unknown' : cost.credits > 0 ? 'yes' : 'no',
    ...(code.startsWith('SAFETY.OUTPUT') && {
      howToFix: 'What was made broke the content policy; a changed prompt may pass.',
    }),
  });
}
