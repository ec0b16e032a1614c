import path from 'node:path';
import { ContainerModule } from 'inversify';
import { IResultCache } from '../../domain/generation/result-cache.js';
import { ILogger } from '../../domain/logging/logger.js';
import { ILedger } from '../../domain/money/ledger.js';
import { IOperationJournal } from '../../domain/money/operation-journal.js';
import { IProviderHealthStore } from '../../domain/provider/provider-health-store.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { IClock } from '../../domain/time/clock.js';
import { secretValuesIn } from '../logging/redact-secrets.js';
import { DiskResultCache } from '../store/disk-result-cache.js';
import { LenientHealthStore } from '../store/lenient-health-store.js';
import { MemoryProviderHealthStore } from '../store/memory-provider-health-store.js';
import { MemoryResultCache } from '../store/memory-result-cache.js';
import { SqliteLedger } from '../store/sqlite-ledger.js';
import { SqliteOperationJournal } from '../store/sqlite-operation-journal.js';
import { SqliteProviderHealthStore } from '../store/sqlite-provider-health-store.js';
import { SqliteStore } from '../store/sqlite-store.js';

const bytesPerMegabyte = 1_000_000;

/** What has to survive this process: paid work, money, what was learnt. Opened when it is first asked. */
export const storeModule = new ContainerModule(({ bind }) => {
  bind(SqliteStore)
    .toResolvedValue(
      ({ settings }: IConfigManager, clock: IClock) =>
        new SqliteStore(path.join(settings.storage.workPath, 'aether.db'), clock),
      [IConfigManager, IClock],
    )
    .inSingletonScope();
  bind(IOperationJournal)
    .toResolvedValue(
      (store: SqliteStore, clock: IClock, { settings }: IConfigManager) =>
        new SqliteOperationJournal(store, clock, secretValuesIn(settings)),
      [SqliteStore, IClock, IConfigManager],
    )
    .inSingletonScope();
  bind(ILedger)
    .toResolvedValue(
      (store: SqliteStore, clock: IClock) => new SqliteLedger(store, clock),
      [SqliteStore, IClock],
    )
    .inSingletonScope();
  bind(IProviderHealthStore)
    .toResolvedValue(
      (store: SqliteStore, logger: ILogger) =>
        new LenientHealthStore(new SqliteProviderHealthStore(store), new MemoryProviderHealthStore(), logger),
      [SqliteStore, ILogger],
    )
    .inSingletonScope();
  bind(IResultCache)
    .toResolvedValue(createResultCache, [SqliteStore, IConfigManager, IClock, ILogger])
    .inSingletonScope();
});

function createResultCache(
  store: SqliteStore,
  { settings: { cache, storage } }: IConfigManager,
  clock: IClock,
  logger: ILogger,
): IResultCache {
  const { enabled, kind, ttlSeconds, maxEntries, maxMegabytes } = cache;
  const bounds = {
    ttlSeconds,
    maxEntries: enabled ? maxEntries : 0,
    maxBytes: maxMegabytes * bytesPerMegabyte,
  };
  if (kind === 'memory' || !enabled) return new MemoryResultCache(bounds, clock);
  return new DiskResultCache({
    store,
    folder: path.join(storage.workPath, 'results'),
    bounds,
    clock,
    logger,
  });
}
