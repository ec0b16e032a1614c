import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { PluginManifest } from '../../domain/plugin/plugin-manifest.js';
import type { StandardIssue, StandardResult } from '../../domain/plugin/standard-schema.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { redactSecrets } from '../logging/redact-secrets.js';

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
  };
}

function wordsOf(issue: StandardIssue): string {
  return (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
}

/** True if the schema’s only complaint is that it knows no API key. */
function knowsNoApiKey(issues: readonly StandardIssue[]): boolean {
  return issues.every(
    (issue) => wordsOf(issue) === 'apiKey' || (wordsOf(issue) === '' && issue.message.includes('apiKey')),
  );
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
  const { key, options, apiKey } = givenOptions(manifest, config);
  const schema = manifest.options?.['~standard'];
  const source = config.describe().find((setting) => setting.key === key)?.source;
  const place = source === undefined || source === 'default' ? key : `${key} (${source})`;
  const fail = (problem: string, issues: readonly StandardIssue[] = []): never => {
    throw new VideoGenerationError('PLUGIN_OPTIONS_INVALID', {
      message: `The options of the plugin ${plugin} are not valid: ${problem}.`,
      howToFix: `Correct ${place} in the settings.`,
      details: {
        plugin,
        key,
        issues: issues.map((issue) => ({ where: wordsOf(issue), message: clean(issue.message) })),
      },
    });
  };
  const clean = (text: string): string => String(redactSecrets(text, apiKey === undefined ? [] : [apiKey]));
  if (schema === undefined) {
    const given = Object.keys(options);
    return given.length === 0 ? undefined : fail(`it takes none, but ${place} holds ${given.join(', ')}`);
  }
  const check = async (value: Options): Promise<StandardResult<unknown>> => schema.validate(value);
  let result = await check(apiKey === undefined ? options : { ...options, apiKey });
  if (apiKey !== undefined && result.issues !== undefined && knowsNoApiKey(result.issues))
    result = await check(options);
  if (result.issues === undefined) return result.value;
  const [first] = result.issues;
  const where = first === undefined ? '' : wordsOf(first);
  return fail(
    `“${where === '' ? key : `${key}.${where}`}”: ${clean(first?.message ?? 'refused')}`,
    result.issues,
  );
}
