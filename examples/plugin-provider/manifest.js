import { definePlugin } from 'aether-video/plugin';
import { z } from 'zod';

export const manifest = definePlugin({
  kind: 'provider',
  id: 'storyboard',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Storyboard',
  description: 'Writes a shot list with timecodes for a human editor instead of a video.',
  options: z.strictObject({
    /** Shots whose words come faster than this are marked as rushed. */
    maxWordsPerMinute: z.number().min(60).max(400).default(190),
  }),
  load: async () => {
    const { StoryboardVideoProvider } = await import('./storyboard-video-provider.js');
    return ({ options }) => new StoryboardVideoProvider(options);
  },
});
