import { z } from 'zod';

/** What the settings say about Azure Speech. */
export const azureOptionsSchema = z
  .strictObject({
    /** One of the two keys of the Speech resource. */
    apiKey: z.string('an API key is needed').min(1, 'an API key is needed'),
    /** Region of the resource, such as `westeurope`. */
    region: z
      .string()
      .regex(/^[a-z0-9]{2,40}$/u, 'must be the name of a region, such as westeurope')
      .optional(),
    /** Instead of a region: another server that speaks the protocol, such as an emulator. */
    baseUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** Voices besides the well-known ones: `de-DE-SeraphinaMultilingualNeural`. */
    voices: z
      .array(
        z
          .string()
          .regex(/^[a-z]{2,3}-[A-Za-z0-9]{2,8}(?:-[A-Za-z0-9:]{2,60})+$/u, 'must be the name of a voice'),
      )
      .max(200)
      .default([]),
    /** Hertz of the sound. */
    sampleRate: z.literal([16_000, 24_000, 48_000]).default(24_000),
    /** US dollars for a million characters. Default: the list price of neural voices. */
    pricePerMillionCharacters: z.number().min(0).max(10_000).default(16),
  })
  .refine(({ region, baseUrl }) => region !== undefined || baseUrl !== undefined, {
    path: ['region'],
    message: 'the region of the Speech resource is needed, such as westeurope',
  });
export type AzureOptions = z.output<typeof azureOptionsSchema>;
