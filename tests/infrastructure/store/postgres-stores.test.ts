import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { PostgresStore } from '../../../infrastructure/store/postgres-store.js';
import { SqlJobStore } from '../../../infrastructure/store/sql-job-store.js';
import { SqlLedger } from '../../../infrastructure/store/sql-ledger.js';
import { SqlOperationJournal } from '../../../infrastructure/store/sql-operation-journal.js';
import { SqlProviderHealthStore } from '../../../infrastructure/store/sql-provider-health-store.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { noPostgres, startPostgres, type PostgresServer } from '../../fakes/postgres-server.js';
import { describeJobStore, newJob } from './job-store-suite.js';
import {
  codeOf,
  describeHealthStore,
  describeJournal,
  describeLedger,
  newEntry,
  secret,
} from './store-suites.js';

if (noPostgres) console.info(`Tests on PostgreSQL are skipped: ${noPostgres}.`);

describe.skipIf(noPostgres)('PostgreSQL', () => {
  let server: PostgresServer;
  const stores: PostgresStore[] = [];
  const storeAt = (url: string): PostgresStore => {
    const store = new PostgresStore(url);
    stores.push(store);
    return store;
  };
  const newStore = async (): Promise<PostgresStore> => storeAt(await server.newDatabase());

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await server.stop();
  });

  describeJournal('PostgreSQL', async (clock) => new SqlOperationJournal(await newStore(), clock, [secret]));
  describeLedger('PostgreSQL', async (clock) => new SqlLedger(await newStore(), clock));
  describeHealthStore('PostgreSQL', async () => new SqlProviderHealthStore(await newStore()));
  describeJobStore('PostgreSQL', async (clock) => new SqlJobStore(await newStore(), clock, [secret]));

  it('migrates once when several processes open a new database together', async () => {
    const url = await server.newDatabase();
    const journals = Array.from({ length: 5 }, () => new SqlOperationJournal(storeAt(url), new FakeClock()));
    await Promise.all(journals.map((journal, index) => journal.begin(newEntry(`k${index}`))));
    expect(await journals[0]!.unfinished()).toHaveLength(5);
  });

  it('keeps what it acknowledged when the server is cut off, and is reached again', async () => {
    const url = await server.newDatabase();
    const jobs = new SqlJobStore(storeAt(url), new FakeClock());
    await Promise.all(Array.from({ length: 50 }, (_, index) => jobs.create(newJob(`j${index}`))));
    await server.crash();
    const after = new SqlJobStore(storeAt(url), new FakeClock());
    expect(await after.list()).toHaveLength(50);
    await codeOf(jobs.list());
    expect(await jobs.list()).toHaveLength(50);
  });

  it('has ledger lines, final operations and completed jobs that nobody changes', async () => {
    const url = await server.newDatabase();
    const ledger = new SqlLedger(storeAt(url), new FakeClock());
    const cost = { micros: 5, currency: 'USD' };
    await ledger.append({ key: 'k', kind: 'reserve', providerId: 'a', model: 'm', cost });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await expect(client.query('UPDATE aether.ledger SET micros = 0')).rejects.toThrow(/never change/);
    await expect(client.query('DELETE FROM aether.ledger')).rejects.toThrow(/never removed/);
    await client.end();
  });

  it('says in plain words what is wrong, and shows no password', async () => {
    const url = await server.newDatabase();
    const wrong = [
      url.replace(/\/test_\d+/, '/nobody'),
      'postgres://user:canary-7Hq2LmZx81@127.0.0.1:1/nothing',
    ];
    for (const address of wrong) {
      const jobs = new SqlJobStore(storeAt(address), new FakeClock());
      const error = (await jobs.list().catch((thrown: unknown) => thrown)) as Error;
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect(JSON.stringify(error)).not.toContain('canary');
    }
  });
});
