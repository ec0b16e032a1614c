import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Milliseconds between two looks at a process's memory. Reading /proc is cheap, starting `ps` is not. */
export const memorySampleMilliseconds = process.platform === 'linux' ? 200 : 1000;

/** Resident megabytes of a process, or `undefined` where the system does not tell (Windows) or it is gone. */
export async function residentMegabytes(pid: number): Promise<number | undefined> {
  switch (process.platform) {
    case 'linux':
      return residentFromProc(pid);
    case 'darwin':
      return residentFromPs(pid);
    default:
      return undefined;
  }
}

async function residentFromProc(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

async function residentFromPs(pid: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], { timeout: 5000 }, (error, stdout) => {
      const kilobytes = Number(stdout.trim());
      resolve(error || !kilobytes ? undefined : kilobytes / 1024);
    });
  });
}
