import { z } from 'zod';
import {
  VideoGenerationError,
  type Cost,
  type HttpAnswer,
  type OperationStatus,
  type ProviderWarning,
} from 'aether-video/plugin';
import { unreadable } from './flux-errors.js';
import { microsPerCredit } from './flux-model.js';

const credits = z.number().min(0).nullish();

/** The answer to every submission. */
const createdSchema = z.looseObject({
  id: z.string().min(1),
  polling_url: z.string().optional(),
  cost: credits,
});

/** Lenient: fields are added, and left away. */
const taskSchema = z.looseObject({
  status: z.string(),
  progress: z.number().nullish(),
  result: z
    .looseObject({ sample: z.string().nullish(), draft_cache: z.string().nullish() })
    .nullish()
    .catch(undefined),
  details: z.unknown().optional(),
  cost: credits,
});
type FluxTask = z.output<typeof taskSchema>;

/** What is kept of a submission, as plain JSON. */
export const handleSchema = z.looseObject({
  pollingUrl: z.string().optional(),
  /** Credits as the submission was answered, or as the list has them. */
  credits: z.number().optional(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
});
export type FluxHandle = z.output<typeof handleSchema>;

/** Links live for ten minutes. Source: docs.bfl.ai, integration guidelines. */
const linkLife = 600 * 1000;

export function readCreated(answer: HttpAnswer): z.output<typeof createdSchema> {
  return parsed(createdSchema, answer);
}

/** Where a task stands. */
export function readTask(answer: HttpAnswer, handle: FluxHandle, now: Date): OperationStatus {
  const task = parsed(taskSchema, answer);
  const cost = costOf(task.cost);
  const charged = cost && { cost };
  switch (task.status) {
    case 'Pending':
    case 'Queued':
      return { state: 'queued' };
    case 'Processing':
      return {
        state: 'running',
        ...(typeof task.progress === 'number' && { progress: Math.min(1, Math.max(0, task.progress)) }),
      };
    case 'Ready':
      return succeeded(task, handle, now);
    case 'Request Moderated':
    case 'Content Moderated':
      return { state: 'failed', error: moderated(task).toJSON(), ...charged };
    case 'Error':
    case 'Failed':
      return { state: 'failed', error: failed(task).toJSON(), ...charged };
    case 'Task not found':
      return goneTask();
    default:
      throw new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
        message: `Black Forest Labs says that the task is “${task.status.slice(0, 100)}”, which is no state of its protocol.`,
        details: { status: 200, state: task.status.slice(0, 100) },
      });
  }
}

/** True for every way to say that there is no such task: 404, or the words with any other status. */
export function isGone({ status, body }: HttpAnswer): boolean {
  if (status === 404) return true;
  return typeof body === 'object' && body !== null && 'status' in body && body.status === 'Task not found';
}

export function goneTask(): OperationStatus {
  const error = new VideoGenerationError('PROVIDER_ERROR', {
    message:
      'Black Forest Labs does not know the task any more: it is too old, or belongs to another account or region.',
    details: { status: 404 },
    howToFix: 'Check that key and region (baseUrl) are those of the account which began the work.',
    retryable: false,
    billed: 'unknown',
  });
  return { state: 'failed', error: error.toJSON() };
}

function parsed<Schema extends z.ZodType>(schema: Schema, { body, status }: HttpAnswer): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw unreadable(
    `The answer of Black Forest Labs is not what its protocol says: “${issue?.path.join('.')}” ${issue?.message}.`,
    status,
  );
}

function costOf(amount: number | null | undefined): Cost | undefined {
  if (typeof amount !== 'number') return undefined;
  return { micros: Math.round(amount * microsPerCredit), currency: 'USD' };
}

function succeeded({ result, cost }: FluxTask, handle: FluxHandle, now: Date): OperationStatus {
  const charged = costOf(cost ?? handle.credits);
  const url = result?.sample ?? '';
  if (!URL.canParse(url)) {
    const error = new VideoGenerationError('PROVIDER_ERROR', {
      message: 'Black Forest Labs says that the task is ready, but names no file.',
      billed: charged ? (charged.micros > 0 ? 'yes' : 'no') : 'unknown',
    });
    return { state: 'failed', error: error.toJSON(), ...(charged && { cost: charged }) };
  }
  const warnings: ProviderWarning[] = [...handle.warnings];
  if (!charged) warnings.push(costUnknown);
  if (result?.draft_cache) warnings.push(draftWarning(result.draft_cache));
  const expiresAt = new Date(now.getTime() + linkLife).toISOString();
  return {
    state: 'succeeded',
    output: { mediaType: 'remote', url, authenticated: false, expiresAt },
    cost: charged ?? { micros: 0, currency: 'USD' },
    warnings,
  };
}

const costUnknown: ProviderWarning = {
  code: 'COST_UNKNOWN',
  message: 'Black Forest Labs did not say what this cost; it stands as 0 in the ledger.',
};

function draftWarning(address: string): ProviderWarning {
  return {
    code: 'DRAFT_CACHE',
    message: `This is a draft. To make it in full quality, ask again within ten minutes with the option draftCache: ${address}`,
  };
}

function moderated({ status, details, cost }: FluxTask): VideoGenerationError {
  const reasons = (details as Readonly<Record<string, unknown>> | null | undefined)?.['Moderation Reasons'];
  const words = Array.isArray(reasons) ? `: ${reasons.map(String).join(', ').slice(0, 300)}` : '';
  const input = status === 'Request Moderated';
  return new VideoGenerationError('CONTENT_POLICY_VIOLATION', {
    message: `Black Forest Labs refused ${input ? 'the prompt or a picture' : 'what was made'} (${status}${words}).`,
    details: { state: status },
    billed: billedBy(cost),
    ...(!input && { howToFix: 'What was made broke the content policy; a changed prompt may pass.' }),
  });
}

function failed({ status, details, cost }: FluxTask): VideoGenerationError {
  const words = details === undefined || details === null ? '' : `: ${JSON.stringify(details).slice(0, 300)}`;
  return new VideoGenerationError('PROVIDER_ERROR', {
    message: `Black Forest Labs could not do the task (${status}${words}).`,
    details: { state: status },
    billed: billedBy(cost),
  });
}

function billedBy(cost: number | null | undefined): 'yes' | 'no' | 'unknown' {
  if (typeof cost !== 'number') return 'unknown';
  return cost > 0 ? 'yes' : 'no';
}
