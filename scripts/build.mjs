// Builds dist/: TypeScript, the WASM frame kernel and the files that ship beside the code.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const quiet = process.argv.includes('--quiet');

function run(modulePath, args) {
  const { status } = spawnSync(process.execPath, [modulePath, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function isOlder(target, source) {
  return !existsSync(target) || statSync(target).mtimeMs < statSync(source).mtimeMs;
}

const kernelSource = path.join(root, 'infrastructure/media/kernel/frame-kernel.as.ts');
const kernelTarget = path.join(root, 'dist/infrastructure/media/kernel/frame-kernel.wasm');
const packageFolder = (name) => path.dirname(require.resolve(`${name}/package.json`));

run(path.join(packageFolder('typescript'), 'bin/tsc'), ['-p', 'tsconfig.json']);
if (existsSync(kernelSource) && isOlder(kernelTarget, kernelSource)) {
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
const cli = path.join(root, 'dist/presentation/cli/main.js');
if (existsSync(cli)) chmodSync(cli, 0o755);
if (!quiet) console.log('Built dist/.');
