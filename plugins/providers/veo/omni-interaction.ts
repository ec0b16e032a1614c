import { z } from 'zod';
import {
  VideoGenerationError,
  type Cost,
  type OperationOutput,
  type OperationStatus,
} from 'aether-video/plugin';
import { parsed, quoted, rpcStatusSchema, workError, type RpcStatus } from './google-errors.js';
import { tokenMicros } from './omni-models.js';

const contentSchema = z.looseObject({
  type: z.string(),
  uri: z.string().optional(),
  data: z.string().optional(),
  text: z.string().optional(),
});
export type OmniContent = z.output<typeof contentSchema>;

const usageSchema = z.looseObject({
  total_input_tokens: z.number().default(0),
  total_thought_tokens: z.number().default(0),
  output_tokens_by_modality: z
    .array(z.looseObject({ modality: z.string().default(''), tokens: z.number().default(0) }))
    .default([]),
});

/** Lenient: Google adds fields. The clip stands in the steps; the SDK shows it as `output_video`. */
const interactionSchema = z.looseObject({
  id: z.string().min(1).max(2000),
  status: z.string(),
  steps: z
    .array(
      z.looseObject({
        type: z.string().optional(),
        content: z.array(contentSchema).default([]),
        error: rpcStatusSchema.optional(),
      }),
    )
    .default([]),
  errors: z.array(rpcStatusSchema).default([]),
  output_video: contentSchema.optional(),
  usage: usageSchema.optional(),
});
type Interaction = z.output<typeof interactionSchema>;

/** What is kept of a submission, as plain JSON. */
export const omniHandleSchema = z.looseObject({
  /** What it costs if the answer does not say how many tokens were used. */
  micros: z.int().min(0).default(0),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
});
export type OmniHandle = z.output<typeof omniHandleSchema>;

/** Seconds. A clip takes about half a minute to several minutes. */
const pollAfterSeconds = 5;

/** @returns the interaction's id */
export function readCreated(answer: unknown): string {
  return parsed(interactionSchema, answer).id;
}

export interface InteractionReader {
  readonly handle: OmniHandle;
  readonly secrets: readonly string[];
  /** Where the clip lies; undefined: nowhere; `pending`: it will lie there soon. */
  outputOf(video: OmniContent): Promise<OperationOutput | 'pending' | undefined>;
}

/** Where an interaction stands, from Google's own answer. */
export async function readInteraction(answer: unknown, reader: InteractionReader): Promise<OperationStatus> {
  const interaction = parsed(interactionSchema, answer);
  const cost = costOf(interaction);
  switch (interaction.status) {
    case 'queued':
      return { state: 'queued', pollAfterSeconds };
    case 'in_progress':
      return { state: 'running', pollAfterSeconds };
    case 'completed':
      return completed(interaction, reader, cost);
    case 'cancelled':
      return { state: 'cancelled', ...(cost && { cost }) };
    case 'failed':
    case 'incomplete':
    case 'budget_exceeded':
    case 'requires_action':
    case 'requires_continuation':
      return failed(workError(errorOf(interaction), reader.secrets), cost);
    default:
      throw new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
        message: `Google reports the state “${interaction.status.slice(0, 100)}”, which is none of its protocol.`,
        details: { status: 200, state: interaction.status.slice(0, 100) },
      });
  }
}

async function completed(
  { steps, output_video }: Interaction,
  reader: InteractionReader,
  cost: Cost | undefined,
): Promise<OperationStatus> {
  const contents = steps.filter(({ type }) => type === 'model_output').flatMap(({ content }) => content);
  const isClip = ({ type, uri, data }: OmniContent): boolean => type === 'video' && Boolean(uri ?? data);
  const video = contents.find(isClip) ?? output_video;
  const output = video && (await reader.outputOf(video));
  if (output === 'pending') return { state: 'running', pollAfterSeconds };
  if (output) {
    const charged = cost ?? { micros: reader.handle.micros, currency: 'USD' };
    return { state: 'succeeded', output, cost: charged, warnings: reader.handle.warnings };
  }
  // A refusal is an answer in words, without a clip.
  const words = contents.flatMap(({ text = '' }) => text).join(' ');
  return failed(words.trim() === '' ? nothing() : refused(quoted(words, reader.secrets)), cost);
}

/** From the tokens that were used. Undefined: the answer does not tell them. */
function costOf({ usage }: Interaction): Cost | undefined {
  if (!usage || usage.output_tokens_by_modality.length === 0) return undefined;
  const made = usage.output_tokens_by_modality.reduce(
    (sum, { modality, tokens }) =>
      sum + tokens * (modality.toLowerCase() === 'text' ? tokenMicros.text : tokenMicros.video),
    0,
  );
  const { total_input_tokens: input, total_thought_tokens: thoughts } = usage;
  const micros = Math.ceil(made + input * tokenMicros.input + thoughts * tokenMicros.text);
  return { micros, currency: 'USD' };
}

function errorOf({ errors, steps, status }: Interaction): RpcStatus {
  const found = errors[0] ?? steps.find(({ error }) => error)?.error;
  return found ?? { message: `the interaction ended as ${status}`, details: [] };
}

function failed(error: VideoGenerationError, cost: Cost | undefined): OperationStatus {
  return { state: 'failed', error: error.toJSON(), ...(cost && { cost }) };
}

function refused(words: string): VideoGenerationError {
  return new VideoGenerationError('CONTENT_POLICY_VIOLATION', {
    message: `Gemini Omni answered in words instead of a clip: ${words}.`,
    billed: 'unknown',
  });
}

function nothing(): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_ERROR', {
    message: 'Google says that the clip is done, but hands out none.',
    billed: 'unknown',
  });
}
