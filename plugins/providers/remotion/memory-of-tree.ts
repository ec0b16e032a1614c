import { readdir, readFile } from 'node:fs/promises';

/**
 * Megabytes of memory of their own that a process and all its descendants use; `undefined` where the system
 * does not tell. Shared libraries, which each of Chrome's processes maps again, do not count.
 */
export async function memoryOfTree(root: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const names = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const statuses = await Promise.all(names.map(readStatus));
  const children = new Map<number, Status[]>();
  for (const status of statuses) {
    if (status) children.set(status.parent, [...(children.get(status.parent) ?? []), status]);
  }
  let kilobytes = statuses.find((status) => status?.pid === root)?.kilobytes ?? 0;
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    for (const child of children.get(pid) ?? []) {
      kilobytes += child.kilobytes;
      waiting.push(child.pid);
    }
  }
  return kilobytes / 1024;
}

interface Status {
  readonly pid: number;
  readonly parent: number;
  readonly kilobytes: number;
}

async function readStatus(name: string): Promise<Status | undefined> {
  const text = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
  const field = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'mu').exec(text)?.[1] ?? 0);
  if (text === '') return undefined;
  return { pid: Number(name), parent: field('PPid'), kilobytes: field('RssAnon') + field('RssShmem') };
}
