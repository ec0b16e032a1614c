import { z } from 'zod';
import {
  VideoGenerationError,
  type Cost,
  type OperationOutput,
  type OperationStatus,
  type ProviderWarning,
} from 'aether-video/plugin';
import { parsed, quoted, rpcStatusSchema, workError } from './google-errors.js';

/** Names are put into addresses: nothing else than a name may stand there. */
const operationName =
  /^((?:projects\/[\w.:-]+\/locations\/[\w-]+\/)?publishers\/google\/models\/[\w.-]+)\/operations\/[\w-]+$/;

const createdSchema = z.looseObject({ name: z.string().regex(operationName) });

const videoSchema = z.looseObject({
  gcsUri: z.string().optional(),
  bytesBase64Encoded: z.string().optional(),
});
export type VeoVideo = z.output<typeof videoSchema>;

/** Lenient: Google adds fields. */
const operationSchema = z.looseObject({
  name: z.string().optional(),
  done: z.boolean().optional(),
  error: rpcStatusSchema.optional(),
  response: z
    .looseObject({
      videos: z.array(videoSchema).default([]),
      raiMediaFilteredCount: z.number().default(0),
      raiMediaFilteredReasons: z.array(z.string()).default([]),
    })
    .optional(),
});

/** What is kept of a submission, as plain JSON: Vertex AI does not say what work costs. */
export const veoHandleSchema = z.looseObject({
  micros: z.int().min(0).default(0),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
});
export type VeoHandle = z.output<typeof veoHandleSchema>;

/** `google.rpc.Code.CANCELLED`. */
const rpcCancelled = 1;

/** Seconds. A clip takes one to several minutes. */
const pollAfterSeconds = 10;

/** @returns the operation's name */
export function readCreated(answer: unknown): string {
  return parsed(createdSchema, answer).name;
}

/** The model's own resource, of which the operation is asked. Undefined: it is no operation's name. */
export function resourceOf(name: string): string | undefined {
  return operationName.exec(name)?.[1];
}

export interface OperationReader {
  readonly handle: VeoHandle;
  readonly secrets: readonly string[];
  /** Where the clip lies; one that came inside the answer is written to disk. Undefined: it is nowhere. */
  outputOf(video: VeoVideo): Promise<OperationOutput | undefined>;
}

/** Where an operation stands, from Vertex AI's own answer. */
export async function readOperation(answer: unknown, reader: OperationReader): Promise<OperationStatus> {
  const { done, error, response } = parsed(operationSchema, answer);
  if (done !== true) return { state: 'running', pollAfterSeconds };
  if (error?.code === rpcCancelled) return { state: 'cancelled' };
  if (error) return { state: 'failed', error: workError(error, reader.secrets).toJSON() };
  const { videos = [], raiMediaFilteredCount = 0, raiMediaFilteredReasons = [] } = response ?? {};
  const [video, ...others] = videos;
  if (!video && raiMediaFilteredCount > 0) {
    return { state: 'failed', error: filtered(raiMediaFilteredReasons, reader.secrets).toJSON() };
  }
  const output = video && (await reader.outputOf(video));
  if (!output) return { state: 'failed', error: nothing().toJSON() };
  const cost: Cost = { micros: reader.handle.micros, currency: 'USD' };
  const warnings: ProviderWarning[] = [...reader.handle.warnings];
  if (raiMediaFilteredCount > 0) {
    const message = `Google held back ${raiMediaFilteredCount} of the clips (${reasons(raiMediaFilteredReasons, reader.secrets)}).`;
    warnings.push({ code: 'PARTLY_FILTERED', message });
  }
  if (others.length > 0) {
    const message = `Veo made ${videos.length} clips; the first is used.`;
    warnings.push({ code: 'OUTPUTS_IGNORED', message });
  }
  return { state: 'succeeded', output, cost, warnings };
}

/** What an operation is that Vertex AI does not know any more. */
export function goneOperation(name: string): OperationStatus {
  const error = new VideoGenerationError('PROVIDER_ERROR', {
    message: `Google does not know the operation ${name} any more: it is too old, or belongs to another project.`,
    details: { status: 404 },
    howToFix: 'Check that the credentials are those of the project which began the work.',
    retryable: false,
    billed: 'unknown',
  });
  return { state: 'failed', error: error.toJSON() };
}

function reasons(words: readonly string[], secrets: readonly string[]): string {
  return quoted(words.join('; '), secrets) || 'no reason given';
}

function filtered(words: readonly string[], secrets: readonly string[]): VideoGenerationError {
  return new VideoGenerationError('CONTENT_POLICY_VIOLATION', {
    message: `Google held the clip back (${reasons(words, secrets)}).`,
    howToFix: 'What was made broke the content policy; a changed prompt may pass.',
    billed: 'unknown',
  });
}

function nothing(): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_ERROR', {
    message: 'Google says that the work is done, but hands out no clip.',
    billed: 'unknown',
  });
}
