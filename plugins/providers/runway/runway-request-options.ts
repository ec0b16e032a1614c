import { z } from 'zod';
import type { RequestIssue } from 'aether-video/plugin';
import type { RunwayEndpoint, RunwayOptionSet } from './runway-model.js';

const percent = z.int().min(0).max(100).optional();

/**
 * What may stand in `parameters.providerOptions`. Other output formats than MP4 are left out: they cost more, and
 * nothing here could play them.
 */
const optionSets = {
  moderation: {
    contentModeration: z.strictObject({ publicFigureThreshold: z.enum(['auto', 'low']) }).optional(),
  },
  /** Names for the references as `image`, in their order, to be used as `@name` in the prompt. */
  imageTags: { referenceTags: z.array(z.string().regex(/^[a-z]\w{2,15}$/i)).optional() },
  performance: {
    bodyControl: z.boolean().optional(),
    expressionIntensity: z.int().min(1).max(5).optional(),
  },
  upscaler: {
    creativity: percent,
    flavor: z.enum(['vivid', 'natural']).optional(),
    sharpen: percent,
    smartGrain: percent,
    fpsBoost: z.boolean().optional(),
  },
  edit: { mode: z.enum(['reference', 'edit']).optional() },
  reframe: {
    targetAspectRatio: z.enum(['16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '21:9']).optional(),
  },
} satisfies Record<RunwayOptionSet, z.core.$ZodShape>;

function schemaOf({ options }: RunwayEndpoint): z.ZodObject {
  return z.strictObject(Object.assign({}, ...options.map((name) => optionSets[name])) as z.core.$ZodShape);
}

/** What is wrong with the options of a request. */
export function optionIssues(
  endpoint: RunwayEndpoint,
  given: Readonly<Record<string, unknown>>,
): RequestIssue[] {
  const schema = schemaOf(endpoint);
  const known = Object.keys(schema.shape).join(', ') || 'none';
  const where = 'parameters.providerOptions';
  return (schema.safeParse(given).error?.issues ?? []).map((issue) =>
    issue.code === 'unrecognized_keys'
      ? { where, message: `there is no option ${issue.keys.join(', ')}; options: ${known}` }
      : { where: [where, ...issue.path].join('.'), message: issue.message },
  );
}
