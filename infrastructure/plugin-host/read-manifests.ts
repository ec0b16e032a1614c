import { pathToFileURL } from 'node:url';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { IClock } from '../../domain/time/clock.js';
import { checkManifest } from './check-manifest.js';
import { withinDeadline } from './deadline.js';
import type { PluginLocation } from './discover-plugins.js';
import { loadProblem } from './load-problem.js';
import { referenceOf, type FoundPlugin } from './running-plugin.js';

function skipped(
  plugin: Pick<FoundPlugin, 'source' | 'builtIn' | 'manifest'>,
  error: VideoGenerationError,
): FoundPlugin {
  return {
    ...plugin,
    state: 'skipped',
    problem: { message: error.message, howToFix: error.howToFix, error },
  };
}

/** What a module exports, one by one: several plugins that share code are one folder with `manifests`. */
function eachOf(exports: object): readonly object[] {
  const several = 'manifests' in exports ? exports.manifests : undefined;
  return Array.isArray(several) && several.length > 0
    ? several.map((manifest: unknown) => ({ manifest }))
    : [exports];
}

async function readManifest(
  { source, builtIn, manifest: location }: PluginLocation,
  clock: IClock,
  seconds: number,
): Promise<FoundPlugin[]> {
  if (typeof location !== 'string') return [skipped({ source, builtIn }, location)];
  const unusable = (error: unknown): FoundPlugin =>
    skipped(
      { source, builtIn },
      loadProblem(error, `The manifest ${location} could not be loaded`, { builtIn }),
    );
  try {
    const load = async (): Promise<object> => (await import(pathToFileURL(location).href)) as object;
    const exports = await withinDeadline(
      { clock, seconds, step: 'load its manifest', plugin: location },
      load,
    );
    return eachOf(exports).map((one): FoundPlugin => {
      try {
        return { source, builtIn, manifest: checkManifest(one, location), state: 'ready' };
      } catch (error) {
        return unusable(error);
      }
    });
  } catch (error) {
    return [unusable(error)];
  }
}

/** Which setting keeps a plugin off, if one does. */
function disabledBy(plugin: FoundPlugin, config: IConfigManager): FoundPlugin['problem'] {
  const { manifest } = plugin;
  if (manifest === undefined) return undefined;
  const reference = referenceOf(plugin);
  if (config.settings.plugins.disabled.includes(reference)) {
    const howToFix = `Remove “${reference}” from plugins.disabled in the settings.`;
    return { message: 'It is disabled by plugins.disabled.', howToFix };
  }
  const { kind, id } = manifest;
  const off =
    (kind === 'provider' && !config.provider(id).enabled) ||
    (kind === 'channel' && !config.channel(id).enabled);
  const key = `${kind}s.${id}.enabled`;
  return off
    ? { message: `It is disabled by ${key}.`, howToFix: `Set ${key} to true in the settings.` }
    : undefined;
}

function duplicateOf(plugin: FoundPlugin, first: FoundPlugin): FoundPlugin {
  const error = new VideoGenerationError('PLUGIN_DUPLICATE_ID', {
    message: `Two plugins are called ${referenceOf(plugin)}: one is ${first.source}, the other ${plugin.source}. The first is used.`,
    howToFix: 'Rename one of them in its manifest, or remove one from plugins.folders or plugins.packages.',
    details: { plugin: referenceOf(plugin), sources: [first.source, plugin.source] },
  });
  return skipped(plugin, error);
}

/**
 * Reads the manifests that were found and sorts out what the settings disable and what has the same id as an
 * earlier one. None of the plugins’ own code runs.
 */
export async function readManifests(
  locations: readonly PluginLocation[],
  config: IConfigManager,
  clock: IClock,
): Promise<FoundPlugin[]> {
  const seconds = config.settings.plugins.hookTimeoutSeconds;
  const read = await Promise.all(locations.map((location) => readManifest(location, clock, seconds)));
  const plugins = read.flat();
  const first = new Map<string, FoundPlugin>();
  return plugins.map((plugin) => {
    if (plugin.state !== 'ready') return plugin;
    const problem = disabledBy(plugin, config);
    if (problem !== undefined) return { ...plugin, state: 'disabled', problem };
    const earlier = first.get(referenceOf(plugin));
    if (earlier !== undefined) return duplicateOf(plugin, earlier);
    first.set(referenceOf(plugin), plugin);
    return plugin;
  });
}
