import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { VideoGenerationError } from 'aether-video/plugin';

/** Said wherever somebody is about to use or install Remotion. */
export const licenceNotice =
  'Remotion is not open source: it is free for individuals, non-profits and companies of up to three people; larger companies need its company licence (https://www.remotion.dev/license).';

/** The version that this plugin was tested with; all Remotion packages have to have the same. */
const testedVersion = '4.0.529';
const remotionPackages = ['remotion', '@remotion/renderer', '@remotion/bundler'] as const;
const packages = [...remotionPackages, 'react', 'react-dom'] as const;

const versionSchema = z.looseObject({ version: z.string() });

/** Gives the path of a package's `package.json`, or throws. */
export type PackageResolver = (name: string) => string;

const resolveBeside: PackageResolver = (name) =>
  createRequire(import.meta.url).resolve(`${name}/package.json`);

/**
 * The installed version of Remotion.
 * @throws VideoGenerationError PLUGIN_DEPENDENCY_MISSING with the command that installs what is missing
 */
export function remotionVersion(resolve: PackageResolver = resolveBeside): string {
  const found = new Map(packages.map((name) => [name, versionOf(name, resolve)]));
  const missing = packages.filter((name) => found.get(name) === undefined);
  if (missing.length > 0) {
    const names = missing.join(', ');
    throw dependencyError(`it needs packages that are not installed beside Aether: ${names}`, missing);
  }
  const versions = new Set(remotionPackages.map((name) => found.get(name)));
  if (versions.size > 1) {
    const list = remotionPackages.map((name) => `${name} ${found.get(name)}`).join(', ');
    throw dependencyError(`the packages of Remotion differ in version: ${list}`, remotionPackages);
  }
  return found.get('remotion')!;
}

function versionOf(name: string, resolve: PackageResolver): string | undefined {
  try {
    return versionSchema.parse(JSON.parse(readFileSync(resolve(name), 'utf8'))).version;
  } catch {
    return undefined;
  }
}

function dependencyError(what: string, names: readonly string[]): VideoGenerationError {
  const wanted = [...remotionPackages.map((name) => `${name}@${testedVersion}`), 'react@19', 'react-dom@19'];
  return new VideoGenerationError('PLUGIN_DEPENDENCY_MISSING', {
    message: `The plugin provider/remotion (built-in) could not be loaded: ${what}.`,
    howToFix: `Run: npm install ${wanted.join(' ')}. ${licenceNotice}`,
    details: { packages: names },
  });
}
