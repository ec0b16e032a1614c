import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { PluginManifest } from '../../domain/plugin/plugin-manifest.js';
import type { StandardIssue, StandardResult, StandardSchemaV1 } from '../../domain/plugin/standard-schema.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { redactSecrets } from '../logging/redact-secrets.js';
import { variableOf } from '../settings/environment-entries.js';

type Options = Readonly<Record<string, unknown>>;

/** What the settings say about a plugin. */
interface GivenOptions {
  /** Key path of the options in the settings. */
  readonly key: string;
  readonly options: Options;
  readonly apiKey?: string | undefined;
}

function givenOptions({ kind, id }: PluginManifest, config: IConfigManager): GivenOptions {
  if (kind === 'provider') {
    const { options, apiKey } = config.provider(id);
    return { key: `providers.${id}.options`, options, apiKey };
  }
  if (kind === 'channel') return { key: `channels.${id}.options`, options: config.channel(id).options };
  const reference = `${kind}/${id}`;
  const { options } = config.settings.plugins;
  return {
    key: `plugins.options["${reference}"]`,
    options: Object.hasOwn(options, reference) ? options[reference]! : {},
    ...(kind === 'speech' || kind === 'language-model' ? { apiKey: config.provider(id).apiKey } : {}),
  };
}

function wordsOf(issue: StandardIssue): string {
  return (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
}

/**
 * Asks the schema. An API key is offered as `apiKey`; should the schema refuse, it is asked without, and of two
 * refusals the one with fewer complaints is about the options themselves.
 */
async function ask(
  schema: StandardSchemaV1['~standard'],
  { options, apiKey }: GivenOptions,
): Promise<StandardResult<unknown>> {
  if (apiKey === undefined) return schema.validate(options);
  const result = await schema.validate({ ...options, apiKey });
  if (result.issues === undefined) return result;
  const without = await schema.validate(options);
  return without.issues === undefined || without.issues.length < result.issues.length ? without : result;
}

/**
 * The options of a plugin from the settings, checked by the plugin’s own schema. A provider’s API key is
 * offered as `apiKey`; a schema that has no such field is asked again without it.
 * @throws VideoGenerationError PLUGIN_OPTIONS_INVALID naming the options and their key in the settings.
 */
export async function readPluginOptions(
  manifest: PluginManifest,
  plugin: string,
  config: IConfigManager,
): Promise<unknown> {
  const given = givenOptions(manifest, config);
  const { key, options, apiKey } = given;
  const source = config.describe().find((setting) => setting.key === key)?.source;
  const place = source === undefined || source === 'default' ? key : `${key} (${source})`;
  const clean = (text: string): string => String(redactSecrets(text, apiKey === undefined ? [] : [apiKey]));
  const schema = manifest.options?.['~standard'];
  if (schema === undefined) {
    const names = Object.keys(options);
    if (names.length === 0) return undefined;
    throw invalid(
      plugin,
      `it takes none, but ${place} holds ${names.join(', ')}`,
      `Remove them from ${place}.`,
    );
  }
  const result = await ask(schema, given);
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map((issue) => ({ where: wordsOf(issue), message: clean(issue.message) }));
  const { where, message } = issues[0] ?? { where: '', message: 'refused' };
  const isKey = ['provider', 'speech', 'language-model'].includes(manifest.kind) && where === 'apiKey';
  const full = isKey ? `providers.${manifest.id}.apiKey` : [key, where].filter(Boolean).join('.');
  const variable = variableOf('providers.*.apiKey', full);
  const howToFix = isKey
    ? `Set the environment variable ${variable}, or ${manifest.kind === 'provider' ? `${full.replace('apiKey', 'enabled')} to false` : `put “${manifest.kind}/${manifest.id}” into plugins.disabled`}.`
    : `Correct ${place} in the settings.`;
  throw invalid(plugin, `“${full}”: ${message}`, howToFix, issues, isKey && apiKey === undefined);
}

function invalid(
  plugin: string,
  problem: string,
  howToFix: string,
  issues: readonly unknown[] = [],
  keyMissing = false,
): VideoGenerationError {
  return new VideoGenerationError('PLUGIN_OPTIONS_INVALID', {
    message: `The options of the plugin ${plugin} are not valid: ${problem}.`,
    howToFix,
    details: { plugin, issues, keyMissing },
  });
}
