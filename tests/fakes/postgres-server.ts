import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

const installed = '/usr/lib/postgresql';

/** The folder of `initdb` and `postgres`, if they are installed: Debian keeps them off the PATH. */
function findPrograms(): string | undefined {
  try {
    const [newest] = readdirSync(installed).sort((left, right) => Number(right) - Number(left));
    return newest === undefined ? undefined : path.join(installed, newest, 'bin');
  } catch {
    return undefined;
  }
}

const programs = findPrograms();
/** Why tests on PostgreSQL are skipped here, if they are. */
export const noPostgres = programs === undefined ? 'PostgreSQL is not installed' : undefined;

/** The server refuses to run as root. */
function someoneElse(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

export interface PostgresServer {
  /** A new, empty database. */
  newDatabase(): Promise<string>;
  /** Ends it as a power cut would, and starts it again. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** A server of its own in a temporary folder, reachable through a socket there alone. */
export async function startPostgres(): Promise<PostgresServer> {
  const identity = someoneElse();
  const root = mkdtempSync(path.join(os.tmpdir(), 'aether-pg-'));
  const data = path.join(root, 'data');
  mkdirSync(data);
  if (identity.uid !== undefined)
    for (const folder of [root, data]) chownSync(folder, identity.uid, identity.gid!);
  const options = { ...identity, stdio: 'ignore', cwd: root } as const;
  const initialise = ['-D', data, '-U', 'aether', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(path.join(programs!, 'initdb'), initialise, options);
  const urlOf = (name: string): string => `postgres://aether@/${name}?host=${encodeURIComponent(root)}`;
  const start = async () => {
    // What a crash of the server leaves is in the system’s hands by then: nothing has to wait for the disk.
    const settings = ['listen_addresses=', 'max_connections=50', 'fsync=off', 'full_page_writes=off'];
    const argv = ['-D', data, '-k', root, ...settings.flatMap((setting) => ['-c', setting])];
    const server = spawn(path.join(programs!, 'postgres'), argv, options);
    for (let tries = 0; tries < 200; tries += 1) {
      const client = new pg.Client({ connectionString: urlOf('postgres') });
      try {
        await client.connect();
        await client.end();
        return server;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    throw new Error('PostgreSQL did not start.');
  };
  let server = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  };
  let count = 0;
  return {
    async newDatabase() {
      count += 1;
      const client = new pg.Client({ connectionString: urlOf('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE test_${count}`);
      await client.end();
      return urlOf(`test_${count}`);
    },
    async crash() {
      await end('SIGQUIT');
      server = await start();
    },
    async stop() {
      await end('SIGINT');
      rmSync(root, { recursive: true, force: true });
    },
  };
}
