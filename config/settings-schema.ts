import { cacheSettings } from './cache-settings.js';
import { aspectRatios, videoQualities } from '../domain/video/video-quality.js';
import { gatewaySettings, providerPolicies } from './gateway-settings.js';
import { writingSettings } from './writing-settings.js';
import { jobSettings } from './job-settings.js';
import type { SettingDefinition } from './setting-definition.js';
import {
  choice,
  executable,
  filePath,
  flag,
  identifier,
  nameList,
  nonEmptyText,
  numberBetween,
  openObject,
  openObjects,
  optionalPath,
  pathList,
  wholeNumber,
} from './setting-format.js';

const weight = (doc: string, value: number): SettingDefinition => ({
  doc: `How much ${doc} counts when a provider is chosen. Weights are relative; 0 ignores it.`,
  format: numberBetween(0, 100),
  default: value,
});
const pluginReference =
  /^(?:provider|channel|parser|speech|language-model|stage)\/[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** Source: the rules for new names in npm’s package.json documentation. */
const packageName = /^(?:@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/;
const day = 86_400;

/**
 * Every setting by its key path, in the order of docs/settings.md. `*` stands for the id of a provider or
 * channel. Precedence: these defaults and `config/default.json`, then the user’s file, then the environment,
 * then flags.
 */
export const settingsSchema: Readonly<Record<string, SettingDefinition>> = {
  'global.defaultProvider': {
    doc: 'The provider that makes videos. `auto` takes the best of those that can.',
    format: identifier,
    default: 'auto',
    env: 'VIDEO_DEFAULT_PROVIDER',
  },
  'global.defaultChannel': {
    doc: 'The channel of scripts that name none.',
    format: identifier,
    default: 'air',
    env: 'VIDEO_DEFAULT_CHANNEL',
  },
  'global.defaultQuality': {
    doc: 'The quality of videos whose request and channel name none.',
    format: choice(videoQualities),
    default: 'standard',
    env: 'VIDEO_DEFAULT_QUALITY',
  },
  'global.defaultAspect': {
    doc: 'Width to height of videos whose request names none.',
    format: choice(aspectRatios),
    default: '9:16',
    env: 'VIDEO_DEFAULT_ASPECT',
  },
  'global.maxConcurrentGenerations': {
    doc: 'Videos in the making at once, over all providers. Local ones share the processor: more than two rarely helps.',
    format: wholeNumber(1, 1000),
    default: 2,
    env: 'VIDEO_MAX_CONCURRENT',
  },
  'global.maxQueued': {
    doc: 'Videos that may wait for their turn. The next is refused with QUEUE_FULL.',
    format: wholeNumber(0, 1_000_000),
    default: 100,
    env: 'VIDEO_MAX_QUEUED',
  },
  'global.timeoutSeconds': {
    doc: 'Deadline of one generation, seconds.',
    format: wholeNumber(1, 7 * day),
    default: 3600,
    env: 'VIDEO_TIMEOUT_SECONDS',
  },
  'storage.path': {
    doc: 'Folder of finished videos. Relative paths start at the settings file’s folder, else at the working directory.',
    format: filePath,
    default: 'videos',
    env: 'VIDEO_STORAGE_PATH',
  },
  'storage.workPath': {
    doc: 'Folder of work in progress, the segment cache and plugin data.',
    format: optionalPath,
    default: '',
    defaultText: '`.aether` inside `storage.path`',
    env: 'VIDEO_WORK_PATH',
  },
  'storage.cacheMaxMegabytes': {
    doc: 'Bound of the cache of finished scenes, MB. 0 turns it off: every scene is rendered anew.',
    format: wholeNumber(0, 10_000_000),
    default: 2048,
    env: 'VIDEO_CACHE_MAX_MEGABYTES',
  },
  'storage.mediaFolders': {
    doc: 'Folders, besides the script’s own, that a script’s pictures, clips and music may come from.',
    format: pathList,
    default: [],
    env: 'VIDEO_MEDIA_FOLDERS',
  },
  ...cacheSettings,
  'media.backend': {
    doc: 'The media engine: a system FFmpeg, the bundled node-av, or whichever works.',
    format: choice(['auto', 'ffmpeg', 'node-av']),
    default: 'auto',
    env: 'VIDEO_MEDIA_BACKEND',
  },
  'media.ffmpegPath': {
    doc: 'The FFmpeg executable. `ffprobe` is looked for beside it.',
    format: executable,
    default: '',
    defaultText: '`ffmpeg` from PATH',
    env: 'FFMPEG_PATH',
  },
  'media.timeoutSeconds': {
    doc: 'Deadline of one media process, seconds.',
    format: wholeNumber(1, day),
    default: 1800,
    env: 'VIDEO_MEDIA_TIMEOUT_SECONDS',
  },
  'media.maxMemoryMegabytes': {
    doc: 'Memory that one media process may use, MB. It is stopped when it uses more.',
    format: wholeNumber(64, 1_000_000),
    default: 2048,
    env: 'VIDEO_MEDIA_MAX_MEMORY_MEGABYTES',
  },
  'egress.connectTimeoutSeconds': {
    doc: 'Deadline of looking up a server’s name and connecting to it, seconds.',
    format: numberBetween(0.01, 600),
    default: 15,
    env: 'VIDEO_EGRESS_CONNECT_TIMEOUT_SECONDS',
  },
  'egress.responseTimeoutSeconds': {
    doc: 'How long a server may take to begin its answer, seconds.',
    format: numberBetween(0.01, day),
    default: 300,
    env: 'VIDEO_EGRESS_RESPONSE_TIMEOUT_SECONDS',
  },
  'egress.stallTimeoutSeconds': {
    doc: 'How long a server may be silent in the middle of an answer or a download, seconds.',
    format: numberBetween(0.01, 3600),
    default: 30,
    env: 'VIDEO_EGRESS_STALL_TIMEOUT_SECONDS',
  },
  'egress.maxResponseMegabytes': {
    doc: 'Bound of one answer that is read into memory, MB, after decompression.',
    format: numberBetween(0.001, 4096),
    default: 256,
    env: 'VIDEO_EGRESS_MAX_RESPONSE_MEGABYTES',
  },
  'egress.maxDownloadMegabytes': {
    doc: 'Bound of one downloaded file, MB.',
    format: numberBetween(0.001, 10_000_000),
    default: 4096,
    env: 'VIDEO_EGRESS_MAX_DOWNLOAD_MEGABYTES',
  },
  'selection.weights.capability': weight('fitting the capabilities that are wanted', 0.25),
  'selection.weights.quality': weight('picture quality', 0.25),
  'selection.weights.latency': weight('measured speed', 0.1),
  'selection.weights.success': weight('the measured rate of success', 0.2),
  'selection.weights.cost': weight('a low price', 0.15),
  'selection.weights.capacity': weight('free capacity', 0.05),
  ...gatewaySettings,
  ...jobSettings,
  'plugins.folders': {
    doc: 'Folders that are a plugin or hold plugins.',
    format: pathList,
    default: [],
    env: 'VIDEO_PLUGIN_FOLDERS',
  },
  'plugins.packages': {
    doc: 'npm packages that are plugins, by name.',
    format: nameList('a list of npm package names', packageName),
    default: [],
    env: 'VIDEO_PLUGIN_PACKAGES',
  },
  'plugins.disabled': {
    doc: 'Plugins that stay off, as `<kind>/<id>`, such as `speech/espeak`.',
    format: nameList('a list of <kind>/<id>, such as speech/espeak', pluginReference),
    default: [],
    env: 'VIDEO_PLUGINS_DISABLED',
  },
  'plugins.onFailure': {
    doc: 'What a plugin that fails to start does: `skip` goes on without it, `fail` stops.',
    format: choice(['skip', 'fail']),
    default: 'skip',
    env: 'VIDEO_PLUGIN_ON_FAILURE',
  },
  'plugins.hookTimeoutSeconds': {
    doc: 'Deadline of each step of a plugin’s life (load, init, ready, dispose), seconds.',
    format: numberBetween(0.01, 600),
    default: 10,
    env: 'VIDEO_PLUGIN_HOOK_TIMEOUT_SECONDS',
  },
  'plugins.options': {
    doc: 'Options of parsers, speech engines, language models and stages by `<kind>/<id>`. Those of providers and channels stand in their own sections.',
    format: openObjects(
      'an object of options by <kind>/<id>, such as {"speech/flite": {}}',
      /^(?:parser|speech|language-model|stage)\/[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
    ),
    default: {},
  },
  ...writingSettings,
  'logging.level': {
    doc: 'The least important entries that are logged, to standard error.',
    format: choice(['debug', 'info', 'warn', 'error', 'silent']),
    default: 'warn',
    env: 'VIDEO_LOG_LEVEL',
  },
  'providers.*.enabled': {
    doc: 'False keeps the provider off.',
    format: flag,
    default: true,
    env: 'VIDEO_PROVIDER_*_ENABLED',
  },
  'providers.*.maxConcurrent': {
    doc: 'Operations at once.',
    format: wholeNumber(1, 1000),
    default: undefined,
    defaultText: 'the provider’s own limit',
    env: 'VIDEO_PROVIDER_*_MAX_CONCURRENT',
  },
  'providers.*.timeoutSeconds': {
    doc: 'Deadline of one operation, seconds.',
    format: wholeNumber(1, 7 * day),
    default: undefined,
    defaultText: 'the provider’s own, else `global.timeoutSeconds`',
    env: 'VIDEO_PROVIDER_*_TIMEOUT_SECONDS',
  },
  'providers.*.apiKey': {
    doc: 'The key of a paid provider. It is never read from a file, so that it cannot be committed by mistake.',
    format: nonEmptyText,
    default: undefined,
    defaultText: 'none',
    env: 'VIDEO_PROVIDER_*_API_KEY',
    sensitive: true,
  },
  'providers.*.options': {
    doc: 'Options of the provider’s own; its documentation lists them.',
    format: openObject,
    default: {},
  },
  'providers.*.policies': providerPolicies,
  'channels.*.enabled': {
    doc: 'False keeps the channel off.',
    format: flag,
    default: true,
    env: 'VIDEO_CHANNEL_*_ENABLED',
  },
  'channels.*.maxDurationSeconds': {
    doc: 'The longest video of the channel, seconds.',
    format: wholeNumber(1, day),
    default: undefined,
    defaultText: 'the channel’s own limit',
    env: 'VIDEO_CHANNEL_*_MAX_DURATION_SECONDS',
  },
  'channels.*.defaultQuality': {
    doc: 'The quality of videos whose request names none.',
    format: choice(videoQualities),
    default: undefined,
    defaultText: '`global.defaultQuality`',
    env: 'VIDEO_CHANNEL_*_DEFAULT_QUALITY',
  },
  'channels.*.voice': {
    doc: 'The voice of scripts that name none, as `aether voices` lists it, or `none`.',
    format: nonEmptyText,
    default: undefined,
    defaultText: 'the channel’s first voice that is installed',
    env: 'VIDEO_CHANNEL_*_VOICE',
  },
  'channels.*.options': {
    doc: 'Options of the channel’s own; its documentation lists them.',
    format: openObject,
    default: {},
  },
};
