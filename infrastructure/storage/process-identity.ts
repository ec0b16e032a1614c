import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';

/** Enough to tell a live process from a dead one whose id was reused. Plain JSON. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Names the machine, its boot and, on Linux, the container: process ids mean something only inside it. */
  readonly machine: string;
  /** When the process started, in the system’s own unit; empty where it cannot be read. */
  readonly started: string;
}

function readOrEmpty(read: () => string): string {
  try {
    return read().trim();
  } catch {
    return '';
  }
}

function thisMachine(): string {
  const boot = readOrEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const namespace = readOrEmpty(() => readlinkSync('/proc/self/ns/pid'));
  return [os.hostname(), boot, namespace].filter(Boolean).join(' ');
}

/**
 * Clock ticks from boot to the process’s start. Source: proc_pid_stat(5), field 22; field 2 may hold spaces
 * and brackets, so fields are counted from the last bracket.
 */
function startOf(pid: number): string {
  const text = readOrEmpty(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export function identifyThisProcess(): ProcessIdentity {
  return { pid: process.pid, machine: thisMachine(), started: startOf(process.pid) };
}

export function isProcessIdentity(value: unknown): value is ProcessIdentity {
  const { pid, machine, started } = (value ?? {}) as Record<string, unknown>;
  return typeof pid === 'number' && pid > 0 && typeof machine === 'string' && typeof started === 'string';
}

/**
 * What can be known of a process from here. `unknown`: it belongs to another machine or container, or its id
 * is in use and, off Linux, nobody can say by whom.
 */
export function fateOf(identity: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
  if (identity.machine !== thisMachine()) return 'unknown';
  if (!isRunning(identity.pid)) return 'dead';
  const started = startOf(identity.pid);
  if (started === '' || identity.started === '') return 'unknown';
  return started === identity.started ? 'alive' : 'dead';
}
