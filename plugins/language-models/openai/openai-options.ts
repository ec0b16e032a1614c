import { z } from 'zod';

/** Where OpenAI itself is reached. */
export const officialUrl = 'https://api.openai.com/v1';

const price = z.strictObject({
  /** US dollars for a million tokens that are sent. */
  input: z.number().min(0).max(1000),
  /** US dollars for a million tokens that are written. */
  output: z.number().min(0).max(1000),
});

/** What the settings say about OpenAI, or about a server that speaks its protocol. */
export const openaiOptionsSchema = z
  .strictObject({
    /** Secret of the account. Servers of one's own may need none. */
    apiKey: z.string().min(1, 'an API key is needed').optional(),
    /** Address up to `/v1`: OpenAI, Ollama, vLLM, OpenRouter, a gateway, an emulator. */
    baseUrl: z.url({ protocol: /^https?$/ }).default(officialUrl),
    /** The model that writes. Default: a small one of OpenAI; other servers need a name. */
    model: z.string().min(1).max(200).optional(),
    /** What the model costs, where it is none of OpenAI's; zero for a server of one's own. */
    price: price.optional(),
    /** `schema` asks for JSON by schema, `json` for any JSON, `none` leaves it to the words. */
    structuredOutput: z.enum(['schema', 'json', 'none']).default('schema'),
  })
  .superRefine(({ apiKey, baseUrl, model }, context) => {
    const official = baseUrl.replace(/\/+$/u, '') === officialUrl;
    if (official && apiKey === undefined) {
      context.addIssue({ code: 'custom', path: ['apiKey'], message: 'an API key is needed' });
    }
    if (!official && model === undefined) {
      context.addIssue({ code: 'custom', path: ['model'], message: 'the server’s model has to be named' });
    }
  });
export type OpenaiOptions = z.output<typeof openaiOptionsSchema>;
