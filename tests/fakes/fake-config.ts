import {
  defaultPolicies,
  withPolicyChanges,
  type PolicyChanges,
} from '../../domain/policy/gateway-policies.js';
import type {
  ChannelSettings,
  GlobalSettings,
  IConfigManager,
  ProviderSettings,
  Settings,
} from '../../domain/settings/settings.js';

export interface FakeSettings {
  readonly global?: Partial<GlobalSettings>;
  readonly policies?: PolicyChanges;
  readonly maxConcurrent?: number;
  readonly jobs?: Partial<Settings['jobs']>;
  readonly weights?: Partial<Settings['selection']['weights']>;
  readonly providers?: Readonly<Record<string, Partial<ProviderSettings>>>;
  readonly writing?: Partial<Settings['writing']>;
  readonly channels?: Readonly<Record<string, Partial<ChannelSettings>>>;
}

/** Settings as a fresh install has them, with changes. */
export function fakeConfig(changes: FakeSettings = {}): IConfigManager {
  const settings: Settings = {
    global: {
      defaultProvider: 'auto',
      defaultChannel: 'air',
      defaultQuality: 'standard',
      defaultAspect: '9:16',
      maxConcurrentGenerations: 2,
      maxQueued: 10,
      timeoutSeconds: 1800,
      ...changes.global,
    },
    storage: { path: '/videos', workPath: '/videos/.aether', cacheMaxMegabytes: 0, mediaFolders: [] },
    cache: { enabled: true, kind: 'memory', ttlSeconds: 3600, maxEntries: 1000, maxMegabytes: 2048 },
    media: { backend: 'auto', ffmpegPath: '', timeoutSeconds: 600, maxMemoryMegabytes: 1500 },
    egress: {
      connectTimeoutSeconds: 15,
      responseTimeoutSeconds: 300,
      stallTimeoutSeconds: 30,
      maxResponseMegabytes: 256,
      maxDownloadMegabytes: 4096,
    },
    selection: {
      weights: {
        capability: 1,
        quality: 3,
        latency: 2,
        success: 3,
        cost: 2,
        capacity: 1,
        ...changes.weights,
      },
    },
    gateway: {
      ...withPolicyChanges(defaultPolicies, changes.policies),
      maxConcurrent: changes.maxConcurrent ?? 20,
      maxQueued: 100,
      resumeOnStart: false,
    },
    store: {},
    jobs: { store: 'memory', resumeOnStart: false, leaseSeconds: 30, drainSeconds: 20, ...changes.jobs },
    plugins: {
      folders: [],
      packages: [],
      disabled: [],
      onFailure: 'skip',
      hookTimeoutSeconds: 10,
      options: {},
    },
    writing: { model: 'auto', fallback: [], bannedPhrases: [], ...changes.writing },
    templates: { folders: [] },
    logging: { level: 'silent' },
    providers: {},
    channels: {},
  };
  return {
    settings,
    files: [],
    provider: (id) => ({ enabled: true, options: {}, ...changes.providers?.[id] }),
    channel: (id) => ({ enabled: true, options: {}, ...changes.channels?.[id] }),
    describe: () => [],
  };
}
