import type { IDiagnostic } from '../../domain/diagnosis/diagnosis.js';
import type { PluginSystem } from '../plugin-host/plugin-system.js';

/** The speech engines that work, and how many voices they bring. */
export function diagnoseSpeech(plugins: Pick<PluginSystem, 'contributions'>): IDiagnostic {
  return {
    examine: () => {
      const engines = plugins.contributions('speech');
      if (engines.length === 0) {
        const finding = 'no speech engine works: videos have no narration';
        return Promise.resolve([
          {
            subject: 'Speech',
            verdict: 'problem',
            finding,
            fix: 'Run `aether plugins` to see why.',
          } as const,
        ]);
      }
      return Promise.resolve(
        engines.map(({ id, voices }) => {
          const languages = new Set(voices.map((voice) => voice.languages[0]?.split('-')[0]));
          const spoken = languages.size === 1 ? 'one language' : `${languages.size} languages`;
          const finding = `${id}: ${voices.length} voices in ${spoken}`;
          return { subject: 'Speech', verdict: 'ok', finding } as const;
        }),
      );
    },
  };
}
