import type { SettingDefinition } from './setting-definition.js';
import { choice, flag, wholeNumber } from './setting-format.js';

/** The cache of finished results. */
export const cacheSettings: Readonly<Record<string, SettingDefinition>> = {
  'cache.enabled': {
    doc: 'Whether a finished result is used again when the same is asked of the same model.',
    format: flag,
    default: true,
    env: 'VIDEO_CACHE_ENABLED',
  },
  'cache.kind': {
    doc: 'Where results are remembered: in `memory` until the process ends, or on `disk`, where they survive.',
    format: choice(['memory', 'disk']),
    default: 'memory',
    env: 'VIDEO_CACHE_KIND',
  },
  'cache.ttlSeconds': {
    doc: 'How long a result may be used again, seconds.',
    format: wholeNumber(1, 3650 * 86_400),
    default: 3600,
    env: 'VIDEO_CACHE_TTL_SECONDS',
  },
  'cache.maxEntries': {
    doc: 'Results that are remembered. The least recently used go first.',
    format: wholeNumber(1, 1_000_000),
    default: 1000,
    env: 'VIDEO_CACHE_MAX_ENTRIES',
  },
  'cache.maxMegabytes': {
    doc: 'Bound of all remembered results together, MB. A larger file is not remembered.',
    format: wholeNumber(1, 10_000_000),
    default: 2048,
    env: 'VIDEO_CACHE_MAX_RESULT_MEGABYTES',
  },
};
