import { z } from 'zod';

export const ffmpegOptionsSchema = z.strictObject({
  /** Videos composed at once. Each keeps about two cores busy. */
  maxConcurrent: z.int().min(1).max(64).default(1),
});
export type FfmpegOptions = z.output<typeof ffmpegOptionsSchema>;
