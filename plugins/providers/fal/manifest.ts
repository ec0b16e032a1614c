import { definePlugin } from 'aether-video/plugin';
import { falOptionsSchema, pikaOptionsSchema } from './fal-options.js';

/** Any model behind fal’s queue. */
export const falManifest = definePlugin({
  kind: 'provider',
  id: 'fal',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'fal',
  description: 'Clips and pictures by any model on fal, with the price of today. Needs an API key.',
  options: falOptionsSchema,
  load: async () => {
    const { FalVideoProvider } = await import('./fal-video-provider.js');
    return (host) => new FalVideoProvider(host);
  },
});

/** Pika, which has no API of its own: its models are on fal. */
export const pikaManifest = definePlugin({
  kind: 'provider',
  id: 'pika',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Pika',
  description:
    'Clips, scenes, keyframes, additions and effects by Pika, through fal. Needs an API key of fal.',
  options: pikaOptionsSchema,
  load: async () => {
    const { PikaVideoProvider } = await import('./pika-video-provider.js');
    return (host) => new PikaVideoProvider(host);
  },
});

export const manifests = [falManifest, pikaManifest];
