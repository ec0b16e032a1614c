import { idPattern } from '../../config/setting-format.js';
import type { SettingDefinition } from '../../config/setting-definition.js';
import { settingsSchema } from '../../config/settings-schema.js';
import { nearestName } from '../../domain/suggestion/nearest-name.js';
import type { SettingEntry, SettingIssue, SettingOrigin } from './setting-entry.js';

type SettingNode = SettingDefinition | SettingGroup;
/** Settings by the next word of their key; `*` is any id. */
type SettingGroup = ReadonlyMap<string, SettingNode>;

function buildTree(): SettingGroup {
  const root = new Map<string, SettingNode>();
  for (const [key, definition] of Object.entries(settingsSchema)) {
    const words = key.split('.');
    let group = root;
    for (const word of words.slice(0, -1)) {
      const next = group.get(word) ?? new Map<string, SettingNode>();
      group.set(word, next);
      group = next as Map<string, SettingNode>;
    }
    group.set(words.at(-1)!, definition);
  }
  return root;
}

const tree = buildTree();
const isGroup = (node: SettingNode): node is SettingGroup => node instanceof Map;
const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True if the word can be an id: the names that every object has cannot. */
export function isId(word: string): boolean {
  return idPattern.test(word) && !(word in Object.prototype);
}

function childOf(group: SettingGroup, word: string): SettingNode | undefined {
  return group.get(word) ?? (isId(word) ? group.get('*') : undefined);
}

const prefixed = (prefix: string, word: string): string => (prefix === '' ? word : `${prefix}.${word}`);
const shown = (word: string): string => JSON.stringify(word.length > 64 ? `${word.slice(0, 64)}…` : word);

/** Follows what is wrong: `of /home/ana/aether.config.json`. */
const whereOf = ({ kind, label }: SettingOrigin): string => (kind === 'file' ? `of ${label}` : label);

function unknownKey(group: SettingGroup, prefix: string, word: string, origin: SettingOrigin): SettingIssue {
  const source = origin.label;
  const place = `${prefix === '' ? 'at the top level' : `in “${prefix}”`} ${whereOf(origin)}`;
  if (group.has('*')) {
    const message = `${shown(word)} ${place} cannot be an id: ids are lower-case letters, digits and hyphens`;
    const suggestion = word.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    const howToFix = isId(suggestion) ? { howToFix: `Write “${suggestion}”.` } : {};
    return { key: prefixed(prefix, word.slice(0, 64)), source, message, ...howToFix };
  }
  const known = [...group.keys()];
  const nearest = nearestName(word, known);
  return {
    key: prefixed(prefix, word.slice(0, 64)),
    source,
    message: `There is no setting ${shown(word)} ${place}. Known there: ${known.join(', ')}`,
    ...(nearest === undefined ? {} : { howToFix: `Did you mean “${prefixed(prefix, nearest)}”?` }),
  };
}

/** What came of reading a source. */
export interface ReadEntries {
  readonly entries: SettingEntry[];
  readonly issues: SettingIssue[];
}

/** Takes a nested object, such as a settings file, apart into entries. */
export function entriesOfObject(value: unknown, origin: SettingOrigin): ReadEntries {
  const read: ReadEntries = { entries: [], issues: [] };
  const visit = (group: SettingGroup, prefix: string, section: unknown): void => {
    if (!isPlainObject(section)) {
      const what = prefix === '' ? 'All' : `“${prefix}”`;
      const message = `${what} ${whereOf(origin)} must be an object { … }`;
      read.issues.push({ key: prefix, source: origin.label, message });
      return;
    }
    for (const [word, child] of Object.entries(section)) {
      const node = childOf(group, word);
      const key = prefixed(prefix, word);
      if (node === undefined) read.issues.push(unknownKey(group, prefix, word, origin));
      else if (isGroup(node)) visit(node, key, child);
      else read.entries.push({ key, definition: node, value: child, origin });
    }
  };
  visit(tree, '', value);
  return read;
}

/** Reads flags: values by key path. Undefined values count as not given. */
export function entriesOfOverrides(
  overrides: Readonly<Record<string, unknown>>,
  origin: SettingOrigin,
): ReadEntries {
  const read: ReadEntries = { entries: [], issues: [] };
  for (const [key, value] of Object.entries(overrides)) {
    if (value === undefined) continue;
    let node: SettingNode = tree;
    const walked: string[] = [];
    for (const word of key.split('.')) {
      const next: SettingNode | undefined = isGroup(node) ? childOf(node, word) : undefined;
      if (next === undefined) {
        if (isGroup(node)) read.issues.push(unknownKey(node, walked.join('.'), word, origin));
        else
          read.issues.push({ key, source: origin.label, message: `“${walked.join('.')}” is not a section` });
        break;
      }
      node = next;
      walked.push(word);
    }
    if (walked.length < key.split('.').length) continue;
    if (isGroup(node))
      read.issues.push({ key, source: origin.label, message: `“${key}” is a section, not a setting` });
    else read.entries.push({ key, definition: node, value, origin });
  }
  return read;
}
