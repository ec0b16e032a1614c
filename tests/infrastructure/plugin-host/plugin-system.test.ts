import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../../domain/logging/logger.js';
import type { ITimelineComposer } from '../../../domain/media/timeline-composer.js';
import type { IClock } from '../../../domain/time/clock.js';
import { PluginSystem } from '../../../infrastructure/plugin-host/plugin-system.js';
import { loadSettings } from '../../../infrastructure/settings/load-settings.js';
import { systemClock } from '../../../infrastructure/time/system-clock.js';
import { VirtualClock } from '../../fakes/virtual-clock.js';

const root = mkdtempSync(path.join(os.tmpdir(), 'aether-plugins-'));
const checkout = path.resolve(import.meta.dirname, '../../..');
// Where a plugin author would have run npm install.
mkdirSync(path.join(root, 'node_modules'));
symlinkSync(checkout, path.join(root, 'node_modules', 'aether-video'), 'junction');
symlinkSync(path.join(checkout, 'node_modules', 'zod'), path.join(root, 'node_modules', 'zod'), 'junction');
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

declare global {
  /** What the plugin files of these tests do, in order. */
  var pluginEvents: string[];
}

let folders = 0;
function newFolder(): string {
  const folder = path.join(root, `f${(folders += 1)}`);
  mkdirSync(folder);
  return folder;
}

const parserMembers = `description: 'Reads nothing.', canParse: () => 0, parse: () => { throw new Error('no'); }`;
const record = (event: string): string => `globalThis.pluginEvents.push('${event}');`;

interface PluginFile {
  readonly manifest?: Record<string, unknown>;
  /** Source of the manifest’s fields that are no JSON. */
  readonly fields?: string;
  /** Source of the factory’s object. */
  readonly members?: string;
  readonly code?: string;
  readonly imports?: string;
}

/** Writes a parser plugin as an outsider would. */
function writePlugin(folder: string, id: string, file: PluginFile = {}): string {
  const own = path.join(folder, id);
  mkdirSync(own, { recursive: true });
  const manifest = {
    kind: 'parser',
    id,
    version: '1.2.3',
    hostApi: '^1.0.0',
    name: `The ${id} parser`,
    description: 'For tests.',
    ...file.manifest,
  };
  const data = JSON.stringify(manifest).slice(1, -1);
  const fields = file.fields ?? `load: async () => (await import('./plugin.js')).create`;
  writeFileSync(path.join(own, 'package.json'), '{"type": "module"}');
  writeFileSync(
    path.join(own, 'manifest.js'),
    `${file.imports ?? ''}\n${record(`${id} manifest`)}\nexport const manifest = { ${data}, ${fields} };\n`,
  );
  const code = `${record(`${id} code`)}\nexport const create = (host) => ({ id: '${id}', ${parserMembers},
    init: async () => { ${record(`${id} init`)} }, ready: async () => { ${record(`${id} ready`)} },
    dispose: async () => { ${record(`${id} dispose`)} }, host, ${file.members ?? ''} });\n`;
  writeFileSync(path.join(own, 'plugin.js'), file.code ?? code);
  return own;
}

interface LogEntry {
  readonly level: string;
  readonly message: string;
  readonly fields: unknown;
}

function recordingLogger(entries: LogEntry[]): ILogger {
  const write = (level: string) => (message: string, fields?: unknown) => {
    entries.push({ level, message, fields });
  };
  const logger: ILogger = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => logger,
  };
  return logger;
}

const composer: ITimelineComposer = {
  compose: () => Promise.reject(new VideoGenerationError('INTERNAL_ERROR', { message: 'fake' })),
  finish: () => Promise.reject(new VideoGenerationError('INTERNAL_ERROR', { message: 'fake' })),
};

interface SystemOptions {
  readonly folders?: readonly string[];
  readonly packages?: readonly string[];
  readonly settings?: Record<string, unknown>;
  readonly env?: Record<string, string>;
  readonly clock?: IClock;
  readonly builtInFolder?: string;
  readonly cwd?: string;
}

function systemOf(options: SystemOptions) {
  globalThis.pluginEvents = [];
  const cwd = options.cwd ?? newFolder();
  const config = loadSettings({
    env: options.env ?? {},
    cwd,
    overrides: {
      'plugins.folders': options.folders ?? [],
      'plugins.packages': options.packages ?? [],
      ...options.settings,
    },
  });
  const log: LogEntry[] = [];
  const plugins = new PluginSystem({
    config,
    logger: recordingLogger(log),
    clock: options.clock ?? systemClock,
    composer,
    egress: { fetchFor: () => () => Promise.reject(new TypeError('no network in this test')) },
    builtInFolder: options.builtInFolder ?? path.join(root, 'no built-ins'),
    workingFolder: cwd,
  });
  return { plugins, log, config };
}

async function started(options: SystemOptions) {
  const system = systemOf(options);
  await system.plugins.start();
  return system;
}

/** Waits for something that needs no time of the clock, such as an import. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** Starts one plugin that is wrong and one that is right, and gives the status of the wrong one. */
async function statusOfWrong(file: PluginFile, options: SystemOptions = {}) {
  const folder = newFolder();
  writePlugin(folder, 'wrong', file);
  writePlugin(folder, 'right');
  const { plugins, log } = await started({ ...options, folders: [folder] });
  expect(plugins.contributions('parser').map(({ id }) => id)).toEqual(['right']);
  expect(log.some(({ level, message }) => level === 'warn' && message === 'A plugin is not available.')).toBe(
    true,
  );
  await plugins.dispose();
  return plugins.list().find(({ source }) => source.endsWith('wrong'))!;
}

describe('discovery', () => {
  it('finds built-in plugins, folders that are or hold plugins, and packages from the working folder', async () => {
    const builtInFolder = newFolder();
    writePlugin(path.join(builtInFolder, 'parsers'), 'built-in-one');
    const holder = newFolder();
    writePlugin(holder, 'held-b');
    writePlugin(holder, 'held-a');
    mkdirSync(path.join(holder, 'no plugin'));
    const single = writePlugin(newFolder(), 'single');
    const cwd = newFolder();
    const installed = path.join(cwd, 'node_modules', '@acme');
    writePlugin(installed, 'packaged');
    writeFileSync(
      path.join(installed, 'packaged', 'package.json'),
      '{"name": "@acme/packaged", "type": "module", "exports": {}, "aether": {"manifest": "./manifest.js"}}',
    );
    const { plugins } = await started({
      builtInFolder,
      folders: [holder, single],
      packages: ['@acme/packaged'],
      cwd,
    });
    expect(plugins.list().map(({ id, source, state }) => [id, source, state])).toEqual([
      ['built-in-one', 'built-in', 'ready'],
      ['held-a', path.join(holder, 'held-a'), 'ready'],
      ['held-b', path.join(holder, 'held-b'), 'ready'],
      ['single', single, 'ready'],
      ['packaged', 'npm:@acme/packaged', 'ready'],
    ]);
    expect(plugins.contributions('parser')).toHaveLength(5);
    expect(plugins.contributions('channel')).toEqual([]);
  });

  it('counts a plugin that is named twice once', async () => {
    const folder = newFolder();
    const plugin = writePlugin(folder, 'once');
    const { plugins } = await started({ folders: [folder, plugin, folder] });
    expect(plugins.list()).toHaveLength(1);
  });

  it('loads a plugin that is written with the plugin API', async () => {
    const folder = newFolder();
    writePlugin(folder, 'with-api', {
      imports: `import { definePlugin } from 'aether-video/plugin';`,
      fields: `load: async () => (await import('./plugin.js')).create`,
    });
    const { plugins } = await started({ folders: [folder] });
    expect(plugins.list()[0]).toMatchObject({
      state: 'ready',
      version: '1.2.3',
      name: 'The with-api parser',
    });
  });

  it.each([
    [{ folders: ['/nowhere/at/all'] }, /does not exist/, /plugins\.folders/],
    [{ folders: [newFolder()] }, /holds no plugin/, /manifest\.js/],
    [{ packages: ['aether-not-installed'] }, /is not installed/, /npm install aether-not-installed/],
    [{ packages: ['zod'], cwd: root }, /is no plugin/, /plugins\.packages/],
  ])('reports %j', async (options, reason, howToFix) => {
    const { plugins } = await started(options);
    expect(plugins.list()).toHaveLength(1);
    expect(plugins.list()[0]).toMatchObject({ state: 'skipped' });
    expect(plugins.list()[0]!.reason).toMatch(reason);
    expect(plugins.list()[0]!.howToFix).toMatch(howToFix);
  });

  it('refuses a manifest path that leaves the package', async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, 'package.json'), '{"aether": {"manifest": "../../evil.js"}}');
    const { plugins } = await started({ folders: [folder] });
    expect(plugins.list()[0]!.reason).toMatch(/must be the path of a file inside/);
  });
});

describe('manifests', () => {
  it.each([
    [{ kind: 'theme' }, /“kind” must be one of provider, channel, parser, speech/],
    [{ id: 'Wrong Id' }, /“id” must be lower-case words/],
    [{ id: 'constructor' }, /“id” is a word that JavaScript keeps/],
    [{ id: 7 }, /“id” must be a text/],
    [{ version: 'one' }, /“version” must be a semantic version/],
    [{ hostApi: 'latest please' }, /“hostApi” must be a range/],
    [{ hostApi: '' }, /“hostApi” must be a range/],
    [{ hostApi: undefined }, /“hostApi” must be a range/],
    [{ name: '' }, /“name” must not be empty/],
    [{ description: 'two\nlines' }, /“description” must be one line/],
    [{ options: { a: 1 } }, /“options” must be a Standard Schema/],
    [{ load: 'x' }, /“load” must be a function/],
  ])('refuses %j before any code loads', async (manifest, reason) => {
    const fields = 'load' in manifest ? 'more: undefined' : undefined;
    const status = await statusOfWrong({ manifest, ...(fields && { fields }) });
    expect(status.state).toBe('skipped');
    expect(status.reason).toMatch(reason);
    expect(status.reason).toContain('manifest.js');
    expect(globalThis.pluginEvents).not.toContain('wrong code');
  });

  it('names an unknown field and the nearest known one', async () => {
    const status = await statusOfWrong({ manifest: { descripton: 'x' } });
    expect(status.reason).toMatch(/no field “descripton”/);
    expect(status.howToFix).toContain('“description”');
  });

  it('tells a plugin for another version of the API', async () => {
    const status = await statusOfWrong({ manifest: { hostApi: '^2.0.0', fieldOfVersionTwo: true } });
    expect(status).toMatchObject({ state: 'skipped' });
    expect(status.reason).toMatch(
      /parser\/wrong wants version \^2\.0\.0 of the plugin API, and this is 1\.0\.0/,
    );
  });

  it.each([
    ['throws', `throw new Error('on import');`, /on import/],
    ['exports an empty list', 'export const manifests = [];', /exports no object named `manifest`/],
    ['exports nothing', `export default 1; //`, /exports no object named `manifest`/],
    [
      'needs a missing package',
      `import 'aether-missing-package/sub';`,
      /needs the package aether-missing-package/,
    ],
  ])('survives one that %s', async (_what, source, reason) => {
    const folder = newFolder();
    const own = writePlugin(folder, 'wrong');
    writeFileSync(path.join(own, 'manifest.js'), source);
    const { plugins } = await started({ folders: [folder] });
    expect(plugins.list()[0]).toMatchObject({ state: 'skipped' });
    expect(plugins.list()[0]!.reason).toMatch(reason);
  });

  it('takes several from one module, each for itself', async () => {
    const folder = newFolder();
    const own = writePlugin(folder, 'one');
    const source = `const of = (id) => ({ kind: 'parser', id, version: '1.0.0', hostApi: '^1.0.0', name: id,
      description: 'x', load: async () => (host) => ({ id, ${parserMembers} }) });
      export const manifests = [of('one'), of('Wrong Id'), of('two'), of('one')];`;
    writeFileSync(path.join(own, 'manifest.js'), source);
    const { plugins } = await started({ folders: [folder] });
    expect(plugins.list().map(({ id, state }) => [id, state])).toEqual([
      ['one', 'ready'],
      [undefined, 'skipped'],
      ['two', 'ready'],
      ['one', 'skipped'],
    ]);
  });

  it('survives one whose fields throw', async () => {
    const status = await statusOfWrong({ fields: `get load() { throw new Error('no'); }` });
    expect(status.reason).toMatch(/reading “load” throws an error/);
  });

  it('survives one that never ends', async () => {
    const clock = new VirtualClock();
    const folder = newFolder();
    const own = writePlugin(folder, 'wrong');
    writeFileSync(path.join(own, 'manifest.js'), 'await new Promise(() => {}); export const manifest = {};');
    const { plugins } = systemOf({ folders: [folder], clock });
    const start = plugins.start();
    await until(() => clock.sleeping === 1);
    await clock.advance(10_000);
    await start;
    expect(plugins.list()[0]!.reason).toMatch(/did not load its manifest within 10 s/);
  });
});

describe('identity', () => {
  it('uses the first of two with the same id and names both', async () => {
    const [one, two] = [newFolder(), newFolder()];
    writePlugin(one, 'same');
    writePlugin(two, 'same');
    const { plugins } = await started({ folders: [one, two] });
    expect(plugins.list().map(({ state }) => state)).toEqual(['ready', 'skipped']);
    expect(plugins.list()[1]!.reason).toContain(path.join(one, 'same'));
    expect(plugins.list()[1]!.reason).toContain(path.join(two, 'same'));
  });

  it('wants the contribution to have the manifest’s id', async () => {
    const status = await statusOfWrong({ members: `id: 'other'` });
    expect(status.state).toBe('failed');
    expect(status.reason).toMatch(/has the id “other”, its manifest says “wrong”/);
  });
});

describe('options', () => {
  const schema = (body: string): PluginFile => ({
    imports: `import { z } from 'zod';`,
    fields: `options: ${body}, load: async () => (await import('./plugin.js')).create`,
  });

  it('come from the settings, checked and completed by the plugin’s own schema', async () => {
    const folder = newFolder();
    writePlugin(
      folder,
      'with-options',
      schema(`z.strictObject({ speed: z.number(), mode: z.string().default('calm') })`),
    );
    const settings = { 'plugins.options': { 'parser/with-options': { speed: 2 } } };
    const { plugins } = await started({ folders: [folder], settings });
    const [contribution] = plugins.contributions('parser') as unknown as { host: { options: unknown } }[];
    expect(contribution!.host.options).toEqual({ speed: 2, mode: 'calm' });
  });

  it('that are wrong are named with their key and place, and keep the code from loading', async () => {
    const status = await statusOfWrong(schema(`z.strictObject({ speed: z.number() })`), {
      settings: { 'plugins.options': { 'parser/wrong': { speed: 'fast' } } },
    });
    expect(status.state).toBe('skipped');
    expect(status.reason).toMatch(/“plugins\.options\["parser\/wrong"\]\.speed”: .*expected number/);
    expect(globalThis.pluginEvents).not.toContain('wrong code');
  });

  it('are refused by a plugin that takes none', async () => {
    const status = await statusOfWrong(
      {},
      { settings: { 'plugins.options': { 'parser/wrong': { speed: 1 } } } },
    );
    expect(status.reason).toMatch(/it takes none, but .* holds speed/);
  });

  it.each([
    ['z.strictObject({ apiKey: z.string() })', { apiKey: 'canary-secret' }],
    ['z.strictObject({ region: z.string().default("eu") })', { region: 'eu' }],
    ['z.object({ region: z.string().default("eu") })', { region: 'eu' }],
  ])('offer the API key to a provider whose schema is %s', async (body, options) => {
    const folder = newFolder();
    writePlugin(folder, 'acme', {
      ...schema(body),
      manifest: { kind: 'provider' },
      code: providerCode('acme'),
    });
    const { plugins } = await started({
      folders: [folder],
      env: { VIDEO_PROVIDER_ACME_API_KEY: 'canary-secret' },
    });
    expect(plugins.list()[0]).toMatchObject({ state: 'ready' });
    const [provider] = plugins.contributions('provider') as unknown as { host: { options: unknown } }[];
    expect(provider!.host.options).toEqual(options);
  });

  it('name the variable of an API key that is missing', async () => {
    const folder = newFolder();
    writePlugin(folder, 'my-studio', {
      ...schema('z.strictObject({ apiKey: z.string() })'),
      manifest: { kind: 'provider' },
    });
    const { plugins } = await started({ folders: [folder] });
    expect(plugins.list()[0]!.reason).toMatch(/“providers\.my-studio\.apiKey”/);
    expect(plugins.list()[0]!.howToFix).toContain('VIDEO_PROVIDER_MY_STUDIO_API_KEY');
  });

  it('of a provider are checked with and without the key', async () => {
    const folder = newFolder();
    writePlugin(folder, 'acme', {
      ...schema('z.strictObject({ speed: z.number() })'),
      manifest: { kind: 'provider' },
    });
    const env = { VIDEO_PROVIDER_ACME_API_KEY: 'canary-secret' };
    const { plugins } = await started({ folders: [folder], env });
    expect(plugins.list()[0]!.reason).toMatch(/“providers\.acme\.options\.speed”/);
  });

  it('never repeat a secret in what is wrong with them', async () => {
    const folder = newFolder();
    writePlugin(folder, 'acme', {
      ...schema(
        `z.strictObject({ apiKey: z.string().refine(() => false, { error: (i) => 'bad: ' + i.input }) })`,
      ),
      manifest: { kind: 'provider' },
    });
    const { plugins, log } = await started({
      folders: [folder],
      env: { VIDEO_PROVIDER_ACME_API_KEY: 'canary-secret' },
    });
    expect(plugins.list()[0]!.reason).toMatch(/bad: \[redacted\]/);
    const error = (log[0]!.fields as { error: VideoGenerationError }).error;
    expect(JSON.stringify([error, error.message, plugins.list()])).not.toContain('canary');
  });
});

function providerCode(id: string): string {
  const descriptor = {
    id,
    name: id,
    description: '',
    location: 'remote',
    accepts: ['timeline'],
    capabilities: [],
    qualities: ['standard'],
    aspects: ['9:16'],
    maxDurationSeconds: 10,
    pictureQuality: 0.5,
    microsPerSecond: 0,
    currency: 'USD',
    maxConcurrent: 1,
    dedupe: 'none',
    automatic: true,
  };
  return `export const create = (host) => ({ host, specVersion: 1, descriptor: ${JSON.stringify(descriptor)},
    validate: () => [], estimate: () => ({ micros: 0, currency: 'USD' }), start: async () => ({}),
    status: async () => ({}), checkHealth: async () => ({ healthy: true, message: '' }) });`;
}

describe('life', () => {
  it('is load, init, ready for all, then dispose in reverse', async () => {
    const folder = newFolder();
    writePlugin(folder, 'a');
    writePlugin(folder, 'b');
    const { plugins } = await started({ folders: [folder] });
    const events = globalThis.pluginEvents;
    for (const id of ['a', 'b']) {
      const own = events.filter((event) => event.startsWith(`${id} `));
      expect(own).toEqual(['manifest', 'code', 'init', 'ready'].map((step) => `${id} ${step}`));
    }
    expect(events.indexOf('a ready')).toBeGreaterThan(events.indexOf('b init'));
    await Promise.all([plugins.dispose(), plugins.dispose()]);
    expect(events.slice(-2)).toEqual(['b dispose', 'a dispose']);
    expect(plugins.contributions('parser')).toEqual([]);
  });

  it('starts once', async () => {
    const folder = newFolder();
    writePlugin(folder, 'a');
    const { plugins } = systemOf({ folders: [folder] });
    await Promise.all([plugins.start(), plugins.start()]);
    expect(globalThis.pluginEvents.filter((event) => event === 'a init')).toHaveLength(1);
  });

  it.each([
    ['load throws', { fields: `load: () => { throw new Error('no luck'); }` }, /no luck/],
    ['load rejects', { fields: `load: async () => { throw 'a text'; }` }, /a text/],
    [
      'load gives no function',
      { fields: `load: async () => 42` },
      /load\(\) gave number instead of a function/,
    ],
    ['its code does not parse', { code: 'export const create = (' }, /could not be started/],
    [
      'the factory throws',
      { code: `export const create = () => { throw new Error('bad factory'); };` },
      /bad factory/,
    ],
    [
      'the factory makes nothing',
      { code: 'export const create = () => undefined;' },
      /made undefined instead of an object/,
    ],
    ['the factory makes a promise', { code: 'export const create = async () => ({});' }, /made a promise/],
    ['a method is missing', { members: 'parse: undefined' }, /incomplete: “parse”: must be a method/],
    [
      'a member throws',
      { members: `get canParse() { throw new Error('liar'); }` },
      /reading its members throws/,
    ],
    ['a hook is no function', { members: `init: 5` }, /“init”: must be a method/],
    ['init rejects', { members: `init: async () => { throw new Error('no init'); }` }, /no init/],
    ['init throws at once', { members: `init: () => { throw new Error('no init'); }` }, /no init/],
    ['ready rejects', { members: `ready: async () => { throw new Error('not ready'); }` }, /not ready/],
    [
      'it throws something odd',
      { members: `init: async () => { throw Object.create(null); }` },
      /cannot be shown/,
    ],
  ] as [string, PluginFile, RegExp][])('goes on for the others when %s', async (_what, file, reason) => {
    const status = await statusOfWrong(file);
    expect(status.state).toBe('failed');
    expect(status.reason).toMatch(/parser\/wrong/);
    expect(status.reason).toMatch(reason);
    expect(status.howToFix).not.toBe('');
  });

  it('disposes of what failed after it was made', async () => {
    await statusOfWrong({ members: `ready: async () => { throw new Error('no'); }` });
    expect(globalThis.pluginEvents.filter((event) => event === 'wrong dispose')).toHaveLength(1);
  });

  it.each(['load', 'init', 'ready'])('gives %s a deadline', async (step) => {
    const hang = `() => { ${record('slow hangs')} return new Promise(() => {}); }`;
    const file = step === 'load' ? { fields: `load: ${hang}` } : { members: `${step}: ${hang}` };
    const folder = newFolder();
    writePlugin(folder, 'slow', file);
    writePlugin(folder, 'quick');
    const clock = new VirtualClock();
    const { plugins } = systemOf({ folders: [folder], clock });
    const start = plugins.start();
    await until(() => globalThis.pluginEvents.includes('slow hangs') && clock.sleeping === 1);
    await clock.advance(10_000);
    await start;
    expect(plugins.list().map(({ id, state }) => [id, state])).toEqual([
      ['quick', 'ready'],
      ['slow', 'failed'],
    ]);
    expect(plugins.list()[1]!.reason).toMatch(
      step === 'load'
        ? /parser\/slow .*did not load within 10 s/
        : new RegExp(`did not finish ${step} within`),
    );
  });

  it('disposes of all, whatever goes wrong with some, and says what did', async () => {
    const folder = newFolder();
    writePlugin(folder, 'a');
    writePlugin(folder, 'b', { members: `dispose: async () => { throw new Error('stuck valve'); }` });
    writePlugin(folder, 'c', {
      members: `dispose: () => { ${record('c hangs')} return new Promise(() => {}); }`,
    });
    const clock = new VirtualClock();
    const { plugins } = await started({ folders: [folder], clock });
    const failed = plugins.dispose().then(
      () => undefined,
      (reason: unknown) => reason as VideoGenerationError,
    );
    await until(() => globalThis.pluginEvents.includes('c hangs') && clock.sleeping === 1);
    await clock.advance(10_000);
    const error = await failed;
    expect(error?.code).toBe('PLUGIN_DISPOSE_FAILED');
    expect(error?.message).toMatch(/parser\/c .*did not finish dispose.*parser\/b .*stuck valve/);
    expect(globalThis.pluginEvents).toContain('a dispose');
  });

  it('hides a secret that a plugin blurts out', async () => {
    const folder = newFolder();
    const code = `export const create = (host) => { throw new Error('my key is ' + host.options.apiKey); };`;
    const fields = `options: z.object({ apiKey: z.string() }), load: async () => (await import('./plugin.js')).create`;
    writePlugin(folder, 'acme', {
      imports: `import { z } from 'zod';`,
      fields,
      code,
      manifest: { kind: 'provider' },
    });
    const { plugins } = await started({
      folders: [folder],
      env: { VIDEO_PROVIDER_ACME_API_KEY: 'canary-secret' },
    });
    expect(plugins.list()[0]!.reason).toMatch(/my key is \[redacted\]/);
  });
});

describe('policy', () => {
  it('stops the start with the plugin’s own error, after disposing of the others', async () => {
    const folder = newFolder();
    writePlugin(folder, 'a');
    writePlugin(folder, 'b', { members: `init: async () => { throw new Error('no init'); }` });
    const { plugins } = systemOf({ folders: [folder], settings: { 'plugins.onFailure': 'fail' } });
    await expect(plugins.start()).rejects.toMatchObject({
      code: 'PLUGIN_LOAD_FAILED',
      message: /parser\/b .*no init/,
    });
    expect(globalThis.pluginEvents).toContain('a dispose');
    expect(plugins.contributions('parser')).toEqual([]);
    await plugins.dispose();
    expect(globalThis.pluginEvents.filter((event) => event === 'a dispose')).toHaveLength(1);
  });

  it('stops the start also for a manifest that cannot be used', async () => {
    const folder = newFolder();
    writePlugin(folder, 'b', { manifest: { hostApi: '^9.0.0' } });
    const { plugins } = systemOf({ folders: [folder], settings: { 'plugins.onFailure': 'fail' } });
    await expect(plugins.start()).rejects.toMatchObject({ code: 'PLUGIN_HOST_API_MISMATCH' });
  });

  it('never stops for a built-in provider without its key, and does not warn of it', async () => {
    const builtInFolder = newFolder();
    mkdirSync(path.join(builtInFolder, 'providers'));
    writePlugin(path.join(builtInFolder, 'providers'), 'paid', {
      manifest: { kind: 'provider' },
      imports: `import { z } from 'zod';`,
      fields: `options: z.strictObject({ apiKey: z.string() }), load: async () => (await import('./plugin.js')).create`,
    });
    const { plugins, log } = await started({ builtInFolder, settings: { 'plugins.onFailure': 'fail' } });
    expect(plugins.list()).toMatchObject([{ id: 'paid', state: 'skipped' }]);
    expect(plugins.list()[0]!.howToFix).toContain('VIDEO_PROVIDER_PAID_API_KEY');
    expect(log.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('never stops for a built-in plugin whose optional package is not installed', async () => {
    const builtInFolder = newFolder();
    writePlugin(path.join(builtInFolder, 'parsers'), 'optional', {
      code: `import 'aether-optional-package'; export const create = () => ({});`,
    });
    const { plugins, log } = await started({ builtInFolder, settings: { 'plugins.onFailure': 'fail' } });
    expect(plugins.list()[0]).toMatchObject({ state: 'skipped' });
    expect(plugins.list()[0]!.howToFix).toContain('npm install aether-optional-package');
    expect(log.filter(({ level }) => level === 'warn')).toEqual([]);
  });
});

describe('disabled plugins', () => {
  it('load no code, and say which setting keeps them off', async () => {
    const folder = newFolder();
    writePlugin(folder, 'off');
    writePlugin(folder, 'acme', { manifest: { kind: 'provider' } });
    writePlugin(folder, 'calm', { manifest: { kind: 'channel' } });
    const settings = {
      'plugins.disabled': ['parser/off'],
      'providers.acme.enabled': false,
      'channels.calm.enabled': false,
      'plugins.onFailure': 'fail',
    };
    const { plugins } = await started({ folders: [folder], settings });
    expect(plugins.list().map(({ state, reason }) => [state, reason])).toEqual([
      ['disabled', 'It is disabled by providers.acme.enabled.'],
      ['disabled', 'It is disabled by channels.calm.enabled.'],
      ['disabled', 'It is disabled by plugins.disabled.'],
    ]);
    expect(globalThis.pluginEvents.filter((event) => event.endsWith('code'))).toEqual([]);
  });

  it('that do not exist are warned of', async () => {
    const folder = newFolder();
    writePlugin(folder, 'calm');
    const { log } = await started({ folders: [folder], settings: { 'plugins.disabled': ['parser/clam'] } });
    expect(log).toContainEqual({
      level: 'warn',
      message: 'The settings name a plugin that does not exist.',
      fields: { name: 'parser/clam', suggestion: 'parser/calm' },
    });
  });
});

describe('the host object', () => {
  it('has what a plugin may use and nothing else', async () => {
    const folder = newFolder();
    writePlugin(folder, 'guest');
    const { plugins, config } = await started({ folders: [folder] });
    const [guest] = plugins.contributions('parser') as unknown as { host: Record<string, unknown> }[];
    const { host } = guest!;
    expect(Object.keys(host).sort()).toEqual([
      'clock',
      'composer',
      'dataFolder',
      'fetch',
      'logger',
      'options',
      'pluginId',
    ]);
    expect(Object.isFrozen(host)).toBe(true);
    const dataFolder = await (host.dataFolder as () => Promise<string>)();
    expect(dataFolder).toBe(path.join(config.settings.storage.workPath, 'plugins', 'parser-guest'));
  });
});

describe('contributions of other kinds', () => {
  it('are checked, too', async () => {
    const folder = newFolder();
    writePlugin(folder, 'acme', {
      manifest: { kind: 'provider' },
      code: providerCode('acme').replace('"maxDurationSeconds":10', '"maxDurationSeconds":null'),
    });
    const speech = (
      voice: string,
    ): string => `export const create = () => ({ id: 'talk', description: '', offline: true,
      voices: [{ id: '${voice}', name: 'V', languages: ['en'] }], synthesize: async () => ({}) });`;
    writePlugin(folder, 'talk', { manifest: { kind: 'speech' }, code: speech('v') });
    writePlugin(folder, 'zen', {
      manifest: { kind: 'channel' },
      code: `export const create = () => ({ descriptor: {}, style: {} });`,
    });
    const { plugins } = await started({ folders: [folder] });
    const [acme, talk, zen] = plugins.list();
    expect(acme!.reason).toMatch(/its provider is incomplete: “descriptor\.maxDurationSeconds”/);
    expect(talk!.reason).toMatch(/its voice “v” has to be called “talk:…”/);
    expect(zen!.reason).toMatch(/its channel is incomplete: “descriptor\.id”/);
  });
});
