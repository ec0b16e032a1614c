// Runs a command and measures wall time, CPU time of it and all it started, and the peak of the whole tree's memory.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

const sampleMilliseconds = 100;

/** Process ids of `root` and all its descendants. Needs /proc; elsewhere it is empty. */
function processTree(root) {
  const children = new Map();
  for (const name of readEntries('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // The fields that follow the name in brackets, which may hold anything: state, parent.
    const parent = Number(/.*\) \S (\d+)/s.exec(readText(`/proc/${name}/stat`))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** Kilobytes of a process; pages that several share count for each by its share (proportional set size). */
function proportionalKilobytes(pid) {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

/** A process may end at any time; then there is nothing to read. */
function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function readEntries(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `1m2.5s 0m0.25s` in seconds. */
function shellSeconds(line) {
  return Array.from(line.matchAll(/(\d+)m(\d+)[.,](\d+)s/g), ([, minutes, whole, fraction]) => {
    return Number(minutes) * 60 + Number(`${whole}.${fraction}`);
  }).reduce((sum, seconds) => sum + seconds, 0);
}

/**
 * @param {string[]} command executable and arguments
 * @returns {Promise<{wallSeconds: number, cpuSeconds: number, peakMegabytes: number, output: string}>}
 * `peakMegabytes` is 0 where the system does not tell.
 */
export async function measureProcess(command, { cwd = process.cwd(), env = process.env } = {}) {
  const started = performance.now();
  // The shell's `times` tells the CPU time of everything it waited for, however deep.
  const script = '"$@"; status=$?; times >&3; exit $status';
  const child = spawn('bash', ['-c', script, 'measure', ...command], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [output, errors, times] = [1, 2, 3].map((descriptor) => collect(child.stdio[descriptor]));
  let peakKilobytes = 0;
  const sample = () => {
    const used = processTree(child.pid).reduce((sum, pid) => sum + proportionalKilobytes(pid), 0);
    peakKilobytes = Math.max(peakKilobytes, used);
  };
  const timer = setInterval(sample, sampleMilliseconds);
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}\n${errors.text.slice(-4000)}`);
  return {
    wallSeconds: (performance.now() - started) / 1000,
    // The first line is the shell itself, the second all that it ran.
    cpuSeconds: shellSeconds(times.text.split('\n')[1] ?? ''),
    peakMegabytes: (peakKilobytes * 1024) / 1_000_000,
    output: output.text,
  };
}

function collect(stream) {
  const collected = { text: '' };
  stream.setEncoding('utf8').on('data', (chunk) => (collected.text += chunk));
  return collected;
}
