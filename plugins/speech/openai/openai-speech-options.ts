import { z } from 'zod';

/** Where OpenAI itself is reached. */
export const officialUrl = 'https://api.openai.com/v1';

/** What the settings say about speech of OpenAI, or of a server that speaks its protocol. */
export const openaiSpeechOptionsSchema = z
  .strictObject({
    /** Secret of the account. Servers of one's own may need none. */
    apiKey: z.string().min(1, 'an API key is needed').optional(),
    /** Address up to `/v1`: OpenAI, Kokoro, Piper, a gateway, an emulator. */
    baseUrl: z.url({ protocol: /^https?$/ }).default(officialUrl),
    model: z.string().min(1).max(200).default('gpt-4o-mini-tts'),
    /** Voices of another server, such as `af_sky`; they take the place of OpenAI's. */
    voices: z
      .array(z.string().regex(/^[\w.+-]{1,80}$/u, 'may have letters, digits and . _ + - alone'))
      .max(200)
      .default([]),
    /** What the voices speak, best first. Default: the languages of OpenAI's models. */
    languages: z.array(z.string().min(2).max(35)).min(1).max(100).optional(),
    /** How it is to be spoken, in plain words: `Warm and slow`. Not for `tts-1` and `tts-1-hd`. */
    instructions: z.string().min(1).max(2000).optional(),
    /** US dollars for a million characters, where the model is none of OpenAI's; 0 for a server of one's own. */
    pricePerMillionCharacters: z.number().min(0).max(10_000).optional(),
  })
  .superRefine(({ apiKey, baseUrl }, context) => {
    if (baseUrl.replace(/\/+$/u, '') !== officialUrl || apiKey !== undefined) return;
    context.addIssue({ code: 'custom', path: ['apiKey'], message: 'an API key is needed' });
  });
export type OpenaiSpeechOptions = z.output<typeof openaiSpeechOptionsSchema>;
