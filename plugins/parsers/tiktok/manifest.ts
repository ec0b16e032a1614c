import { definePlugin } from 'aether-video/plugin';

export const manifest = definePlugin({
  kind: 'parser',
  id: 'tiktok',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Short-video script',
  description: 'Hook, points and call to action, as JSON, Markdown or plain text.',
  load: async () => {
    const { createTiktokScriptParser } = await import('./tiktok-script-parser.js');
    return createTiktokScriptParser;
  },
});
