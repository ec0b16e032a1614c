import { z } from 'zod';
import type { PluginHost } from 'aether-video/plugin';

/** As fal spells them: an owner, a name and whatever follows, such as `fal-ai/flux/dev`. */
export const endpointId = z
  .string()
  .max(200)
  .regex(
    /^[a-z0-9_-][\w.-]*(\/[a-z0-9_-][\w.-]*)+$/i,
    'must be a model as fal spells it, such as fal-ai/flux/dev',
  );

const account = {
  /** Of fal’s dashboard. */
  apiKey: z.string('an API key is needed').min(1, 'an API key is needed'),
  /** A server that stands for all of fal’s hosts, such as an emulator: `<baseUrl>/queue.fal.run/…`. */
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Requests at once. A new account works on two; fal queues what is above the account’s limit. */
  maxConcurrent: z.int().min(1).max(100).default(2),
};

/** What the settings say about Pika, which is reached through fal. */
export const pikaOptionsSchema = z.strictObject(account);
type FalAccount = z.output<typeof pikaOptionsSchema>;

/** What all that speaks to fal needs of the host. */
export type FalHost = Pick<PluginHost<FalAccount>, 'options' | 'fetch' | 'clock'>;

/** What the settings say about fal. */
export const falOptionsSchema = z.strictObject({
  ...account,
  /** Models that take part when none is named. */
  models: z.array(endpointId).max(50, 'at most 50 models').default([]),
});
export type FalOptions = z.output<typeof falOptionsSchema>;
