import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PluginStatus } from '../../domain/plugin/plugin-status.js';
import type { VideoResult } from '../../domain/video/video-result.js';
import { Bench, shortScript } from './command-line.js';

const bench = new Bench();
const examples = path.resolve('examples');
const config = ['--config', 'aether.json'];

const manifestOf = (fields: string): string => `export const manifest = {
  kind: 'channel', version: '1.0.0', hostApi: '^1.0.0', name: 'X', description: 'X.',
  load: async () => () => { throw new Error('no channel here'); }, ${fields}
};`;
const stageOf = (fields: string, members: string): string =>
  manifestOf(`${fields}, kind: 'stage', load: async () => () => ({
    ${fields}, displayName: 'X', execute: async () => undefined, ${members} })`);
const broken: Record<string, string> = {
  throws: manifestOf("id: 'throws'"),
  hangs: manifestOf("id: 'hangs', load: () => new Promise(() => setInterval(() => undefined, 1000))"),
  future: manifestOf("id: 'future', hostApi: '^9.0.0'"),
  again: manifestOf("id: 'aurora'"),
  crooked: manifestOf("id: 'Not An Id'"),
  thirsty: stageOf("id: 'thirsty'", "needs: ['nobody/makes-it']"),
  lost: stageOf("id: 'lost'", "needs: [], wraps: 'singing'"),
  unparsable: 'export const manifest = {',
};

beforeAll(() => {
  for (const [name, manifest] of Object.entries(broken)) {
    mkdirSync(path.join(bench.folder, name));
    bench.write(`${name}/manifest.js`, manifest);
    bench.write(`${name}/package.json`, { type: 'module' });
  }
  const folders = ['plugin-channel', 'plugin-provider', 'plugin-stage'].map((name) =>
    path.join(examples, name),
  );
  bench.write('aether.json', {
    plugins: {
      folders: [...folders, ...Object.keys(broken), 'nowhere'],
      hookTimeoutSeconds: 1,
      options: { 'stage/house-words': { words: { 'northern lights': 'aurora', arctic: 'far north' } } },
    },
    providers: { storyboard: { options: { maxWordsPerMinute: 100 } } },
  });
  bench.write('options.json', {
    plugins: { folders },
    providers: { storyboard: { options: { maxWordsPerMinute: 'fast' } } },
  });
});
afterAll(() => bench.remove());

it('a channel and a provider from folders make a storyboard together', async () => {
  const script = path.join(examples, 'plugin-channel', 'northern-lights.json');
  const args = ['generate', script, '--channel', 'aurora', '--provider', 'storyboard', '--voice', 'none'];
  const run = await bench.run([...config, ...args, '--json']);
  const result = JSON.parse(run.stdout) as VideoResult;
  expect(result).toMatchObject({
    status: 'completed',
    channel: 'aurora',
    selection: { providerId: 'storyboard' },
  });
  const storyboard = JSON.parse(readFileSync(result.artifactPath!, 'utf8')) as { shots: unknown[] };
  expect(storyboard.shots).toHaveLength(result.scenes.length);
});

it('stages from a folder choose the words, and write the chapters beside the video', async () => {
  bench.write('north.json', {
    topic: 'The North',
    hook: 'Have you seen the northern lights?',
    main_points: ['They dance over the arctic sky.', 'The wind of the sun makes them.'],
    call_to_action: 'Look up tonight.',
  });
  const args = ['generate', 'north.json', '--provider', 'storyboard', '--voice', 'none', '--json'];
  const run = await bench.run([...config, ...args]);
  const result = JSON.parse(run.stdout) as VideoResult;
  expect(result.status).toBe('completed');
  expect(result.scenes[0]!.text).toBe('Have you seen the aurora?');
  expect(result.scenes[1]!.text).toBe('They dance over the far north sky.');
  const [file] = result.attachments!;
  expect(path.basename(file!)).toMatch(/\.chapters\.txt$/u);
  expect(path.dirname(file!)).toBe(path.dirname(result.resultPath!));
  expect(readFileSync(file!, 'utf8')).toMatch(
    /^0:00 Have you seen the aurora\?\n0:\d\d They dance over the far north…\n/u,
  );
});

it('broken plugins are listed, each with its reason, and do not take the others down', async () => {
  const run = await bench.run([...config, 'plugins', '--json']);
  expect(run.code).toBe(0);
  const plugins = JSON.parse(run.stdout) as PluginStatus[];
  const statusIn = (name: string) => plugins.find(({ source }) => path.basename(source) === name);
  expect(statusIn('plugin-channel')).toMatchObject({ state: 'ready', id: 'aurora' });
  const expected: Record<string, [PluginStatus['state'], RegExp]> = {
    throws: ['failed', /no channel here/],
    hangs: ['failed', /1 s/],
    future: ['skipped', /\^9\.0\.0/],
    again: ['skipped', /aurora/],
    crooked: ['skipped', /id/],
    thirsty: ['failed', /stage\/thirsty .* needs “nobody\/makes-it”, which no stage produces/],
    lost: ['failed', /“wraps”: must be one of script, voice/],
    unparsable: ['skipped', /manifest/],
    nowhere: ['skipped', /nowhere/],
  };
  for (const [name, [state, reason]] of Object.entries(expected)) {
    expect(statusIn(name), name).toMatchObject({ state });
    expect(statusIn(name)!.reason, name).toMatch(reason);
    expect(statusIn(name)!.howToFix, name).toMatch(/\w/u);
  }
});

it('wrong options are named, and a request for the plugin says why it is not there', async () => {
  bench.write('good.json', shortScript);
  const [list, generate] = await Promise.all([
    bench.run(['--config', 'options.json', 'plugins']),
    bench.run(['--config', 'options.json', 'generate', 'good.json', '--provider', 'storyboard', '--json']),
  ]);
  expect(list.stdout).toMatch(/provider\/storyboard .*skipped.*maxWordsPerMinute/u);
  expect(JSON.parse(generate.stdout)).toMatchObject({ error: { code: 'PROVIDER_UNKNOWN' } });
});
