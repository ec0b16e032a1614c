import { z } from 'zod';
import type { ErrorCode } from 'aether-video/plugin';

/** The failures that a provider can really have. */
const failureCodes = [
  'PROVIDER_ERROR',
  'RATE_LIMIT_EXCEEDED',
  'TIMEOUT',
  'NETWORK_ERROR',
  'AUTHENTICATION_FAILED',
  'INSUFFICIENT_CREDITS',
  'CONTENT_POLICY_VIOLATION',
] as const satisfies readonly ErrorCode[];

/** What the mock provider is told to do. */
export const mockOptionsSchema = z.strictObject({
  /** How long each operation takes. */
  delaySeconds: z.number().min(0).max(3600).default(0),
  /** How many times it reports progress while it takes its time. */
  progressReports: z.int().min(0).max(1000).default(10),
  /** What operations fail with; absent: they succeed. */
  failWith: z.enum(failureCodes).optional(),
  /** How many operations fail before they begin to succeed. Default: all of them. */
  failTimes: z.int().min(0).optional(),
  /** Price that it claims, millionths of a US dollar a second of video. */
  microsPerSecond: z.int().min(0).default(0),
  /** Operations at once. */
  maxConcurrent: z.int().min(1).max(1000).default(100),
  /** False writes nothing at all: for measuring. */
  writeFile: z.boolean().default(true),
});
export type MockOptions = z.output<typeof mockOptionsSchema>;
