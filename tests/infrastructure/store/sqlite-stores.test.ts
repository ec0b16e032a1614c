import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { DiskResultCache } from '../../../infrastructure/store/disk-result-cache.js';
import { SqlJobStore } from '../../../infrastructure/store/sql-job-store.js';
import { SqlLedger } from '../../../infrastructure/store/sql-ledger.js';
import { SqlOperationJournal } from '../../../infrastructure/store/sql-operation-journal.js';
import { SqlProviderHealthStore } from '../../../infrastructure/store/sql-provider-health-store.js';
import { SqliteStore } from '../../../infrastructure/store/sqlite-store.js';
import { systemClock } from '../../../infrastructure/time/system-clock.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { describeJobStore } from './job-store-suite.js';
import {
  cacheBounds,
  describeHealthStore,
  describeJournal,
  describeLedger,
  describeResultCache,
  secret,
} from './store-suites.js';

const root = mkdtempSync(path.join(os.tmpdir(), 'aether-sqlite-'));
const opened: SqliteStore[] = [];
afterAll(async () => {
  for (const store of opened) await store.close();
  rmSync(root, { recursive: true, force: true });
});

function newStore(): SqliteStore {
  const store = new SqliteStore(path.join(root, String(opened.length), 'aether.db'), systemClock);
  opened.push(store);
  return store;
}

describeJournal('SQLite', (clock) => new SqlOperationJournal(newStore(), clock, [secret]));
describeLedger('SQLite', (clock) => new SqlLedger(newStore(), clock));
describeHealthStore('SQLite', () => new SqlProviderHealthStore(newStore()));
describeJobStore('SQLite', (clock) => new SqlJobStore(newStore(), clock, [secret]));
describeResultCache('disk', (clock) => {
  const store = newStore();
  const folder = path.join(path.dirname(store.file), 'results');
  return new DiskResultCache({ store, folder, bounds: cacheBounds, clock, logger: new RecordingLogger() });
});
