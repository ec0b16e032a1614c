import { z } from 'zod';

const ownVoice = z.strictObject({
  /** What follows `elevenlabs:` in the voice's id. */
  name: z.string().regex(/^[\w-]{1,60}$/u, 'may have letters, digits, - and _ alone'),
  /** ElevenLabs' own id of the voice. */
  id: z.string().regex(/^[A-Za-z0-9]{10,64}$/u, 'must be the id of a voice'),
  /** BCP 47 tags, best first. Default: those of the model. */
  languages: z.array(z.string().min(2).max(35)).min(1).max(80).optional(),
});

/** What the settings say about ElevenLabs. */
export const elevenlabsOptionsSchema = z.strictObject({
  /** Secret of the account. */
  apiKey: z.string('an API key is needed').min(1, 'an API key is needed'),
  /** Another residency, or another server that speaks the protocol, such as an emulator. */
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.elevenlabs.io'),
  model: z
    .string()
    .regex(/^[\w.-]{1,100}$/u, 'must be the id of a model')
    .default('eleven_multilingual_v2'),
  /** Hertz of the sound. 44100 and more need a larger plan. */
  sampleRate: z.literal([16_000, 22_050, 24_000, 44_100, 48_000]).default(24_000),
  /** Voices of the account, besides the well-known ones. */
  voices: z.array(ownVoice).max(200).default([]),
  /** From 0, lively, to 1, even. Default: that of the voice. */
  stability: z.number().min(0).max(1).optional(),
  /** US dollars for a million characters by the account's plan. Without it no budget can hold the speech. */
  pricePerMillionCharacters: z.number().min(0).max(100_000).optional(),
});
export type ElevenlabsOptions = z.output<typeof elevenlabsOptionsSchema>;
