import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { SqlLedger } from '../../../infrastructure/store/sql-ledger.js';
import { SqlOperationJournal } from '../../../infrastructure/store/sql-operation-journal.js';
import { SqliteStore } from '../../../infrastructure/store/sqlite-store.js';
import { systemClock } from '../../../infrastructure/time/system-clock.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { codeOf, newEntry } from './store-suites.js';

const root = mkdtempSync(path.join(os.tmpdir(), 'aether-durability-'));
const script = fileURLToPath(new URL('store-child.mjs', import.meta.url));
const stores: SqliteStore[] = [];
const mounted: string[] = [];
afterAll(async () => {
  for (const store of stores) await store.close();
  for (const folder of mounted) execFileSync('umount', [folder]);
  rmSync(root, { recursive: true, force: true });
});

function child(...argv: string[]): { process: ChildProcess; lines: () => string[] } {
  const started = spawn(process.execPath, [script, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  started.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  // What stands behind the last line break may have been cut by the kill.
  return { process: started, lines: () => text.split('\n').slice(0, -1) };
}

function storeAt(file: string): SqliteStore {
  const store = new SqliteStore(file, systemClock);
  stores.push(store);
  return store;
}

async function kill(victim: ChildProcess): Promise<void> {
  victim.kill('SIGKILL');
  await once(victim, 'close');
}

/** `AETHER_KILL_ROUNDS` asks for more. */
const rounds = Number(process.env.AETHER_KILL_ROUNDS ?? 12);

describe('a process that is killed', () => {
  it(`loses nothing that was acknowledged, ${rounds} times`, async () => {
    const file = path.join(root, 'killed', 'aether.db');
    const acknowledged: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { process: victim, lines } = child('write', file, `round${round}`);
      const wanted = 1 + ((round * 7) % 40);
      while (lines().length < wanted && victim.exitCode === null) await once(victim.stdout!, 'data');
      await kill(victim);
      acknowledged.push(...lines());
    }
    const store = storeAt(file);
    const [journal, ledger] = [
      new SqlOperationJournal(store, systemClock),
      new SqlLedger(store, systemClock),
    ];
    const states = new Map((await journal.unfinished()).map(({ key, state }) => [key, state]));
    const reserved = new Set((await ledger.lines()).map(({ key }) => key));
    const lost = acknowledged.filter((line) => {
      const [key, what] = line.split(' ') as [string, string];
      if (what === 'reserved') return !reserved.has(key);
      return what === 'submitted' ? states.get(key) !== 'submitted' : !states.has(key);
    });
    expect(acknowledged.length).toBeGreaterThan(rounds);
    expect(lost).toEqual([]);
    await store.close();
    const database = new Database(file);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  });

  it('gives up its leases at once, while a live one keeps them', async () => {
    const file = path.join(root, 'lease', 'aether.db');
    const { process: holder } = child('hold', file, 'k1');
    await once(holder.stdout!, 'data');
    const journal = new SqlOperationJournal(storeAt(file), new FakeClock());
    expect(await journal.claim('k1', { owner: 'other', ttlSeconds: 60 })).toBeUndefined();
    await kill(holder);
    expect(await journal.claim('k1', { owner: 'other', ttlSeconds: 60 })).toBe(2);
  });
});

describe('several processes', () => {
  it('open a new file together and never take up the same work', async () => {
    const file = path.join(root, 'contended', 'aether.db');
    const openers = ['a', 'b', 'c'].map((name) => child('contend', file, name));
    await Promise.all(openers.map(({ process: one }) => once(one, 'close')));
    expect(openers.map(({ process: one }) => one.exitCode)).toEqual([0, 0, 0]);
    const journal = new SqlOperationJournal(storeAt(file), systemClock);
    const keys = Array.from({ length: 300 }, (_, index) => `k${index}`);
    await Promise.all(keys.map((key) => journal.begin(newEntry(key))));
    const workers = ['a', 'b', 'c'].map((name) => child('contend', file, name));
    await Promise.all(workers.map(({ process: one }) => once(one, 'close')));
    const taken = workers.flatMap(({ lines }) => lines());
    expect(taken).toHaveLength(300);
    expect(new Set(taken).size).toBe(300);
    expect(await journal.unfinished()).toEqual([]);
  });

  it('are not fooled by a wall clock that jumps', async () => {
    const file = path.join(root, 'jump', 'aether.db');
    const [early, late] = [new FakeClock(new Date('2026-01-01')), new FakeClock(new Date('2036-01-01'))];
    const one = new SqlOperationJournal(storeAt(file), early);
    const other = new SqlOperationJournal(storeAt(file), late);
    await one.begin(newEntry('k1'), { owner: 'one', ttlSeconds: 30 });
    expect(await other.claim('k1', { owner: 'other', ttlSeconds: 30 })).toBeUndefined();
    late.advance(29_999);
    expect(await other.claim('k1', { owner: 'other', ttlSeconds: 30 })).toBeUndefined();
    late.advance(1);
    expect(await other.claim('k1', { owner: 'other', ttlSeconds: 30 })).toBe(2);
  });
});

describe('a database that cannot be used', () => {
  it.each([
    [
      'is something else',
      'STORE_CORRUPT',
      (file: string) => writeFileSync(file, 'not a database'.repeat(500)),
    ],
    ['is a folder', 'STORAGE_NOT_WRITABLE', (file: string) => mkdirSync(file)],
    [
      'was made by a newer release',
      'STORE_UNAVAILABLE',
      (file: string) => {
        const database = new Database(file);
        database.pragma('user_version = 99');
        database.close();
      },
    ],
  ])('because it %s is refused with %s', async (what, code, spoil) => {
    const file = path.join(root, `${what.replaceAll(' ', '-')}.db`);
    spoil(file);
    expect(await codeOf(new SqlOperationJournal(storeAt(file), systemClock).get('k'))).toBe(code);
  });

  it('says so when a row holds something else', async () => {
    const file = path.join(root, 'row', 'aether.db');
    const journal = new SqlOperationJournal(storeAt(file), systemClock);
    await journal.begin(newEntry('k1'));
    const database = new Database(file);
    database.prepare('UPDATE operations SET estimate = ?').run('{"micros":"many"}');
    database.close();
    expect(await codeOf(journal.get('k1'))).toBe('STORE_CORRUPT');
  });

  it('can be read by its owner alone', async () => {
    const file = path.join(root, 'mode', 'aether.db');
    await new SqlOperationJournal(storeAt(file), systemClock).begin(newEntry('k1'));
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('has ledger lines that nobody changes', async () => {
    const file = path.join(root, 'ledger', 'aether.db');
    const cost = { micros: 5, currency: 'USD' };
    const ledger = new SqlLedger(storeAt(file), systemClock);
    await ledger.append({ key: 'k', kind: 'reserve', providerId: 'a', model: 'm', cost });
    const database = new Database(file);
    expect(() => database.exec('UPDATE ledger SET micros = 0')).toThrow(/never change/);
    expect(() => database.exec('DELETE FROM ledger')).toThrow(/never removed/);
    database.close();
  });
});

function mountTmpfs(): string | undefined {
  const folder = path.join(root, 'full');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  mounted.push(folder);
  return folder;
}
const full = mountTmpfs();

describe.skipIf(full === undefined)('a full disk', () => {
  it('is STORAGE_FULL, and damages nothing', async () => {
    const file = path.join(full!, 'aether.db');
    const journal = new SqlOperationJournal(storeAt(file), systemClock);
    const request = { prompt: 'x'.repeat(50_000) };
    const kept: string[] = [];
    let code = 'no error';
    for (let count = 0; code === 'no error' && count < 200; count += 1) {
      code = await codeOf(journal.begin(newEntry(`k${count}`, { request })));
      if (code === 'no error') kept.push(`k${count}`);
    }
    expect(code).toBe('STORAGE_FULL');
    expect((await journal.unfinished()).map(({ key }) => key)).toEqual(kept);
    await stores.at(-1)!.close();
    execFileSync('mount', ['-o', 'remount,size=8m', full!]);
    const database = new Database(file);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
    expect((await journal.begin(newEntry('after', { request }))).state).toBe('intent');
    expect(await journal.unfinished()).toHaveLength(kept.length + 1);
  });
});
