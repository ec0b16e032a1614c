import type { DiagnosticFinding, IDiagnostic } from '../../domain/diagnosis/diagnosis.js';
import type { PluginStatus } from '../../domain/plugin/plugin-status.js';
import type { PluginSystem } from '../plugin-host/plugin-system.js';

/** How many plugins work, and each that does not. */
export function diagnosePlugins(plugins: Pick<PluginSystem, 'list'>): IDiagnostic {
  return {
    examine: () => {
      const all = plugins.list();
      const ready = all.filter(({ state }) => state === 'ready').length;
      const summary = {
        subject: 'Plugins',
        verdict: 'ok',
        finding: `${ready} of ${all.length} ready`,
      } as const;
      return Promise.resolve([summary, ...all.filter(isTrouble).map(findingOf)]);
    },
  };
}

function isTrouble({ state }: PluginStatus): boolean {
  return state === 'skipped' || state === 'failed';
}

function findingOf({ kind, id, source, state, reason, howToFix }: PluginStatus): DiagnosticFinding {
  const name = id === undefined ? source : `${kind ?? 'plugin'}/${id}`;
  const verdict = state === 'failed' ? 'problem' : 'warning';
  return { subject: `Plugin ${name}`, verdict, finding: reason ?? state, fix: howToFix };
}
