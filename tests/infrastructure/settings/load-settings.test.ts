import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { loadSettings, type LoadSettingsOptions } from '../../../infrastructure/settings/load-settings.js';

const root = mkdtempSync(path.join(os.tmpdir(), 'aether-settings-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

let folders = 0;
/** A working folder, with a settings file if a content is given. */
function workingFolder(content?: unknown): string {
  const folder = path.join(root, String((folders += 1)));
  mkdirSync(folder);
  if (content !== undefined) {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(path.join(folder, 'aether.config.json'), text);
  }
  return folder;
}

function load(content?: unknown, options: LoadSettingsOptions = {}) {
  return loadSettings({ env: {}, cwd: workingFolder(content), ...options });
}

function failure(content: unknown, options: LoadSettingsOptions = {}): VideoGenerationError {
  try {
    load(content, options);
  } catch (error) {
    if (VideoGenerationError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('The settings were accepted.');
}

describe('precedence', () => {
  it('is complete without any file or variable', () => {
    const cwd = workingFolder();
    const { settings, provider, channel } = bound(loadSettings({ env: {}, cwd }));
    expect(settings.global.defaultProvider).toBe('auto');
    expect(settings.storage.path).toBe(path.join(cwd, 'videos'));
    expect(settings.storage.workPath).toBe(path.join(cwd, 'videos', '.aether'));
    expect(provider('anything')).toEqual({ enabled: true, options: {} });
    expect(channel('air')).toEqual({ enabled: true, options: {} });
  });

  it('lets the file win over the defaults, variables over the file, and flags over all', () => {
    const file = { global: { maxConcurrentGenerations: 3, maxQueued: 7, defaultQuality: 'high' } };
    const env = { VIDEO_MAX_CONCURRENT: '4', VIDEO_DEFAULT_QUALITY: 'ultra' };
    const { settings } = load(file, { env, overrides: { 'global.defaultQuality': 'draft' } });
    expect(settings.global).toMatchObject({
      maxQueued: 7,
      maxConcurrentGenerations: 4,
      defaultQuality: 'draft',
      defaultAspect: '9:16',
    });
  });

  it('merges sections by id key by key', () => {
    const file = { providers: { 'my-studio': { maxConcurrent: 2, options: { a: 1 } } } };
    const env = { VIDEO_PROVIDER_MY_STUDIO_API_KEY: 'canary-123', VIDEO_PROVIDER_MY_STUDIO_ENABLED: 'no' };
    const config = load(file, { env, overrides: { 'providers.my-studio.timeoutSeconds': 9 } });
    expect(config.provider('my-studio')).toEqual({
      enabled: false,
      maxConcurrent: 2,
      timeoutSeconds: 9,
      apiKey: 'canary-123',
      options: { a: 1 },
    });
  });

  it('can say all that the classic three-section configuration says', () => {
    const config = load({
      providers: {
        mock: { enabled: true, maxConcurrent: 10, timeoutSeconds: 60 },
        remotion: { enabled: false, maxConcurrent: 3, options: { apiUrl: 'https://example.com' } },
      },
      channels: { air: { enabled: true, maxDurationSeconds: 60, defaultQuality: 'standard' } },
      global: { defaultProvider: 'mock', defaultQuality: 'standard', maxConcurrentGenerations: 5 },
    });
    expect(config.provider('remotion').options).toEqual({ apiUrl: 'https://example.com' });
    expect(config.channel('air').maxDurationSeconds).toBe(60);
    expect(config.settings.global.defaultProvider).toBe('mock');
  });

  it('ignores empty variables, undefined flags and other programs’ variables', () => {
    const env = { VIDEO_MAX_CONCURRENT: '', VIDEO_CODEC: 'h264', VIDEO_RENDERER_PATH: '/x', PATH: '/bin' };
    const { settings } = load(undefined, { env, overrides: { 'global.maxQueued': undefined } });
    expect(settings.global.maxConcurrentGenerations).toBe(2);
  });

  it('is frozen', () => {
    const { settings } = load();
    expect(Object.isFrozen(settings.global)).toBe(true);
    expect(Object.isFrozen(settings.providers)).toBe(true);
  });
});

describe('the settings file', () => {
  it('is looked for in its places, in order', () => {
    const home = workingFolder();
    const put = (file: string, quality: string): void => {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, `\uFEFF{"global":{"defaultQuality":"${quality}"}}`);
    };
    const quality = (options: LoadSettingsOptions) => loadSettings(options).settings.global.defaultQuality;
    const cwd = workingFolder();
    const env: Record<string, string> = { HOME: home, APPDATA: path.join(home, '.config') };
    put(path.join(home, '.config/aether/config.json'), 'high');
    expect(quality({ env, cwd })).toBe('high');
    put(path.join(cwd, 'aether.config.json'), 'draft');
    expect(quality({ env, cwd })).toBe('draft');
    put(path.join(cwd, 'named.json'), 'ultra');
    expect(quality({ env: { ...env, AETHER_CONFIG: 'named.json' }, cwd })).toBe('ultra');
    put(path.join(cwd, 'flag.json'), 'standard');
    expect(quality({ env: { ...env, AETHER_CONFIG: 'named.json' }, cwd, configFile: 'flag.json' })).toBe(
      'standard',
    );
  });

  it('is the folder that its relative paths start from; variables and flags start at the working folder', () => {
    const cwd = workingFolder();
    const folder = workingFolder({
      storage: { path: 'out', mediaFolders: ['media', '/abs'] },
      media: { ffmpegPath: 'ffmpeg' },
      plugins: { folders: ['./plugins'] },
    });
    const configFile = path.join(folder, 'aether.config.json');
    const fromFile = loadSettings({ env: {}, cwd, configFile }).settings;
    expect(fromFile.storage.path).toBe(path.join(folder, 'out'));
    expect(fromFile.storage.mediaFolders).toEqual([path.join(folder, 'media'), path.resolve('/abs')]);
    expect(fromFile.plugins.folders).toEqual([path.join(folder, 'plugins')]);
    expect(fromFile.media.ffmpegPath).toBe('ffmpeg');
    const env = {
      VIDEO_STORAGE_PATH: 'here',
      FFMPEG_PATH: './bin/ffmpeg',
      VIDEO_PLUGINS_DISABLED: 'speech/a, channel/b',
    };
    const { settings } = loadSettings({ env, cwd, configFile, overrides: { 'storage.workPath': 'work' } });
    expect(settings.storage).toMatchObject({
      path: path.join(cwd, 'here'),
      workPath: path.join(cwd, 'work'),
    });
    expect(settings.media.ffmpegPath).toBe(path.join(cwd, 'bin/ffmpeg'));
    expect(settings.plugins.disabled).toEqual(['speech/a', 'channel/b']);
  });

  it('must exist if it is named', () => {
    const error = failure(undefined, { configFile: 'missing.json' });
    expect(error.code).toBe('SETTINGS_UNREADABLE');
    expect(error.message).toMatch(/missing\.json does not exist/);
    expect(failure(undefined, { configFile: '.' }).message).toMatch(/is a folder/);
  });

  it.each([
    ['{\n  "global": {\n    "maxQueued": 1,\n  }\n}', 4, 3, /the comma before this bracket/],
    ['{"global": {"maxQueued": 1}', 1, 28, /ends before its }/],
    ["{'global': 1}", 1, 2, /double quotes/],
    ['{\n // note\n}', 2, 2, /no comments/],
    ['{"a" 1}', 1, 6, /colon is missing/],
    ['{"a": 1 "b": 2}', 1, 9, /comma is missing/],
    ['{"a": sk-canary}', 1, 7, /value is missing/],
    ['{"a": "x\n"}', 1, 7, /not closed/],
    ['{} {}', 1, 4, /follows the end/],
    ['', 1, 1, /empty/],
    ['{"a": 01}', 1, 7, /value is missing/],
  ])('names line and column of bad JSON: %s', (text, line, column, problem) => {
    const error = failure(text);
    expect(error.code).toBe('SETTINGS_UNREADABLE');
    expect(error.details).toMatchObject({ line, column });
    expect(error.message).toMatch(problem);
    expect(error.message).not.toContain('canary');
  });
});

describe('bad settings', () => {
  it('names an unknown key, its file and the nearest known one', () => {
    const error = failure({ providers: { mock: { max_concurrent: 3 } } });
    expect(error.code).toBe('SETTINGS_INVALID');
    expect(error.message).toMatch(
      /no setting "max_concurrent" in “providers\.mock” of .*aether\.config\.json.*Known there: enabled, maxConcurrent/,
    );
    expect(error.howToFix).toBe('Did you mean “providers.mock.maxConcurrent”?');
    expect(JSON.stringify(error.details)).toContain('aether.config.json');
  });

  it.each([
    [{ globl: {} }, /"globl" at the top level/, /“global”/],
    [{ global: 5 }, /“global” of .*aether\.config\.json must be an object/, /./],
    [[], /must be an object/, /./],
    [{ providers: { Mock: {} } }, /cannot be an id/, /“mock”/],
    [{ providers: { constructor: {} } }, /cannot be an id/, /./],
    ['{"__proto__": {"polluted": 1}}', /no setting "__proto__"/, /./],
    ['{"channels": {"__proto__": {"enabled": false}}}', /cannot be an id/, /./],
    [
      { global: { defaultQuality: 'hgh' } },
      /“global\.defaultQuality” in .*aether\.config\.json is "hgh", but must be one of draft, standard, high, ultra/,
      /“high”/,
    ],
    [{ global: { maxQueued: '12' } }, /is "12", but must be a whole number from 0 to/, /./],
    [{ global: { maxConcurrentGenerations: 0 } }, /is 0, but must be a whole number from 1/, /./],
    [{ global: { maxConcurrentGenerations: 1.5 } }, /is 1\.5, but/, /./],
    [{ plugins: { disabled: ['espeak'] } }, /<kind>\/<id>/, /./],
    [{ plugins: { packages: ['../evil'] } }, /npm package names/, /./],
    [{ storage: { path: 'a\0b' } }, /must be a path/, /./],
    [{ selection: { weights: { speed: 1 } } }, /"speed" in “selection\.weights”/, /./],
    [{ channels: { air: { options: [] } } }, /“channels\.air\.options”.*must be an object/, /./],
    [
      { plugins: { options: { 'provider/mock': {} } } },
      /“plugins\.options”.*must be an object of options/,
      /./,
    ],
  ])('refuses %j', (content, message, howToFix) => {
    const error = failure(content);
    expect(error.code).toBe('SETTINGS_INVALID');
    expect(error.message).toMatch(message);
    expect(error.howToFix).toMatch(howToFix);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    [{ VIDEO_MAX_CONCURRENT: 'many' }, /VIDEO_MAX_CONCURRENT \(global\.maxConcurrentGenerations\) is "many"/],
    [{ VIDEO_PROVIDER_X_ENABLED: 'maybe' }, /VIDEO_PROVIDER_X_ENABLED \(providers\.x\.enabled\)/],
    [
      { VIDEO_PROVIDER_X_APIKEY: 'canary' },
      /VIDEO_PROVIDER_X_APIKEY\. Known there: .*VIDEO_PROVIDER_<ID>_API_KEY/,
    ],
    [{ VIDEO_STORAGE_PAHT: '/x' }, /VIDEO_STORAGE_PAHT/],
    [{ VIDEO_LOG_LEVEL: 'verbose' }, /one of debug, info, warn, error, silent/],
  ])('names the variable: %j', (env, message) => {
    const error = failure(undefined, { env });
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('canary');
  });

  it('suggests the variable that was meant', () => {
    expect(failure(undefined, { env: { VIDEO_STORAGE_PAHT: '/x' } }).howToFix).toContain(
      'VIDEO_STORAGE_PATH',
    );
  });

  it.each([
    ['global.nope', 1, /no setting "nope" in “global”/],
    ['global', {}, /is a section/],
    ['global.maxQueued.more', 1, /“global\.maxQueued” is not a section/],
    ['global.maxQueued', -1, /on the command line.* is -1/],
  ])('names a wrong flag: %s', (key, value, message) => {
    expect(failure(undefined, { overrides: { [key]: value } }).message).toMatch(message);
  });

  it('lists everything that is wrong at once', () => {
    const error = failure({ global: { maxQueued: -1 }, nope: 1 }, { env: { VIDEO_MAX_CONCURRENT: 'x' } });
    expect(error.message).toMatch(/^3 settings are not valid:\n- .*\n- .*\n- /);
    expect(error.details.issues).toHaveLength(3);
  });
});

describe('secrets', () => {
  it('refuses an API key in a file without repeating it', () => {
    const error = failure({ providers: { runway: { apiKey: 'canary-key' } } });
    expect(error.message).toMatch(/secrets do not belong in files/);
    expect(error.howToFix).toContain('VIDEO_PROVIDER_RUNWAY_API_KEY');
    expect(JSON.stringify(error)).not.toContain('canary-key');
  });

  it('are redacted in descriptions', () => {
    const file = { providers: { runway: { options: { token: 'canary-token', region: 'eu' } } } };
    const config = load(file, { env: { VIDEO_PROVIDER_RUNWAY_API_KEY: 'canary-key' } });
    const text = JSON.stringify(config.describe());
    expect(text).not.toContain('canary');
    expect(config.describe().find(({ key }) => key === 'providers.runway.apiKey')).toMatchObject({
      value: '[redacted]',
      environment: 'VIDEO_PROVIDER_RUNWAY_API_KEY',
      source: 'VIDEO_PROVIDER_RUNWAY_API_KEY',
    });
    expect(text).toContain('"region":"eu"');
  });
});

describe('descriptions', () => {
  it('tell the value, the default and the source of every key', () => {
    const config = load({ global: { maxQueued: 5 } });
    const described = new Map(config.describe().map((setting) => [setting.key, setting]));
    expect(described.get('global.maxQueued')).toMatchObject({ value: 5, defaultValue: 100 });
    expect(described.get('global.maxQueued')!.source).toMatch(/aether\.config\.json$/);
    expect(described.get('global.timeoutSeconds')!.source).toBe('default');
    expect(described.get('channels.air.enabled')!.value).toBe(true);
    expect(config.files).toHaveLength(2);
  });
});

/** Methods of a manager, to be called without it. */
function bound(config: ReturnType<typeof loadSettings>) {
  return {
    settings: config.settings,
    provider: (id: string) => config.provider(id),
    channel: (id: string) => config.channel(id),
  };
}
