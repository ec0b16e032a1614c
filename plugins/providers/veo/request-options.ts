import { z } from 'zod';
import type { RequestIssue } from 'aether-video/plugin';

/** Words on the camera, such as “slow dolly in, low angle”: they become a sentence of the prompt. */
const camera = z.string().trim().min(1).max(300).optional();

/** What may stand in `parameters.providerOptions` for Veo. Spelled as Vertex AI does. */
export const veoRequestOptions = z.strictObject({
  camera,
  personGeneration: z.enum(['dont_allow', 'allow_adult', 'allow_all']).optional(),
  enhancePrompt: z.boolean().optional(),
  compressionQuality: z.enum(['OPTIMIZED', 'LOSSLESS']).optional(),
  /** How a first or last frame is brought to the clip's shape. */
  resizeMode: z.enum(['CROP', 'PAD']).optional(),
  /** Written on the bill. */
  labels: z.record(z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/), z.string().max(63)).optional(),
});

/** The same for Gemini Omni. */
export const omniRequestOptions = z.strictObject({ camera });

/** What is wrong with the options of a request. */
export function optionIssues(schema: z.ZodObject, given: Readonly<Record<string, unknown>>): RequestIssue[] {
  const known = Object.keys(schema.shape).join(', ');
  const where = 'parameters.providerOptions';
  return (schema.safeParse(given).error?.issues ?? []).map((issue) =>
    issue.code === 'unrecognized_keys'
      ? { where, message: `there is no option ${issue.keys.join(', ')}; options: ${known}` }
      : { where: [where, ...issue.path].join('.'), message: issue.message },
  );
}

/** The prompt with what the camera does. */
export function withCamera(prompt: string, words: string | undefined): string {
  if (words === undefined) return prompt;
  const sentence = `Camera: ${words.replace(/[.\s]*$/, '')}.`;
  return prompt.trim() === '' ? sentence : `${prompt.trimEnd()} ${sentence}`;
}
