import { settingsSchema } from '../../config/settings-schema.js';
import { nearestName } from '../../domain/suggestion/nearest-name.js';
import type { SettingEntry, SettingIssue } from './setting-entry.js';
import { isId, type ReadEntries } from './setting-tree.js';

/** The environment, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

const named = Object.entries(settingsSchema).filter(([, { env }]) => env !== undefined);
const fixedVariables = new Map(
  named.filter(([, { env }]) => !env!.includes('*')).map(([key, { env }]) => [env!, key]),
);
const patterns = named
  .filter(([, { env }]) => env!.includes('*'))
  .map(([key, { env }]) => ({
    key,
    pattern: new RegExp(`^${env!.replace('*', '([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)')}$`),
  }));

/** The environment variable of a key, such as `VIDEO_PROVIDER_MOCK_ENABLED`, if it has one. */
export function variableOf(schemaKey: string, key: string): string | undefined {
  const id = key.split('.')[1] ?? '';
  return settingsSchema[schemaKey]?.env?.replace('*', id.toUpperCase().replaceAll('-', '_'));
}

function keyOf(variable: string): { key: string; schemaKey: string } | undefined {
  const fixed = fixedVariables.get(variable);
  if (fixed !== undefined) return { key: fixed, schemaKey: fixed };
  for (const { key, pattern } of patterns) {
    const id = pattern.exec(variable)?.[1]?.toLowerCase().replaceAll('_', '-');
    if (id !== undefined && isId(id)) return { key: key.replace('*', id), schemaKey: key };
  }
  return undefined;
}

/**
 * A variable that looks like ours but is not. Other programs have `VIDEO_…` variables of their own, so only
 * what is within a slip of one of ours, or stands in our own sections, is a mistake.
 */
function unknownVariable(variable: string): SettingIssue | undefined {
  const section = /^VIDEO_(PROVIDER|CHANNEL)_/.exec(variable)?.[1];
  const nearest = variable.startsWith('VIDEO_') ? nearestSlip(variable) : undefined;
  if (section === undefined && nearest === undefined) return undefined;
  const known = named
    .map(([, { env }]) => env!)
    .filter((env) => env.startsWith(`VIDEO_${section}_*`))
    .map((env) => env.replace('*', '<ID>'));
  const list = section === undefined ? '' : `. Known there: ${known.join(', ')}`;
  return {
    key: variable,
    source: 'the environment',
    message: `There is no setting for the environment variable ${variable}${list}`,
    ...(nearest === undefined ? {} : { howToFix: `Did you mean “${nearest}”?` }),
  };
}

/** One of our variables that differs by a slip: a letter swapped, replaced, missing or doubled. */
function nearestSlip(variable: string): string | undefined {
  const nearest = nearestName(variable, [...fixedVariables.keys()]);
  if (nearest === undefined) return undefined;
  const rest = nearest.split('');
  let lettersApart = 0;
  for (const letter of variable) {
    const index = rest.indexOf(letter);
    if (index < 0) lettersApart += 1;
    else rest.splice(index, 1);
  }
  return lettersApart + rest.length <= 2 ? nearest : undefined;
}

/** Reads all variables that are settings. Empty ones count as not set, as shells and containers leave them. */
export function entriesOfEnvironment(environment: Environment, workingFolder: string): ReadEntries {
  const entries: SettingEntry[] = [];
  const issues: SettingIssue[] = [];
  for (const [variable, text] of Object.entries(environment)) {
    if (text === undefined || text === '') continue;
    const found = keyOf(variable);
    if (found !== undefined) {
      const definition = settingsSchema[found.schemaKey]!;
      const value = definition.format.fromText(text);
      const origin = { kind: 'environment', label: variable, baseFolder: workingFolder } as const;
      entries.push({ key: found.key, definition, value, origin });
      continue;
    }
    const issue = unknownVariable(variable);
    if (issue !== undefined) issues.push(issue);
  }
  return { entries, issues };
}
