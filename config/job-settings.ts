import type { SettingDefinition } from './setting-definition.js';
import { choice, flag, nonEmptyText, wholeNumber } from './setting-format.js';

/** Where jobs and paid work are remembered, and how jobs are worked on. */
export const jobSettings: Readonly<Record<string, SettingDefinition>> = {
  'store.url': {
    doc: 'Address of a PostgreSQL database that several machines share, such as `postgres://user:password@host/database`. It may hold a password, so it is never read from a file. Needs the package `pg`.',
    format: nonEmptyText,
    default: undefined,
    defaultText: '`aether.db` in `storage.workPath`',
    env: 'VIDEO_STORE_URL',
    sensitive: true,
  },
  'jobs.store': {
    doc: 'Where jobs are remembered: in `memory` until the process ends, in the `database`, where they survive, or `auto`: in the database if there can be one. The command line uses `auto`.',
    format: choice(['memory', 'database', 'auto']),
    default: 'memory',
    env: 'VIDEO_JOBS_STORE',
  },
  'jobs.resumeOnStart': {
    doc: 'Whether a service whose jobs are in the database takes up, when it starts, what waits there or was interrupted.',
    format: flag,
    default: true,
    env: 'VIDEO_JOBS_RESUME_ON_START',
  },
  'jobs.leaseSeconds': {
    doc: 'How long a worker may be silent before others take its job up, seconds.',
    format: wholeNumber(2, 3600),
    default: 30,
    env: 'VIDEO_JOBS_LEASE_SECONDS',
  },
  'jobs.drainSeconds': {
    doc: 'How long jobs under way may take to come to a halt when the service ends, seconds.',
    format: wholeNumber(1, 600),
    default: 20,
    env: 'VIDEO_JOBS_DRAIN_SECONDS',
  },
};
