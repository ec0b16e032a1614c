import { z } from 'zod';

/** What the settings say about Replicate. */
export const replicateOptionsSchema = z.strictObject({
  /** API token of the account. */
  apiKey: z.string('an API token is needed').min(1, 'an API token is needed'),
  /** Another server that speaks Replicate's protocol, such as an emulator; without `/v1`. */
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.replicate.com'),
  /** Predictions at once. */
  maxConcurrent: z.int().min(1).max(100).default(4),
  /** Replicate itself stops a prediction after so many seconds: nothing goes on unseen. Its own limit is 1800. */
  cancelAfterSeconds: z.int().min(5).max(86_400).default(1800),
});
export type ReplicateOptions = z.output<typeof replicateOptionsSchema>;
