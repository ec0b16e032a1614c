import { z } from 'zod';
import type { RequestIssue } from 'aether-video/plugin';
import type { FluxModel, FluxOptionSet } from './flux-model.js';

const threshold = z.int().min(0).max(500).optional();
const margin = z.int().min(0).max(2048).optional();
const tolerance = (most: number): z.ZodType => z.int().min(0).max(most).optional();
const steps = z.int().min(15).max(50).optional();

/** What may stand in `parameters.providerOptions`, by model. */
const optionSets = {
  upsampling: { promptUpsampling: z.boolean().optional() },
  output: { outputFormat: z.enum(['jpeg', 'png']).optional() },
  tolerance4: { safetyTolerance: tolerance(4) },
  tolerance5: { safetyTolerance: tolerance(5) },
  tolerance6: { safetyTolerance: tolerance(6) },
  flex: {
    steps: z.int().min(1).max(50).optional(),
    guidance: z.number().min(1.5).max(10).optional(),
  },
  ultra: { raw: z.boolean().optional(), imagePromptStrength: z.number().min(0).max(1).optional() },
  sampling: { steps, guidance: z.number().min(1.5).max(100).optional() },
  controlSampling: { steps, guidance: z.number().min(1).max(100).optional() },
  /** The control picture is one of edges or depths already. */
  preprocessed: { preprocessed: z.boolean().optional() },
  canny: { cannyLowThreshold: threshold, cannyHighThreshold: threshold },
  /** Pixels that are added on each side. */
  margins: { top: margin, bottom: margin, left: margin, right: margin },
  video: {
    draft: z.boolean().optional(),
    /** Address that a draft came with: it is then made in full quality. */
    draftCache: z
      .url({ protocol: /^https$/ })
      .max(4096)
      .optional(),
    /** When each key frame is shown, in seconds, in their order. */
    keyframeSeconds: z.array(z.number().min(0).max(20)).min(1).max(10).optional(),
  },
} satisfies Record<FluxOptionSet, z.core.$ZodShape>;

/** What is wrong with the options of a request. */
export function optionIssues(
  { options }: FluxModel,
  given: Readonly<Record<string, unknown>>,
): RequestIssue[] {
  const shape = Object.assign({}, ...options.map((name) => optionSets[name])) as z.core.$ZodShape;
  const known = Object.keys(shape).join(', ');
  const where = 'parameters.providerOptions';
  return (z.strictObject(shape).safeParse(given).error?.issues ?? []).map((issue) =>
    issue.code === 'unrecognized_keys'
      ? { where, message: `there is no option ${issue.keys.join(', ')}; options: ${known}` }
      : { where: [where, ...issue.path].join('.'), message: issue.message },
  );
}

/** Options as the API spells them: `promptUpsampling` is `prompt_upsampling`. */
export function optionFields(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { preprocessed: _preprocessed, keyframeSeconds: _keyframeSeconds, ...plain } = given;
  const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [snake(name), value]));
}
