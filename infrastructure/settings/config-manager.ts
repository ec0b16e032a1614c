import path from 'node:path';
import convict from 'convict';
import type { SettingDefinition } from '../../config/setting-definition.js';
import { settingsSchema } from '../../config/settings-schema.js';
import type {
  ChannelSettings,
  IConfigManager,
  ProviderSettings,
  SettingDescription,
  Settings,
} from '../../domain/settings/settings.js';
import { redactSecrets, redacted } from '../logging/redact-secrets.js';
import { variableOf } from './environment-entries.js';
import type { SettingEntry } from './setting-entry.js';

type Section = 'providers' | 'channels';
type OpenSection = Record<string, Record<string, unknown>>;

const definitions = Object.entries(settingsSchema);
const isById = (key: string): boolean => key.includes('*');
const definitionsOf = (section: Section): [string, SettingDefinition][] =>
  definitions
    .filter(([key]) => key.startsWith(`${section}.*.`))
    .map(([key, definition]) => [key.split('.')[2]!, definition]);

/** Convict’s schema of the settings with fixed keys: it merges, holds and hands them out. */
function convictSchema(): Record<string, unknown> {
  const schema: Record<string, unknown> = {};
  for (const [key, { doc, format, default: fallback }] of definitions) {
    if (isById(key)) continue;
    const words = key.split('.');
    let group = schema;
    for (const word of words.slice(0, -1)) group = (group[word] ??= {}) as Record<string, unknown>;
    group[words.at(-1)!] = {
      doc,
      default: fallback,
      // What has no default may stay away.
      format: (value: unknown): void => {
        if (value !== undefined) format.schema.parse(value);
      },
    };
  }
  return schema;
}

/** A section by id: each id that some source names, with the defaults of what it leaves open. */
function openSection(section: Section, entries: readonly SettingEntry[]): OpenSection {
  const result: OpenSection = {};
  for (const { key, value } of entries) {
    const [name, id, word] = key.split('.') as [string, string, string];
    if (name !== section) continue;
    const current = (result[id] ??= defaultsOf(section));
    current[word] = word === 'options' ? { ...(current[word] as object), ...(value as object) } : value;
  }
  return result;
}

function defaultsOf(section: Section): Record<string, unknown> {
  const given = definitionsOf(section).filter(([, definition]) => definition.default !== undefined);
  return structuredClone(Object.fromEntries(given.map(([word, definition]) => [word, definition.default])));
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

function assemble(entries: readonly SettingEntry[]): Settings {
  const config = convict(convictSchema() as convict.Schema<Record<string, unknown>>, { env: {}, args: [] });
  for (const { key, value } of entries) if (!/^(?:providers|channels)\./.test(key)) config.set(key, value);
  const settings = config.getProperties() as unknown as Settings;
  const storagePath = path.resolve(settings.storage.path);
  const workPath =
    settings.storage.workPath === '' ? path.join(storagePath, '.aether') : settings.storage.workPath;
  return deepFreeze({
    ...settings,
    storage: { ...settings.storage, path: storagePath, workPath },
    providers: openSection('providers', entries) as unknown as Settings['providers'],
    channels: openSection('channels', entries) as unknown as Settings['channels'],
  });
}

/** For ids that no source names. Asked for once for each provider of a selection, so made once. */
const unnamedProvider = deepFreeze(defaultsOf('providers')) as unknown as ProviderSettings;
const unnamedChannel = deepFreeze(defaultsOf('channels')) as unknown as ChannelSettings;

/** Settings from checked entries with absolute paths; of entries with the same key the last wins. */
export class ConfigManager implements IConfigManager {
  readonly settings: Settings;
  readonly #origins: ReadonlyMap<string, string>;

  constructor(
    entries: readonly SettingEntry[],
    readonly files: readonly string[],
  ) {
    this.settings = assemble(entries);
    this.#origins = new Map(entries.map(({ key, origin }) => [key, origin.label]));
  }

  provider(id: string): ProviderSettings {
    const { providers } = this.settings;
    return Object.hasOwn(providers, id) ? providers[id]! : unnamedProvider;
  }

  channel(id: string): ChannelSettings {
    const { channels } = this.settings;
    return Object.hasOwn(channels, id) ? channels[id]! : unnamedChannel;
  }

  describe(): readonly SettingDescription[] {
    return definitions.flatMap(([schemaKey, definition]) =>
      this.#keysOf(schemaKey).map((key) => this.#describeKey(schemaKey, key, definition)),
    );
  }

  /** The key itself, or one for each id that has a section. */
  #keysOf(schemaKey: string): string[] {
    if (!isById(schemaKey)) return [schemaKey];
    const section = schemaKey.split('.')[0] as Section;
    return Object.keys(this.settings[section])
      .sort()
      .map((id) => schemaKey.replace('*', id));
  }

  #describeKey(schemaKey: string, key: string, definition: SettingDefinition): SettingDescription {
    const walk = (value: unknown, word: string): unknown =>
      (value as Record<string, unknown> | undefined)?.[word];
    const value = key.split('.').reduce<unknown>(walk, this.settings);
    const environment = variableOf(schemaKey, key);
    return {
      key,
      description: definition.doc,
      value: definition.sensitive && value !== undefined ? redacted : redactSecrets(value),
      defaultValue: definition.default,
      source: this.#origins.get(key) ?? 'default',
      ...(environment === undefined ? {} : { environment }),
    };
  }
}
