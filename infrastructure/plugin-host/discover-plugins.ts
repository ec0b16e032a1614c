import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';

/** Where a plugin’s manifest lies, or why it could not be found. */
export interface PluginLocation {
  /** `built-in`, a folder, or `npm:<package>`. */
  readonly source: string;
  readonly builtIn: boolean;
  /** Absolute path of the module that exports `manifest`, or the problem. */
  readonly manifest: string | VideoGenerationError;
}

/** Where to look. */
export interface PluginSearch {
  /** Folder with `<kind folder>/<id>/manifest.js`. */
  readonly builtInFolder: string;
  /** Each is a plugin or holds plugins. */
  readonly folders: readonly string[];
  /** npm packages. */
  readonly packages: readonly string[];
  /** Packages are looked for from here, then from this package. */
  readonly workingFolder: string;
}

const manifestNames = ['manifest.js', 'manifest.mjs'];

function notFound(message: string, howToFix: string): VideoGenerationError {
  return new VideoGenerationError('PLUGIN_LOAD_FAILED', { message, howToFix });
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}

async function subfoldersOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(
      (entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !/^\.|^node_modules$/.test(entry.name),
    )
    .map((entry) => path.join(folder, entry.name))
    .sort();
}

/** The manifest that package.json names under `aether.manifest`, if it does. */
async function manifestInPackage(folder: string): Promise<string | undefined> {
  const file = path.join(folder, 'package.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  let named: unknown;
  try {
    named = (JSON.parse(text) as { aether?: { manifest?: unknown } } | null)?.aether?.manifest;
  } catch (cause) {
    throw new VideoGenerationError('PLUGIN_MANIFEST_INVALID', { message: `${file} is not JSON.`, cause });
  }
  if (named === undefined) return undefined;
  const manifest = path.resolve(folder, typeof named === 'string' ? named : '');
  const inside = path.relative(folder, manifest);
  if (
    typeof named === 'string' &&
    !inside.startsWith('..') &&
    !path.isAbsolute(inside) &&
    (await isFile(manifest))
  ) {
    return manifest;
  }
  throw new VideoGenerationError('PLUGIN_MANIFEST_INVALID', {
    message: `aether.manifest in ${file} must be the path of a file inside ${folder}, not ${JSON.stringify(named)}.`,
  });
}

async function manifestIn(folder: string): Promise<string | undefined> {
  const named = await manifestInPackage(folder);
  if (named !== undefined) return named;
  for (const name of manifestNames) {
    if (await isFile(path.join(folder, name))) return path.join(folder, name);
  }
  return undefined;
}

/** Turns what a search throws into a location that says so. */
async function locate(
  origin: Pick<PluginLocation, 'source' | 'builtIn'>,
  find: () => Promise<string | undefined>,
): Promise<PluginLocation | undefined> {
  try {
    const manifest = await find();
    return manifest === undefined ? undefined : { ...origin, manifest };
  } catch (error) {
    return { ...origin, manifest: VideoGenerationError.from(error) };
  }
}

async function builtInPlugins(folder: string): Promise<PluginLocation[]> {
  const kinds = await subfoldersOf(folder).catch(() => []);
  const plugins = (await Promise.all(kinds.map(subfoldersOf))).flat();
  const found = await Promise.all(
    plugins.map((plugin) => locate({ source: 'built-in', builtIn: true }, () => manifestIn(plugin))),
  );
  return found.filter((location) => location !== undefined);
}

async function pluginsInFolder(folder: string): Promise<PluginLocation[]> {
  const origin = { source: folder, builtIn: false };
  const own = await locate(origin, () => manifestIn(folder));
  if (own !== undefined) return [own];
  try {
    const subfolders = await subfoldersOf(folder);
    const found = await Promise.all(
      subfolders.map((subfolder) => locate({ ...origin, source: subfolder }, () => manifestIn(subfolder))),
    );
    const plugins = found.filter((location) => location !== undefined);
    if (plugins.length > 0) return plugins;
    const problem = `The folder ${folder}, named in plugins.folders, holds no plugin`;
    const source = (await isFile(path.join(folder, 'manifest.ts'))) ? ': manifest.ts is not compiled' : '';
    const remedy =
      'Put a manifest.js that exports `manifest` into it, or remove the folder from plugins.folders.';
    return [{ ...origin, manifest: notFound(`${problem}${source}.`, remedy) }];
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const problem =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'ENOTDIR'
          ? 'is not a folder'
          : `cannot be read (${code})`;
    const message = `The plugin folder ${folder}, named in plugins.folders, ${problem}.`;
    return [{ ...origin, manifest: notFound(message, 'Correct plugins.folders in the settings.') }];
  }
}

/** The folder of an installed package. Its package.json need not be among its exports. */
async function packageFolder(name: string, workingFolder: string): Promise<string | undefined> {
  for (const from of [path.join(workingFolder, 'package.json'), fileURLToPath(import.meta.url)]) {
    for (const modules of createRequire(from).resolve.paths(name) ?? []) {
      const folder = path.join(modules, name);
      if (await isFile(path.join(folder, 'package.json'))) return folder;
    }
  }
  return undefined;
}

async function pluginInPackage(name: string, workingFolder: string): Promise<PluginLocation> {
  const origin = { source: `npm:${name}`, builtIn: false };
  const folder = await packageFolder(name, workingFolder);
  if (folder === undefined) {
    const manifest = new VideoGenerationError('PLUGIN_DEPENDENCY_MISSING', {
      message: `The package ${name}, named in plugins.packages, is not installed.`,
      howToFix: `Run: npm install ${name}`,
    });
    return { ...origin, manifest };
  }
  const location = await locate(origin, () => manifestIn(folder));
  const problem = `The package ${name} is no plugin: its package.json names no aether.manifest, and it has no manifest.js.`;
  return location ?? { ...origin, manifest: notFound(problem, 'Remove it from plugins.packages.') };
}

/**
 * Finds all plugins: built-in ones, then folders and packages in the order of the settings. The same file
 * found twice counts once.
 */
export async function discoverPlugins(search: PluginSearch): Promise<PluginLocation[]> {
  const groups = await Promise.all([
    builtInPlugins(search.builtInFolder),
    ...search.folders.map(pluginsInFolder),
    ...search.packages.map((name) => pluginInPackage(name, search.workingFolder)),
  ]);
  const seen = new Set<string>();
  const found: PluginLocation[] = [];
  for (const location of groups.flat()) {
    const { manifest } = location;
    const key = typeof manifest === 'string' ? await realpath(manifest) : undefined;
    if (key !== undefined && seen.has(key)) continue;
    if (key !== undefined) seen.add(key);
    found.push(location);
  }
  return found;
}
