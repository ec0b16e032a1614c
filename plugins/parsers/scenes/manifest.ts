import { definePlugin } from 'aether-video/plugin';

export const manifest = definePlugin({
  kind: 'parser',
  id: 'scenes',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Scene list',
  description: 'An explicit list of scenes with texts, times and pictures, as JSON or YAML.',
  load: async () => {
    const { createScenesScriptParser } = await import('./scenes-script-parser.js');
    return createScenesScriptParser;
  },
});
