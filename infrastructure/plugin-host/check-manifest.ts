import semver from 'semver';
import { z } from 'zod';
import { idPattern } from '../../config/setting-format.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import {
  pluginApiVersion,
  type PluginKind,
  type PluginManifest,
} from '../../domain/plugin/plugin-manifest.js';
import type { StandardSchemaV1 } from '../../domain/plugin/standard-schema.js';
import { nearestName } from '../../domain/suggestion/nearest-name.js';

/** Every kind of plugin. */
export const pluginKinds = [
  'provider',
  'channel',
  'parser',
  'speech',
  'language-model',
  'stage',
] as const satisfies readonly PluginKind[];

const isFunction = (value: unknown): boolean => typeof value === 'function';

/** Schemas of some libraries are functions with members. */
function isStandardSchema(value: unknown): value is StandardSchemaV1 {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return false;
  const standard = (value as { '~standard'?: Partial<StandardSchemaV1['~standard']> })['~standard'];
  return standard?.version === 1 && isFunction(standard.validate);
}

const line = (what: string, longest: number): z.ZodString =>
  z
    .string(`must be ${what}`)
    .min(1, 'must not be empty')
    .max(longest, `must be at most ${longest} characters`)
    // eslint-disable-next-line no-control-regex
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be one line of plain text');

const manifestSchema = z.strictObject({
  kind: z.enum(pluginKinds, `must be one of ${pluginKinds.join(', ')}`),
  id: z
    .string('must be a text')
    .max(64, 'must be at most 64 characters')
    .regex(idPattern, 'must be lower-case words of letters and digits, joined by hyphens, such as my-plugin')
    .refine((id) => !(id in Object.prototype), 'is a word that JavaScript keeps for itself'),
  version: z
    .string('must be a semantic version such as 1.0.0')
    .refine((version) => semver.valid(version) !== null, 'must be a semantic version such as 1.0.0'),
  hostApi: z
    .string(`must be a range of versions of the plugin API, such as ^${pluginApiVersion}`)
    .refine(
      (range) => range.trim() !== '' && semver.validRange(range) !== null,
      `must be a range of versions of the plugin API, such as ^${pluginApiVersion}`,
    ),
  name: line('a short name for people', 100),
  description: line('a sentence for people', 1000),
  options: z.custom<StandardSchemaV1>(isStandardSchema, 'must be a Standard Schema, version 1').optional(),
  load: z.custom<() => unknown>(isFunction, 'must be a function that loads the plugin’s code'),
});

const fields = Object.keys(manifestSchema.shape);

function invalid(
  file: string,
  problem: string,
  more: { howToFix?: string; cause?: unknown } = {},
): VideoGenerationError {
  return new VideoGenerationError('PLUGIN_MANIFEST_INVALID', {
    message: `The manifest ${file} is not valid: ${problem}.`,
    details: { file },
    ...more,
  });
}

function unknownField(file: string, field: string): VideoGenerationError {
  const nearest = nearestName(field, fields);
  const howToFix =
    nearest === undefined ? `Remove it. Known fields: ${fields.join(', ')}.` : `Did you mean “${nearest}”?`;
  return invalid(file, `there is no field “${field}”`, { howToFix });
}

/** Copies the fields once, so that what was checked is what is used later. */
function snapshot(manifest: object, file: string): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const field of new Set([...Object.keys(manifest), ...fields])) {
    try {
      const value = (manifest as Record<string, unknown>)[field];
      if (value !== undefined || field in manifest) copy[field] = value;
    } catch (cause) {
      throw invalid(file, `reading “${field}” throws an error`, { cause });
    }
  }
  return copy;
}

/** Tells a plugin for another version of the API before anything else: its manifest may look different. */
function checkHostApi(file: string, { hostApi, kind, id }: Record<string, unknown>): void {
  if (typeof hostApi !== 'string' || semver.validRange(hostApi) === null || hostApi.trim() === '') return;
  if (semver.satisfies(pluginApiVersion, hostApi, { includePrerelease: true })) return;
  const plugin = typeof kind === 'string' && typeof id === 'string' ? `${kind}/${id}` : file;
  throw new VideoGenerationError('PLUGIN_HOST_API_MISMATCH', {
    message: `The plugin ${plugin} wants version ${hostApi} of the plugin API, and this is ${pluginApiVersion} (${file}).`,
    details: { file, hostApi, pluginApiVersion },
  });
}

/**
 * Checks what a manifest module exports. None of the plugin’s own code runs.
 * @param file Path of the module, for messages.
 * @throws VideoGenerationError PLUGIN_MANIFEST_INVALID or PLUGIN_HOST_API_MISMATCH
 */
export function checkManifest(moduleExports: object, file: string): PluginManifest {
  const manifest = snapshot(moduleExports, file).manifest;
  if (typeof manifest !== 'object' || manifest === null) {
    throw invalid(file, 'it exports no object named `manifest`', {
      howToFix: 'Write: export const manifest = definePlugin({ … }), or a list of them as `manifests`.',
    });
  }
  const copy = snapshot(manifest, file);
  checkHostApi(file, copy);
  const parsed = manifestSchema.safeParse(copy);
  if (!parsed.success) {
    const [issue] = parsed.error.issues as [z.core.$ZodIssue];
    if (issue.code === 'unrecognized_keys') throw unknownField(file, issue.keys[0]!);
    throw invalid(file, `“${issue.path.join('.')}” ${issue.message}`);
  }
  const { load, ...rest } = parsed.data;
  return { ...rest, load: () => load.call(manifest) } as PluginManifest;
}
