import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { checkEntry, withAbsolutePaths } from './check-entry.js';
import { ConfigManager } from './config-manager.js';
import { entriesOfEnvironment, type Environment } from './environment-entries.js';
import { readSettingsFile, readUserSettings } from './read-settings-file.js';
import type { SettingIssue } from './setting-entry.js';
import { entriesOfObject, entriesOfOverrides } from './setting-tree.js';

/** Where settings come from besides the defaults. */
export interface LoadSettingsOptions {
  /** The user’s settings file, as `--config` names it. Default: `AETHER_CONFIG`, else the usual places. */
  readonly configFile?: string | undefined;
  /** Flags: values by key path, such as `{ 'global.defaultProvider': 'mock' }`; undefined ones are ignored. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Default: `process.env`. */
  readonly env?: Environment;
  /** Folder that relative paths in flags and variables start from. Default: the working directory. */
  readonly cwd?: string;
}

const shippedDefaults = fileURLToPath(new URL('../../config/default.json', import.meta.url));
const listedAtMost = 10;

function invalid(issues: readonly SettingIssue[]): VideoGenerationError {
  const [first] = issues as [SettingIssue];
  const lines = issues
    .slice(0, listedAtMost)
    .map(({ message, howToFix }) => [message, howToFix].filter(Boolean).join('. '));
  const more = issues.length > listedAtMost ? [`and ${issues.length - listedAtMost} more`] : [];
  const message =
    issues.length === 1
      ? `${first.message}.`
      : `${issues.length} settings are not valid:\n${[...lines, ...more].map((line) => `- ${line}`).join('\n')}`;
  return new VideoGenerationError('SETTINGS_INVALID', {
    message,
    ...(issues.length === 1 && first.howToFix !== undefined ? { howToFix: first.howToFix } : {}),
    details: { issues },
  });
}

/**
 * Reads all settings: `config/default.json`, then the user’s file, then the environment, then overrides;
 * later ones win key by key.
 * @throws VideoGenerationError SETTINGS_UNREADABLE, or SETTINGS_INVALID listing every key that is wrong.
 */
export function loadSettings(options: LoadSettingsOptions = {}): IConfigManager {
  const environment = options.env ?? process.env;
  const workingFolder = options.cwd ?? process.cwd();
  const { configFile } = options;
  const userFile = readUserSettings({ configFile, environment, workingFolder, platform: process.platform });
  const files = [
    // Relative paths of the shipped file start at the working directory: nobody wants videos inside a package.
    { ...readSettingsFile(shippedDefaults), label: 'default', baseFolder: workingFolder },
    ...(userFile === undefined
      ? []
      : [{ ...userFile, label: userFile.path, baseFolder: path.dirname(userFile.path) }]),
  ];
  const sources = [
    ...files.map(({ label, value, baseFolder }) =>
      entriesOfObject(value, { kind: 'file', label, baseFolder }),
    ),
    entriesOfEnvironment(environment, workingFolder),
    entriesOfOverrides(options.overrides ?? {}, {
      kind: 'override',
      label: 'on the command line or in the call',
      baseFolder: workingFolder,
    }),
  ];
  const entries = sources.flatMap((source) => source.entries);
  const wrong = entries.map(checkEntry).filter((issue) => issue !== undefined);
  const issues = [...sources.flatMap((source) => source.issues), ...wrong];
  if (issues.length > 0) throw invalid(issues);
  return new ConfigManager(
    entries.map(withAbsolutePaths),
    files.map((file) => file.path),
  );
}
