// Packs the package, installs it into an empty project and uses it as its users do: `npm run package-check`.
// Dependencies come from the npm cache where it has them.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'aether-package-'));
const project = path.join(folder, 'project with a space');
const { version, bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** Everything that may be in the package. */
const allowed = [
  /^dist\/(config|domain|application|infrastructure|plugins|presentation)\/.+\.(js|js\.map|d\.ts|json|wasm)$/u,
  /^dist\/(index|plugin)\.(js|js\.map|d\.ts)$/u,
  /^dist\/testing\/.+\.(js|js\.map|d\.ts|mp4|png|jpg|webp)$/u,
  /^dist\/templates\/[a-z-]+\.yaml$/u,
  /^examples\/.+\.(js|json|md|txt|yaml|jpg)$/u,
  /^docs\/.+\.md$/u,
  /^(README|CHANGELOG)\.md$|^LICENSE$|^package\.json$/u,
];

/** Types that a user relies on, under every way of finding them. */
const typedProgram = `
import { createVideoGenerationService, type VideoGenerationService, type VideoResult } from 'aether-video';
import { BaseChannelStrategy, BaseLocalVideoProvider, definePlugin } from 'aether-video/plugin';
import type { IVideoProvider, PluginManifest } from 'aether-video/plugin';
export const service: Promise<VideoGenerationService> = createVideoGenerationService();
export const size = (result: VideoResult): number | undefined => result.video?.sizeBytes;
export const known: PluginManifest[] = [];
export const bases: unknown[] = [BaseChannelStrategy, BaseLocalVideoProvider, definePlugin];
export type Provider = IVideoProvider;
// @ts-expect-error there is no such quality
void service.then((made) => made.generateVideo({ script: 'A pause.', quality: 'best' }));
`;
const typeChecks = [
  { file: 'typed.mts', options: ['--module', 'node16'] },
  { file: 'typed.mts', options: ['--module', 'nodenext'] },
  { file: 'typed.cts', options: ['--module', 'nodenext'] },
  { file: 'typed.mts', options: ['--module', 'esnext', '--moduleResolution', 'bundler'] },
];

/** Uses the library, and prints what became of it. `load` is the line that differs between ESM and CommonJS. */
const program = (load) => `
${load}
async function main() {
  const service = await createVideoGenerationService({ overrides: { 'storage.path': 'library videos' } });
  const script = { hook: 'One calm breath.', points: ['Breathe in. Breathe out.'], cta: 'Follow for more.' };
  const result = await service.generateVideo({ script, provider: 'mock' });
  await service.dispose();
  console.log(result.status);
}
void main();
`;

function fail(what, output = '') {
  console.error(`✘ ${what}\n${output}`);
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}

function run(what, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  });
  if (status !== 0) fail(what, stdout + stderr);
  return stdout;
}

function npm(what, args, options) {
  const cli = process.env.npm_execpath;
  if (!cli) fail('Run this as: npm run package-check');
  return run(what, [cli, ...args], options);
}

function expect(what, holds, output) {
  if (!holds) fail(what, output);
  console.log(`✔ ${what}`);
}

const binOf = (name, file) => path.join(root, 'node_modules', name, file);

function checkContents(files) {
  const paths = files.map((file) => file.path);
  const strange = paths.filter((file) => !allowed.some((pattern) => pattern.test(file)));
  expect('holds what it should and nothing else', strange.length === 0, strange.join('\n'));
  const wanted = [...Object.values(bin), 'dist/infrastructure/media/kernel/frame-kernel.wasm', 'README.md'];
  const missing = wanted.filter((file) => !paths.includes(file.replace(/^\.\//u, '')));
  expect('has its programs and its kernel', missing.length === 0, missing.join('\n'));
  const installed = path.join(project, 'node_modules', 'aether-video');
  const blind = paths
    .filter((file) => file.endsWith('.map'))
    .filter((file) => !JSON.parse(readFileSync(path.join(installed, file), 'utf8')).sourcesContent?.length);
  expect('has source maps that hold their sources', blind.length === 0, blind.join('\n'));
}

function checkTypes() {
  for (const file of ['typed.mts', 'typed.cts']) writeFileSync(path.join(project, file), typedProgram);
  const common = ['--noEmit', '--strict', '--target', 'es2023', '--types', 'node'];
  const typeRoots = ['--typeRoots', path.join(root, 'node_modules/@types')];
  for (const { file, options } of typeChecks) {
    const what = `has types for ${file.endsWith('cts') ? 'CommonJS' : 'ESM'} with ${options.slice(1).join(' ')}`;
    run(what, [binOf('typescript', 'bin/tsc'), ...common, ...typeRoots, ...options, file]);
    console.log(`✔ ${what}`);
  }
}

function checkUse() {
  const cli = (...args) => npm(`aether ${args[0]}`, ['exec', '--offline', '--', 'aether', ...args]);
  expect('aether --version', cli('--version').trim() === version);
  expect('aether channels', /air[^]*earth[^]*fire[^]*water/u.test(cli('channels')));
  const example = path.join('node_modules', 'aether-video', 'examples', 'mindfulness.json');
  const { status, video } = JSON.parse(cli('generate', example, '--quality', 'draft', '--json'));
  expect('aether generate makes a video', status === 'completed' && existsSync(video.path), status);
  const names = '{ createVideoGenerationService }';
  const programs = {
    'library.mjs': program(`import ${names} from 'aether-video';`),
    'library.cjs': program(`const ${names} = require('aether-video');`),
  };
  for (const [file, text] of Object.entries(programs)) {
    writeFileSync(path.join(project, file), text);
    expect(`works in ${file}`, run(file, [file]).trim() === 'completed');
  }
}

function packIt() {
  const output = npm('npm pack', ['pack', '--json', '--pack-destination', folder], { cwd: root });
  // What the build says comes before the JSON.
  const [packed] = JSON.parse(output.slice(output.search(/^\[\s*$/mu)));
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(`✔ npm pack: ${megabytes(packed.size)}, unpacked ${megabytes(packed.unpackedSize)}`);
  return packed;
}

mkdirSync(project);
writeFileSync(
  path.join(project, 'package.json'),
  '{ "name": "user", "version": "1.0.0", "private": true }\n',
);
const packed = packIt();
const tarball = path.join(folder, packed.filename);
run('publint', [binOf('publint', 'src/cli.js'), 'run', tarball, '--strict'], { cwd: root });
run('attw', [binOf('@arethetypeswrong/cli', 'dist/index.js'), tarball, '--profile', 'esm-only'], {
  cwd: root,
});
console.log('✔ publint and attw find nothing');
const quick = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
npm('npm install', ['install', tarball, ...quick]);
console.log('✔ installs without install scripts');
checkContents(packed.files);
checkTypes();
checkUse();
rmSync(folder, { recursive: true, force: true });
console.log('The package works.');
