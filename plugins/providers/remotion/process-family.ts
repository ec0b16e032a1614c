import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

interface Member {
  readonly pid: number;
  readonly parent: number;
  /** Memory of its own, where the system tells. */
  readonly kilobytes: number;
}

/**
 * Megabytes of memory of their own that a process and all its descendants use; `undefined` where the system
 * does not tell. Shared libraries, which each of Chrome's processes maps again, do not count.
 */
export async function memoryOfFamily(root: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const all = await readProcesses();
  const family = [...all.filter(({ pid }) => pid === root), ...descendants(all, root)];
  return family.reduce((sum, { kilobytes }) => sum + kilobytes, 0) / 1024;
}

/**
 * Kills all that a process has started, in whatever group it is: Chrome leads one of its own. On Windows a
 * process is killed together with its descendants, so nothing is done here.
 */
export async function killDescendants(root: number): Promise<void> {
  if (process.platform === 'win32') return;
  for (const { pid } of descendants(await readProcesses(), root)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}

function descendants(all: readonly Member[], root: number): Member[] {
  const children = all.filter(({ parent }) => parent === root);
  return children.flatMap((child) => [child, ...descendants(all, child.pid)]);
}

async function readProcesses(): Promise<Member[]> {
  if (process.platform !== 'linux') return listProcesses();
  const names = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  return (await Promise.all(names.map(readStatus))).flat();
}

async function readStatus(name: string): Promise<Member[]> {
  const text = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
  const field = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'mu').exec(text)?.[1] ?? 0);
  if (text === '') return [];
  return [{ pid: Number(name), parent: field('PPid'), kilobytes: field('RssAnon') + field('RssShmem') }];
}

async function listProcesses(): Promise<Member[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent] = line.trim().split(/\s+/u).map(Number);
    return pid && parent !== undefined ? [{ pid, parent, kilobytes: 0 }] : [];
  });
}
