import { MemoryJobStore } from '../../../infrastructure/store/memory-job-store.js';
import { MemoryLedger } from '../../../infrastructure/store/memory-ledger.js';
import { MemoryOperationJournal } from '../../../infrastructure/store/memory-operation-journal.js';
import { MemoryProviderHealthStore } from '../../../infrastructure/store/memory-provider-health-store.js';
import { MemoryResultCache } from '../../../infrastructure/store/memory-result-cache.js';
import { describeJobStore } from './job-store-suite.js';
import {
  cacheBounds,
  describeHealthStore,
  describeJournal,
  describeLedger,
  describeResultCache,
  secret,
} from './store-suites.js';

describeJournal('memory', (clock) => new MemoryOperationJournal(clock, [secret]));
describeLedger('memory', (clock) => new MemoryLedger(clock));
describeHealthStore('memory', () => new MemoryProviderHealthStore());
describeJobStore('memory', (clock) => new MemoryJobStore(clock, [secret]));
describeResultCache('memory', (clock) => new MemoryResultCache(cacheBounds, clock));
