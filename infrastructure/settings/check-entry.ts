import path from 'node:path';
import { nearestName } from '../../domain/suggestion/nearest-name.js';
import { redactSecrets } from '../logging/redact-secrets.js';
import { variableOf } from './environment-entries.js';
import type { SettingEntry, SettingIssue } from './setting-entry.js';

const longestShown = 80;

/** The value as an error may show it: short, and never a secret. */
function shownValue({ definition, value }: SettingEntry): string | undefined {
  if (definition.sensitive || definition.format.schema.type === 'record') return undefined;
  const json = JSON.stringify({ value: redactSecrets(value) }).slice('{"value":'.length, -1);
  return json.length > longestShown ? `${json.slice(0, longestShown)}…` : json;
}

function place({ key, origin }: SettingEntry): string {
  if (origin.kind === 'environment') return `${origin.label} (${key})`;
  return origin.kind === 'file' ? `“${key}” in ${origin.label}` : `“${key}” ${origin.label}`;
}

function secretInFile(entry: SettingEntry): SettingIssue {
  const variable = variableOf(entry.key.replace(/\.[^.]+\./, '.*.'), entry.key) ?? '';
  return {
    key: entry.key,
    source: entry.origin.label,
    message: `${place(entry)} is a secret, and secrets do not belong in files`,
    howToFix: `Remove it from the file and set the environment variable ${variable} instead.`,
  };
}

/** What is wrong with a value, or undefined. */
export function checkEntry(entry: SettingEntry): SettingIssue | undefined {
  const { definition, value, origin, key } = entry;
  if (definition.sensitive && origin.kind === 'file') return secretInFile(entry);
  if (definition.format.schema.safeParse(value).success) return undefined;
  const shown = shownValue(entry);
  const { allowed, choices } = definition.format;
  const nearest = typeof value === 'string' ? nearestName(value, choices ?? []) : undefined;
  return {
    key,
    source: origin.label,
    message: `${place(entry)} ${shown === undefined ? 'is not valid' : `is ${shown}`}, but must be ${allowed}`,
    ...(nearest === undefined ? {} : { howToFix: `Did you mean “${nearest}”?` }),
  };
}

/** The entry with its paths made absolute. Call it on checked entries alone. */
export function withAbsolutePaths(entry: SettingEntry): SettingEntry {
  const { definition, value, origin } = entry;
  const absolute = (text: string): string => path.resolve(origin.baseFolder, text);
  switch (definition.format.paths) {
    case 'path':
      return { ...entry, value: value === '' ? '' : absolute(value as string) };
    case 'paths':
      return { ...entry, value: (value as string[]).map(absolute) };
    case 'executable':
      // A bare name is looked for in PATH.
      return /[\\/]/.test(value as string) ? { ...entry, value: absolute(value as string) } : entry;
    case 'none':
      return entry;
  }
}
