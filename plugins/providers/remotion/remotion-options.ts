import path from 'node:path';
import { z } from 'zod';

const absolutePath = z
  .string()
  .min(1)
  .refine((value) => path.isAbsolute(value), 'has to be an absolute path');

/** What the settings say about Remotion. */
export const remotionOptionsSchema = z.strictObject({
  /** The program of Chrome, Chromium, Edge or Chrome Headless Shell. Default: found in the usual places. */
  chromePath: absolutePath.optional(),
  /** Entry file of a composition of one's own, the one that calls `registerRoot`. Default: the built-in one. */
  entryPoint: absolutePath.optional(),
  /** Id of the composition in that entry. */
  compositionId: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .default('aether'),
  /** Pages of Chrome that draw at once, at most one for each core. Each takes 150 to 300 MB. */
  pages: z.int().min(1).max(32).default(2),
  /** Megabytes that Chrome and Remotion may use together, where the system tells (Linux). */
  maxMemoryMegabytes: z.int().min(512).max(262_144).default(4096),
  /** Videos rendered at once. */
  maxConcurrent: z.int().min(1).max(16).default(1),
});
export type RemotionOptions = z.output<typeof remotionOptionsSchema>;
