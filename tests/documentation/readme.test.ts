import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoResult } from '../../domain/video/video-result.js';
import { exitCodes } from '../../presentation/cli/exit-code.js';
import { createProgram } from '../../presentation/cli/program.js';
import { codeBlocks, commands, root } from './code-blocks.js';
import { UserProject } from './user-project.js';

const page = readFileSync(path.join(root, 'README.md'), 'utf8');
const blocks = codeBlocks('README.md');
const lines = commands(blocks);
const aetherLines = lines.filter((line) => line.startsWith('npx aether '));
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
    expect(lines.slice(4)).toEqual(aetherLines);
    expect(aetherLines.length).toBeGreaterThanOrEqual(4);
  });

  it.each(aetherLines)('%s', async (line) => {
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
    const generate = createProgram().commands.find((command) => command.name() === 'generate')!;
    const synopsis = blocks.find(({ language }) => language === 'text')!.text;
    const named = [...synopsis.matchAll(/--[a-z-]+/gu)].map(([option]) => option);
    const known = generate.options.map(({ long }) => long);
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
    const [, settings] = blocks.filter(({ language }) => language === 'json');
    const { plugins } = JSON.parse(settings!.text) as { plugins: { folders: string[] } };
    for (const folder of plugins.folders) {
      expect(existsSync(path.join(root, folder, 'manifest.js'))).toBe(true);
    }
  });
});
