import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const file = path.resolve(import.meta.dirname, '../../package-lock.json');
const text = readFileSync(file, 'utf8');
const { packages } = JSON.parse(text) as { packages: Record<string, LockedPackage> };

/** Whether a package is locked where the one that wants it would find it. */
function isLocked(name: string, from: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]?.version) return true;
    if (folder === '') return false;
  }
}

// npm leaves such entries out when it updates a lock file on one platform, and then `npm ci` fails.
it('locks the binaries of every platform, not only of the one that wrote it', () => {
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(name, from)),
  );
  expect(missing).toEqual([]);
});

it('names no registry', () => {
  expect(text).not.toContain('"resolved"');
});
