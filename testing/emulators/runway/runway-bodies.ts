import { z } from 'zod';
import { runwayRules, type ModelRules } from './runway-rules.js';

const moderation = z.strictObject({ publicFigureThreshold: z.enum(['auto', 'low']).optional() });
const percent = z.number().min(0).max(100);

/** The endpoints that begin tasks. */
export const taskEndpoints: readonly string[] = Object.keys(runwayRules);

/** A complaint as Runway lists them. */
export interface BodyIssue {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** All fields by name; which of them a model knows is in its rules. */
function fieldsFor(uri: z.ZodType, { ratios, seconds, prompt }: ModelRules): Record<string, z.ZodType> {
  const picture = z.strictObject({ uri, tag: z.string().min(3).max(16).optional() });
  const sound = z.strictObject({ type: z.literal('audio'), uri });
  const frame = z.strictObject({ uri, position: z.enum(['first', 'last']).optional() });
  return {
    promptText: z.string().min(1).max(prompt),
    ratio: z.enum((ratios ?? '').split(' ')),
    duration: z.number().refine((value) => seconds?.includes(value), 'Invalid duration'),
    promptImage: z.union([uri, z.array(frame).min(1).max(2)]),
    promptVideo: uri,
    videoUri: uri,
    references: z.array(picture).max(30),
    referenceImages: z.array(picture).min(1).max(3),
    referenceAudio: z.array(sound).max(3),
    referenceVideos: z.array(z.looseObject({ uri })),
    character: z.strictObject({ type: z.enum(['image', 'video']), uri }),
    reference: z.strictObject({ type: z.literal('video'), uri }),
    contentModeration: moderation,
    seed: z.int().min(0).max(4_294_967_295),
    audio: z.boolean(),
    negativePrompt: z.string(),
    resolution: z.enum(['480p', '720p', '768p', '1080p', '1k', '2k', '4k']),
    mode: z.enum(['reference', 'extend', 'edit']),
    targetAspectRatio: z.enum(['16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '21:9']),
    targetFramerate: z.enum(['24', '25', '30', '48', '50', '60', '120', '23_98', '29_97', '59_94']),
    bodyControl: z.boolean(),
    expressionIntensity: z.int().min(1).max(5),
    creativity: percent,
    sharpen: percent,
    smartGrain: percent,
    flavor: z.enum(['vivid', 'natural']),
    fpsBoost: z.boolean(),
    outputFormat: z.string(),
    proresProfile: z.string(),
    keyframes: z.array(z.looseObject({ uri })),
  };
}

/** What Runway would complain about; empty if nothing. */
export function bodyIssues(endpoint: string, body: unknown, uri: z.ZodType): BodyIssue[] {
  const model = typeof body === 'object' && body !== null && 'model' in body ? body.model : undefined;
  const known = runwayRules[endpoint]?.[String(model)];
  if (!known) return [{ code: 'invalid_union', path: ['model'], message: 'Invalid input' }];
  const fields = fieldsFor(uri, known);
  const shape: Record<string, z.ZodType> = { model: z.string() };
  const { required = [], optional = [], ratios, seconds, prompt } = known;
  const usual = [prompt > 0 && 'promptText', ratios && 'ratio', seconds && 'duration'];
  for (const name of [...usual, ...optional]) {
    if (typeof name === 'string' && name !== '') shape[name] = fields[name]!.optional();
  }
  for (const name of required) shape[name] = fields[name]!;
  const { error } = z.strictObject(shape).safeParse(body);
  return (error?.issues ?? []).map(({ code, path, message }) => ({
    code,
    path: path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
    message,
  }));
}
