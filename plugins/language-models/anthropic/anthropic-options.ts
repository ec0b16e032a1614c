import { z } from 'zod';

/** What the settings say about Anthropic. */
export const anthropicOptionsSchema = z.strictObject({
  /** Secret of the account. */
  apiKey: z.string('an API key is needed').min(1, 'an API key is needed'),
  /** Another server that speaks the protocol, such as an emulator. */
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.anthropic.com'),
  /** The model that writes. */
  model: z.string().min(1).max(200).default('claude-haiku-4-5'),
});
export type AnthropicOptions = z.output<typeof anthropicOptionsSchema>;
