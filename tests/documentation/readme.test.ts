import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoResult } from '../../domain/video/video-result.js';
import { exitCodes } from '../../presentation/cli/exit-code.js';
import { createProgram } from '../../presentation/cli/program.js';
import { codeBlocks, commands, root } from './code-blocks.js';
import { emulatorOf, type EmulatorProcess } from './emulator-process.js';
import { UserProject } from './user-project.js';

const page = readFileSync(path.join(root, 'README.md'), 'utf8');
const blocks = codeBlocks('README.md');
const lines = commands(blocks);
const aetherLines = lines.filter((line) => line.startsWith('npx aether '));
const emulate = aetherLines.find((line) => line.startsWith('npx aether emulate '))!;
/** What the README sets in the second terminal, and the commands that follow there. */
const [setting] = lines.filter((line) => line.startsWith('export '));
const isPaid = (line: string): boolean =>
  setting !== undefined && lines.indexOf(line) > lines.indexOf(setting);
const freeLines = aetherLines.filter((line) => line !== emulate && !isPaid(line));
const paidLines = aetherLines.filter(isPaid);
const [script] = blocks.filter(({ language }) => language === 'json');
const [esm, commonJs] = blocks.filter(({ language }) => language === 'js');

let project: UserProject;
beforeAll(async () => {
  project = await UserProject.create();
  await project.write('script.json', script!.text);
});
afterAll(() => project[Symbol.asyncDispose]());

describe('README.md', () => {
  it('begins with two lines that .ci/run runs as they stand', () => {
    const ci = readFileSync(path.join(root, '.ci/run'), 'utf8').split('\n');
    expect(lines.slice(0, 2)).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
    for (const line of lines.slice(0, 2)) expect(ci).toContain(line);
  });

  it('installs the package in the way that npm run package-check tries, in .ci/run', () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    const install = ['npm pack', `npm install ./aether-video-${version}.tgz`];
    expect(lines.slice(2, 4)).toEqual(install);
    expect(readFileSync(path.join(root, '.ci/run'), 'utf8')).toContain('npm run package-check');
  });

  it('has no other commands than those of aether', () => {
    expect(lines.slice(4).filter((line) => line !== setting)).toEqual(aetherLines);
    expect(aetherLines.length).toBeGreaterThanOrEqual(4);
  });

  it.each(freeLines)('%s', async (line) => {
    const { stdout } = await project.aether(line.replace('npx aether ', ''));
    expect(stdout).not.toBe('');
    const out = / --out (\S+)/u.exec(line)?.[1];
    if (out !== undefined) expect(existsSync(path.join(project.folder, out))).toBe(true);
    if (line.includes('--json')) {
      const { status, scenes } = JSON.parse(stdout) as VideoResult;
      expect({ status, scenes: scenes.length }).toEqual({ status: 'completed', scenes: 4 });
    }
  });

  it('names the options and exit codes that there are', () => {
    const synopsis = blocks.find(({ language }) => language === 'text')!.text;
    const named = [...synopsis.matchAll(/--[a-z-]+/gu)].map(([option]) => option);
    const known = createProgram().commands.flatMap(({ options }) => options.map(({ long }) => long));
    expect(known).toEqual(expect.arrayContaining(named));
    const { done, badInput, badConfiguration, generationFailed, cancelled } = exitCodes;
    expect(page).toContain(
      `${done} done, ${badInput} bad input, ${badConfiguration} bad configuration, ${generationFailed} generation failed, ${cancelled} cancelled`,
    );
  });

  it('shows the library in ten lines that make a video', async () => {
    expect(esm!.text.trim().split('\n').length).toBeLessThanOrEqual(10);
    await project.write('library.mjs', esm!.text);
    const { stdout } = await project.node('library.mjs');
    expect(stdout).toMatch(/one-calm-breath\.mp4 \d/u);
  });

  it('shows the library in CommonJS', async () => {
    await project.write('library.cjs', commonJs!.text);
    const { stdout } = await project.node('library.cjs');
    expect(stdout).toMatch(/^false \[[^]*where: '/u);
  });

  it('names plugin folders that exist', () => {
    const settings = blocks.find(({ text }) => text.includes('"plugins"'));
    const { plugins } = JSON.parse(settings!.text) as { plugins: { folders: string[] } };
    for (const folder of plugins.folders) {
      expect(existsSync(path.join(root, folder, 'manifest.js'))).toBe(true);
    }
  });
});

describe('README.md, with the emulator that it starts', () => {
  let emulator: EmulatorProcess;
  let away: UserProject;
  const environment = Object.fromEntries([setting!.replace('export ', '').split('=') as [string, string]]);
  beforeAll(async () => {
    away = await UserProject.create();
    // A port of the README’s may be taken on this machine.
    emulator = await emulatorOf(away, emulate.replace(/ --port \d+$/u, ' --seconds 1'));
    const settings = blocks.find(({ text }) => text.includes('"baseUrl"'))!;
    await away.write('aether.config.json', settings.text.replace(/http:[^"]+/u, emulator.url));
  });
  afterAll(async () => {
    await emulator.stop();
    await away[Symbol.asyncDispose]();
  });

  it('shows the settings that the emulator prints', () => {
    const { text } = blocks.find((block) => block.text.includes('"baseUrl"'))!;
    const [, port] = / --port (\d+)$/u.exec(emulate)!;
    expect(JSON.parse(text.replace(port!, new URL(emulator.url).port))).toEqual(emulator.settings);
    expect(environment).toEqual(emulator.environment);
  });

  it.each(paidLines)('%s', async (line) => {
    const { stdout } = await away.aether(line.replace('npx aether ', ''), environment);
    if (line.includes(' generate ')) {
      const [, file] = /✔ (.+)/u.exec(stdout)!;
      expect(path.extname(file!)).toBe(line.includes('--image') ? '.png' : '.mp4');
      expect(existsSync(file!)).toBe(true);
    }
    if (line.includes(' estimate ')) expect(stdout).toContain('runway/gen4.5  0.6000 USD');
    if (line.includes('--health')) expect(stdout).toContain('ok  provider runway');
    if (line.includes(' operations ')) expect(stdout).toBe('Nothing is unfinished.\n');
  });
});
