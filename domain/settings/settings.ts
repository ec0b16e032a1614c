import type { GatewayPolicies, PolicyChanges } from '../policy/gateway-policies.js';
import type { ScoreWeights } from '../provider/provider-registry.js';
import type { AspectRatio, VideoQuality } from '../video/video-quality.js';

export const IConfigManager: unique symbol = Symbol.for('aether-video/IConfigManager@1');

/** One provider's section. */
export interface ProviderSettings {
  /** Default true. */
  readonly enabled: boolean;
  /** Operations at once; the provider's own limit if absent or larger. */
  readonly maxConcurrent?: number;
  /** Whole-operation deadline. */
  readonly timeoutSeconds?: number;
  /** From the environment alone: `VIDEO_PROVIDER_<ID>_API_KEY`. */
  readonly apiKey?: string;
  /** Passed to the plugin after its own schema has checked them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What it changes of the gateway's policies. */
  readonly policies?: PolicyChanges;
}

/** One channel's section. */
export interface ChannelSettings {
  readonly enabled: boolean;
  /** The channel's own limit if absent. */
  readonly maxDurationSeconds?: number;
  readonly defaultQuality?: VideoQuality;
  /** Voice id or `none`. */
  readonly voice?: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface GlobalSettings {
  /** `auto` or a provider id. */
  readonly defaultProvider: string;
  readonly defaultChannel: string;
  readonly defaultQuality: VideoQuality;
  readonly defaultAspect: AspectRatio;
  /** Generations at once, over all providers. */
  readonly maxConcurrentGenerations: number;
  /** Generations that may wait; the next is refused with QUEUE_FULL. */
  readonly maxQueued: number;
  /** Deadline of one generation, seconds. */
  readonly timeoutSeconds: number;
}

export interface StorageSettings {
  /** Where finished videos go; absolute. */
  readonly path: string;
  /** Where workspaces, the segment cache and plugin data live; absolute. Default `<path>/.aether`. */
  readonly workPath: string;
  /** Bound of the segment cache; 0 turns it off. */
  readonly cacheMaxMegabytes: number;
  /** Folders besides the script's own that media may come from; absolute. */
  readonly mediaFolders: readonly string[];
}

/** Finished results that are used again. */
export interface CacheSettings {
  readonly enabled: boolean;
  readonly kind: 'memory' | 'disk';
  readonly ttlSeconds: number;
  readonly maxEntries: number;
  readonly maxMegabytes: number;
}

export interface MediaSettings {
  readonly backend: 'auto' | 'ffmpeg' | 'node-av';
  /** Executable; `ffprobe` is looked for beside it. Empty: from PATH. */
  readonly ffmpegPath: string;
  /** Deadline of one media process, seconds. */
  readonly timeoutSeconds: number;
  /** Resident memory one media process may use. */
  readonly maxMemoryMegabytes: number;
}

export interface EgressSettings {
  /** Name lookup, connection and TLS handshake together, seconds. */
  readonly connectTimeoutSeconds: number;
  /** From a request to the head of its answer, seconds. */
  readonly responseTimeoutSeconds: number;
  /** Longest silence within an answer, seconds. */
  readonly stallTimeoutSeconds: number;
  /** Of one answer, after decompression. */
  readonly maxResponseMegabytes: number;
  /** Of one downloaded file. */
  readonly maxDownloadMegabytes: number;
}

export interface PluginSettings {
  /** Folders that hold a plugin each, or a manifest; absolute. */
  readonly folders: readonly string[];
  /** npm packages that are plugins. */
  readonly packages: readonly string[];
  /** `<kind>/<id>`, such as `speech/espeak`. */
  readonly disabled: readonly string[];
  /** What a failing plugin does to the start. */
  readonly onFailure: 'skip' | 'fail';
  /** Deadline of each lifecycle hook, seconds. */
  readonly hookTimeoutSeconds: number;
  /** Options of parsers and speech engines, by `<kind>/<id>`. */
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** How providers are asked for clips and pictures. */
export interface GatewaySettings extends Omit<GatewayPolicies, 'cache'> {
  /** Operations at once, over all providers. */
  readonly maxConcurrent: number;
  /** Waiting at most, for each model, each provider and in all. */
  readonly maxQueued: number;
  /** Unfinished work of a crashed process is taken up when the service starts. */
  readonly resumeOnStart: boolean;
}

/** How scripts are written from briefs. */
export interface WritingSettings {
  /** `auto`, a language model's plugin, or plugin and model such as `openai/gpt-5.6-luna`. */
  readonly model: string;
  /** Asked in this order when the first cannot; the offline writer comes last by itself. */
  readonly fallback: readonly string[];
  /** Must not occur in a written script, whatever their case. */
  readonly bannedPhrases: readonly string[];
}

export interface TemplateSettings {
  /** Folders with templates of one's own; absolute. */
  readonly folders: readonly string[];
}

/** Where jobs and paid work are remembered. */
export interface StoreSettings {
  /** Of a PostgreSQL database; absent: a file in the work folder. From the environment alone. */
  readonly url?: string;
}

/** How jobs are worked on. */
export interface JobSettings {
  readonly store: 'memory' | 'database' | 'auto';
  /** Jobs that wait or were interrupted are taken up when the service starts. */
  readonly resumeOnStart: boolean;
  /** How long a worker may be silent before others take its job up. */
  readonly leaseSeconds: number;
  /** How long jobs under way may take to come to a halt. */
  readonly drainSeconds: number;
}

export interface LoggingSettings {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** All settings, checked and complete. Keys as in the settings file. */
export interface Settings {
  readonly global: GlobalSettings;
  readonly storage: StorageSettings;
  readonly cache: CacheSettings;
  readonly media: MediaSettings;
  readonly egress: EgressSettings;
  readonly selection: { readonly weights: ScoreWeights };
  readonly gateway: GatewaySettings;
  readonly store: StoreSettings;
  readonly jobs: JobSettings;
  readonly plugins: PluginSettings;
  readonly writing: WritingSettings;
  readonly templates: TemplateSettings;
  readonly logging: LoggingSettings;
  /** By provider id; a provider without a section has the defaults. */
  readonly providers: Readonly<Record<string, ProviderSettings>>;
  /** By channel id. */
  readonly channels: Readonly<Record<string, ChannelSettings>>;
}

/** One setting as `aether doctor` and docs/settings.md show it. */
export interface SettingDescription {
  /** Such as `storage.path`. */
  readonly key: string;
  readonly description: string;
  /** `[redacted]` for secrets. */
  readonly value: unknown;
  readonly defaultValue: unknown;
  /** Where the value was written: a file’s path, a variable’s name, or `default`. */
  readonly source: string;
  /** Name of the environment variable that sets it, if there is one. */
  readonly environment?: string;
}

/** The only place that reads configuration. */
export interface IConfigManager {
  readonly settings: Settings;
  /** Settings files that were read, in order. */
  readonly files: readonly string[];
  provider(id: string): ProviderSettings;
  channel(id: string): ChannelSettings;
  describe(): readonly SettingDescription[];
}
