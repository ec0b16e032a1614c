import { z } from 'zod';

/** What the settings say about Pexels. */
export const pexelsOptionsSchema = z.strictObject({
  /** Key of the account; free of charge. */
  apiKey: z.string('an API key is needed').min(1, 'an API key is needed'),
  /** Another server that speaks the protocol, such as an emulator. */
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.pexels.com'),
  /** Searches at once. */
  maxConcurrent: z.int().min(1).max(20).default(4),
});
export type PexelsOptions = z.output<typeof pexelsOptionsSchema>;
