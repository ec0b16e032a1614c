// Runs a command and measures wall time, CPU time of it and all it started, and the peak of the whole tree's memory.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

const pageBytes = 4096;

/** Resident bytes of a process and its descendants that are its own or shared once: proportional set size. */
function treeMemory(root) {
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended in between.
    }
  }
  const belongs = (pid) => {
    for (let current = pid; current > 1; current = parents.get(current) ?? 0)
      if (current === root) return true;
    return false;
  };
  let total = 0;
  for (const pid of parents.keys()) {
    if (!belongs(pid)) continue;
    try {
      total += Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;
    } catch {
      // It ended in between.
    }
  }
  return total;
}

/**
 * @param {string[]} command executable and arguments
 * @returns {Promise<{wallSeconds: number, cpuSeconds: number, peakMegabytes: number}>}
 */
export async function measureProcess(command, { cwd = process.cwd(), env = process.env } = {}) {
  const started = performance.now();
  // The shell's `times` tells the CPU time of everything it waited for, however deep.
  const child = spawn('bash', ['-c', '"$@"; status=$?; times >&3; exit $status', 'measure', ...command], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let peak = 0;
  let times = '';
  let errors = '';
  child.stdio[3].on('data', (chunk) => (times += chunk));
  child.stderr.on('data', (chunk) => (errors = (errors + chunk).slice(-4000)));
  const timer = setInterval(() => (peak = Math.max(peak, treeMemory(child.pid))), 50);
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}\n${errors}`);
  const childTimes = times.trim().split('\n')[1] ?? '0m0s 0m0s';
  const cpuSeconds = childTimes
    .split(' ')
    .map((text) => /(\d+)m([\d.]+)s/.exec(text))
    .reduce((sum, match) => sum + (match ? Number(match[1]) * 60 + Number(match[2]) : 0), 0);
  return { wallSeconds: (performance.now() - started) / 1000, cpuSeconds, peakMegabytes: peak / 1024 / 1024 };
}
