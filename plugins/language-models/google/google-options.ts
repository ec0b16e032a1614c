import { z } from 'zod';

/** What the settings say about Google's Gemini API. */
export const googleOptionsSchema = z.strictObject({
  /** Secret of the account. */
  apiKey: z.string('an API key is needed').min(1, 'an API key is needed'),
  /** Another server that speaks the protocol, such as an emulator. */
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://generativelanguage.googleapis.com'),
  /** The model that writes. */
  model: z
    .string()
    .regex(/^[\w.-]+$/u, 'must be the name of a model')
    .max(200)
    .default('gemini-3.1-flash-lite'),
});
export type GoogleOptions = z.output<typeof googleOptionsSchema>;
