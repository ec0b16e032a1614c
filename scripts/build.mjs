// Builds dist/: TypeScript, the WASM frame kernel and the files that ship beside the code.
// --quiet says nothing when all is well; --clean begins with an empty dist/, so that nothing stale is published;
// --if-possible does nothing where the compiler is not installed (`npm ci --omit=dev`).
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const quiet = process.argv.includes('--quiet');
if (process.argv.includes('--if-possible') && !isInstalled('typescript')) process.exit(0);
if (process.argv.includes('--clean')) rmSync(path.join(root, 'dist'), { recursive: true, force: true });

function isInstalled(name) {
  try {
    return Boolean(require.resolve(`${name}/package.json`));
  } catch {
    return false;
  }
}

function run(modulePath, args) {
  const { status } = spawnSync(process.execPath, [modulePath, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function isOlder(target, sources) {
  if (!existsSync(target)) return true;
  const made = statSync(target).mtimeMs;
  return sources.some((source) => made < statSync(source).mtimeMs);
}

const kernelFolder = path.join(root, 'infrastructure/media/kernel');
const kernelSource = path.join(kernelFolder, 'frame-kernel.as.ts');
const kernelSources = readdirSync(kernelFolder)
  .filter((name) => name.endsWith('.as.ts'))
  .map((name) => path.join(kernelFolder, name));
const kernelTarget = path.join(root, 'dist/infrastructure/media/kernel/frame-kernel.wasm');
const packageFolder = (name) => path.dirname(require.resolve(`${name}/package.json`));

const compiler = path.join(packageFolder('typescript'), 'bin/tsc');
run(compiler, ['-p', 'tsconfig.json']);
// Runs in a browser, so it has other types; those of Aether it takes from the build, as a user's composition does.
run(compiler, ['-p', 'plugins/providers/remotion/composition']);
if (isOlder(kernelTarget, kernelSources)) {
  mkdirSync(path.dirname(kernelTarget), { recursive: true });
  run(path.join(packageFolder('assemblyscript'), 'bin/asc.js'), [
    kernelSource,
    '--outFile',
    kernelTarget,
    '-O3',
    '--noAssert',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--importMemory',
  ]);
}
cpSync(path.join(root, 'config/default.json'), path.join(root, 'dist/config/default.json'));
cpSync(path.join(root, 'templates'), path.join(root, 'dist/templates'), { recursive: true });
cpSync(path.join(root, 'testing/emulator/media'), path.join(root, 'dist/testing/emulator/media'), {
  recursive: true,
});
const cli = path.join(root, 'dist/presentation/cli/main.js');
if (existsSync(cli)) chmodSync(cli, 0o755);
if (!quiet) console.log('Built dist/.');
