import { definePlugin } from 'aether-video/plugin';
import { mockOptionsSchema } from './mock-options.js';

export const manifest = definePlugin({
  kind: 'provider',
  id: 'mock',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Mock',
  description: 'Writes the timeline as JSON instead of a video, with scripted delays and failures.',
  options: mockOptionsSchema,
  load: async () => {
    const { MockVideoProvider } = await import('./mock-video-provider.js');
    return (host) => new MockVideoProvider(host);
  },
});
