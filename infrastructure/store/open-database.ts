import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IClock } from '../../domain/time/clock.js';
import { sqliteMigrations as migrations } from './sqlite-migrations.js';
import { busySeconds, storeError } from './store-error.js';

/**
 * Opens the database and brings it up to date. Many processes may do so at once: one of them migrates, the
 * others wait.
 * @throws VideoGenerationError STORE_CORRUPT, STORE_UNAVAILABLE, STORAGE_FULL or STORAGE_NOT_WRITABLE
 */
export async function openDatabase(file: string, clock: IClock): Promise<Database.Database> {
  let database: Database.Database | undefined;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    // It holds prompts: made here, because SQLite would let everybody read it.
    await (await open(file, 'a', 0o600)).close();
    database = new Database(file, { timeout: busySeconds * 1000 });
    await switchToWal(database, clock);
    configure(database);
    checkIntegrity(database, file);
    migrate(database, file);
    return database;
  } catch (error) {
    database?.close();
    throw storeError(error, file);
  }
}

/** SQLite does not wait for the lock that this switch needs, so that we have to. */
async function switchToWal(database: Database.Database, clock: IClock): Promise<void> {
  const deadline = clock.monotonic() + busySeconds * 1000;
  for (;;) {
    try {
      if (database.pragma('journal_mode = WAL', { simple: true }) === 'wal') return;
      throw new VideoGenerationError('STORE_UNAVAILABLE', {
        message: `The file system of ${database.name} cannot hold the database: write-ahead logging does not work there.`,
        howToFix: 'Choose a work folder on a local disk with VIDEO_WORK_PATH; network folders do not do.',
      });
    } catch (error) {
      const busy = (error as { code?: string }).code?.startsWith('SQLITE_BUSY') === true;
      if (!busy || clock.monotonic() > deadline) throw error;
      await clock.sleep(20);
    }
  }
}

function configure(database: Database.Database): void {
  // FULL: a commit is on disk when it returns. fullfsync makes that true on macOS, too.
  database.pragma('synchronous = FULL');
  database.pragma('fullfsync = ON');
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
}

function checkIntegrity(database: Database.Database, file: string): void {
  const found = database.pragma('quick_check(1)', { simple: true });
  if (found === 'ok') return;
  throw new VideoGenerationError('STORE_CORRUPT', {
    message: `The database ${file} is damaged: ${String(found)}.`,
    details: { file },
  });
}

function versionOf(database: Database.Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

function migrate(database: Database.Database, file: string): void {
  const step = database.transaction(() => {
    // Read again under the lock: another process may have migrated meanwhile.
    const version = versionOf(database);
    for (const statements of migrations.slice(version)) database.exec(statements);
    database.pragma(`user_version = ${Math.max(version, migrations.length)}`);
  });
  if (versionOf(database) < migrations.length) step.immediate();
  if (versionOf(database) <= migrations.length) return;
  throw new VideoGenerationError('STORE_UNAVAILABLE', {
    message: `The database ${file} was made by a newer release of Aether.`,
    howToFix: 'Install the newest release: npm install aether-video@latest.',
    details: { file, version: versionOf(database), known: migrations.length },
  });
}
