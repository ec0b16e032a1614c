// A process that a test starts, and kills: `write` begins and advances entries and says which of them were
// acknowledged; `contend` claims entries until none is free.
import { SqlLedger } from '../../../dist/infrastructure/store/sql-ledger.js';
import { SqlOperationJournal } from '../../../dist/infrastructure/store/sql-operation-journal.js';
import { SqliteStore } from '../../../dist/infrastructure/store/sqlite-store.js';
import { systemClock } from '../../../dist/infrastructure/time/system-clock.js';

const [mode, file, name] = process.argv.slice(2);
const store = new SqliteStore(file, systemClock);
const journal = new SqlOperationJournal(store, systemClock);
const ledger = new SqlLedger(store, systemClock);
const say = (text) => process.stdout.write(`${text}\n`);
const entryOf = (key) => ({
  key,
  requestId: name,
  step: 'attempt-1',
  providerId: 'fake',
  model: 'fake-1',
  requestDigest: 'ab'.repeat(32),
  request: { prompt: 'a calm sea '.repeat(50) },
  estimate: { micros: 1, currency: 'USD' },
});

async function write(worker) {
  for (let count = 0; ; count += 1) {
    const key = `${name}-${worker}-${count}`;
    await journal.begin(entryOf(key));
    say(`${key} intent`);
    await ledger.append({
      key,
      kind: 'reserve',
      providerId: 'fake',
      model: 'm',
      cost: { micros: 1, currency: 'USD' },
    });
    say(`${key} reserved`);
    await journal.advance(key, { state: 'submitted', operation: { providerId: 'fake', operationId: key } });
    say(`${key} submitted`);
  }
}

async function contend() {
  for (const { key } of await journal.unfinished()) {
    const token = await journal.claim(key, { owner: name, ttlSeconds: 60 });
    if (token === undefined) continue;
    say(key);
    await journal.advance(key, { state: 'failed' }, token);
  }
  await store.close();
}

if (mode === 'write') await Promise.all([write(0), write(1), write(2)]);
else if (mode === 'contend') await contend();
else if (mode === 'hold') {
  await journal.begin(entryOf(name), { owner: name, ttlSeconds: 3600 });
  say('held');
  setInterval(() => undefined, 1000);
}
