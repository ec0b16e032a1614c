import { z } from 'zod';

/** What the settings say about Black Forest Labs. */
export const fluxOptionsSchema = z.strictObject({
  /** Key of the dashboard. */
  apiKey: z.string('an API key is needed').min(1, 'an API key is needed'),
  /** A region (`https://api.eu.bfl.ai`, `https://api.us.bfl.ai`), or another server that speaks the protocol. */
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.bfl.ai'),
  /** Tasks at once. An account may have 24. */
  maxConcurrent: z.int().min(1).max(24).default(8),
});
export type FluxOptions = z.output<typeof fluxOptionsSchema>;
