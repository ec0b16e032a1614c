import path from 'node:path';
import { ContainerModule } from 'inversify';
import { IResultCache } from '../../domain/generation/result-cache.js';
import { ILogger } from '../../domain/logging/logger.js';
import { ILedger } from '../../domain/money/ledger.js';
import { IOperationJournal } from '../../domain/money/operation-journal.js';
import { IJobStore } from '../../domain/job/job-store.js';
import { IProviderHealthStore } from '../../domain/provider/provider-health-store.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { IClock } from '../../domain/time/clock.js';
import { secretValuesIn } from '../logging/redact-secrets.js';
import { DiskResultCache } from '../store/disk-result-cache.js';
import { LenientHealthStore } from '../store/lenient-health-store.js';
import { MemoryJobStore } from '../store/memory-job-store.js';
import { MemoryProviderHealthStore } from '../store/memory-provider-health-store.js';
import { MemoryResultCache } from '../store/memory-result-cache.js';
import { PostgresStore } from '../store/postgres-store.js';
import { SqlJobStore } from '../store/sql-job-store.js';
import { SqlLedger } from '../store/sql-ledger.js';
import { SqlOperationJournal } from '../store/sql-operation-journal.js';
import { SqlProviderHealthStore } from '../store/sql-provider-health-store.js';
import { SqliteStore } from '../store/sqlite-store.js';
import type { SqlStore } from '../store/store-session.js';

const bytesPerMegabyte = 1_000_000;

/** The database of jobs, paid work and money: this machine’s own file, or one that several machines share. */
export const SharedStore: unique symbol = Symbol.for('aether-video/SharedStore@1');

/** What has to survive this process: paid work, money, what was learnt. Opened when it is first asked. */
export const storeModule = new ContainerModule(({ bind }) => {
  bind(SqliteStore)
    .toResolvedValue(
      ({ settings }: IConfigManager, clock: IClock) =>
        new SqliteStore(path.join(settings.storage.workPath, 'aether.db'), clock),
      [IConfigManager, IClock],
    )
    .inSingletonScope();
  bind<SqlStore>(SharedStore).toResolvedValue(chooseStore, [IConfigManager, SqliteStore]).inSingletonScope();
  bind(IJobStore).toResolvedValue(createJobStore, [SharedStore, IClock, IConfigManager]).inSingletonScope();
  bind(IOperationJournal)
    .toResolvedValue(
      (store: SqlStore, clock: IClock, { settings }: IConfigManager) =>
        new SqlOperationJournal(store, clock, secretValuesIn(settings)),
      [SharedStore, IClock, IConfigManager],
    )
    .inSingletonScope();
  bind(ILedger)
    .toResolvedValue((store: SqlStore, clock: IClock) => new SqlLedger(store, clock), [SharedStore, IClock])
    .inSingletonScope();
  bind(IProviderHealthStore)
    .toResolvedValue(
      (store: SqlStore, logger: ILogger) =>
        new LenientHealthStore(new SqlProviderHealthStore(store), new MemoryProviderHealthStore(), logger),
      [SharedStore, ILogger],
    )
    .inSingletonScope();
  bind(IResultCache)
    .toResolvedValue(createResultCache, [SqliteStore, IConfigManager, IClock, ILogger])
    .inSingletonScope();
});

function chooseStore({ settings }: IConfigManager, local: SqliteStore): SqlStore {
  return settings.store.url === undefined ? local : new PostgresStore(settings.store.url);
}

function createJobStore(store: SqlStore, clock: IClock, { settings }: IConfigManager): IJobStore {
  const secrets = secretValuesIn(settings);
  return settings.jobs.store === 'memory'
    ? new MemoryJobStore(clock, secrets)
    : new SqlJobStore(store, clock, secrets);
}

function createResultCache(
  store: SqliteStore,
  { settings: { cache, storage } }: IConfigManager,
  clock: IClock,
  logger: ILogger,
): IResultCache {
  const { kind, maxEntries, maxMegabytes } = cache;
  const bounds = { maxEntries, maxBytes: maxMegabytes * bytesPerMegabyte };
  if (kind === 'memory') return new MemoryResultCache(bounds, clock);
  return new DiskResultCache({
    store,
    folder: path.join(storage.workPath, 'results'),
    bounds,
    clock,
    logger,
  });
}
