import { z } from 'zod';

/** What the settings say about Runway. */
export const runwayOptionsSchema = z.strictObject({
  /** Secret of the developer portal. */
  apiKey: z.string('an API key is needed').min(1, 'an API key is needed'),
  /** Another server that speaks Runway's protocol, such as an emulator. */
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.dev.runwayml.com'),
  /** Tasks at once. Runway queues what is above the account's tier; tier 1 has one or two. */
  maxConcurrent: z.int().min(1).max(100).default(2),
});
export type RunwayOptions = z.output<typeof runwayOptionsSchema>;
