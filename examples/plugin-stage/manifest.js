import { definePlugin } from 'aether-video/plugin';
import { z } from 'zod';

const common = { kind: 'stage', version: '1.0.0', hostApi: '^1.0.0' };

export const manifests = [
  definePlugin({
    ...common,
    id: 'chapters',
    name: 'Chapters',
    description: 'Writes a list of chapters beside the video, ready for its description.',
    load: async () => {
      const { createChaptersStage } = await import('./chapters-stage.js');
      return () => createChaptersStage();
    },
  }),
  definePlugin({
    ...common,
    id: 'house-words',
    name: 'House words',
    description: 'Says things the way that the house says them.',
    options: z.strictObject({
      /** What is written, and what is spoken and shown instead. */
      words: z.record(z.string().min(1), z.string()).default({}),
    }),
    load: async () => {
      const { createHouseWordsStage } = await import('./house-words-stage.js');
      return ({ options }) => createHouseWordsStage(options);
    },
  }),
];
