import type { DiagnosticFinding, IDiagnostic } from '../../domain/diagnosis/diagnosis.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { PluginSystem } from '../plugin-host/plugin-system.js';

/** Which files the settings came from, what differs from the defaults, and which keys are there. */
export function diagnoseSettings(
  config: IConfigManager,
  plugins: Pick<PluginSystem, 'contributions'>,
): IDiagnostic {
  return {
    examine: () => {
      const finding = `${userFileOf(config)}; ${changesIn(config)}`;
      const keys = plugins
        .contributions('provider')
        .filter(({ descriptor }) => descriptor.location === 'remote')
        .map(({ descriptor }) => keyFinding(descriptor.id, config));
      const noKeys = {
        subject: 'API keys',
        verdict: 'ok',
        finding: 'none needed: every provider works here',
      } as const;
      return Promise.resolve([
        { subject: 'Settings', verdict: 'ok', finding },
        ...(keys.length > 0 ? keys : [noKeys]),
      ]);
    },
  };
}

/** The first file is the one that ships with Aether. */
function userFileOf({ files }: IConfigManager): string {
  return files[1] ?? 'no settings file';
}

function changesIn(config: IConfigManager): string {
  const changes = config
    .describe()
    .filter(({ source, value, defaultValue }) => source !== 'default' && !same(value, defaultValue))
    .map(({ key, value, source }) => `${key} is ${JSON.stringify(value)} (${source})`);
  return changes.length === 0 ? 'all settings have their defaults' : changes.join(', ');
}

function keyFinding(id: string, config: IConfigManager): DiagnosticFinding {
  const subject = `API key of ${id}`;
  if (config.provider(id).apiKey !== undefined) return { subject, verdict: 'ok', finding: 'present' };
  const variable = `VIDEO_PROVIDER_${id.toUpperCase().replaceAll('-', '_')}_API_KEY`;
  return { subject, verdict: 'warning', finding: 'not set', fix: `Set ${variable} to use this provider.` };
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
