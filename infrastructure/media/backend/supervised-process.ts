import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { throwIfCancelled, VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { processFailure, startFailure } from './process-failure.js';
import { memorySampleMilliseconds, residentMegabytes } from './process-memory.js';
import { killProcessTree, mediaProcessEnvironment } from './process-tree.js';

/** A program and its argv array; no shell is ever involved. */
export interface ProcessCommand {
  readonly executable: string;
  readonly args: readonly string[];
  /** Sent to the child over an IPC channel, whose closing also tells it that we are gone. */
  readonly message?: object;
}

export interface Supervision {
  /** What it is for, such as `encoding a segment`; goes into errors. */
  readonly purpose: string;
  readonly signal: AbortSignal;
  /** Seconds until it is killed. */
  readonly timeoutSeconds: number;
  /** Resident megabytes it may use, where the system tells. */
  readonly maxMemoryMegabytes: number;
  /** A file of the user's that it reads: a failure to decode is then the file's fault. */
  readonly userFile?: string;
}

const logCharacters = 4000;

/**
 * A child process that cannot outstay its welcome: it leads its own process group, which is killed at the
 * deadline, above the memory limit and on abort. If we die, its standard input ends or its output breaks,
 * and it ends by itself.
 */
export class SupervisedProcess {
  /** Resolves when the process ended well; rejects with the reason otherwise. */
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private log = '';
  private reason: VideoGenerationError | undefined;

  /** @throws VideoGenerationError CANCELLED if the signal is aborted already. */
  constructor(
    private readonly command: ProcessCommand,
    private readonly supervision: Supervision,
  ) {
    throwIfCancelled(supervision.signal);
    this.child = start(command);
    this.ended = this.supervise();
    this.ended.catch(() => undefined);
    // A pipe that breaks because the process ended is reported by `ended`, which knows the cause.
    this.stdin.on('error', () => undefined);
    this.stdout.on('error', () => undefined);
    if (command.message !== undefined) this.child.send(command.message, () => undefined);
  }

  get stdin(): Writable {
    return this.child.stdin!;
  }

  get stdout(): Readable {
    return this.child.stdout!;
  }

  /** Kills the process and its children; resolves when it is gone. Harmless if it is gone already. */
  async kill(): Promise<void> {
    this.stop(new VideoGenerationError('CANCELLED', { message: `Stopped ${this.supervision.purpose}.` }));
    await this.ended.catch(() => undefined);
  }

  private stop(reason: VideoGenerationError): void {
    this.reason ??= reason;
    killProcessTree(this.child);
    this.stdin.destroy();
    this.stdout.destroy();
  }

  private async supervise(): Promise<void> {
    const { signal, timeoutSeconds } = this.supervision;
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.log = (this.log + text).slice(-logCharacters);
    });
    const onAbort = (): void => this.stop(cancellation(signal));
    const deadline = setTimeout(
      () => this.stop(this.timeout()),
      Math.min(timeoutSeconds * 1000, 2 ** 31 - 1),
    );
    const memory = setInterval(() => void this.checkMemory(), memorySampleMilliseconds);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await this.waitForEnd();
    } finally {
      clearTimeout(deadline);
      clearInterval(memory);
      signal.removeEventListener('abort', onAbort);
    }
  }

  private async waitForEnd(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.child.once('error', (cause) => {
        this.reason ??= startFailure(this.command.executable, cause);
        if (this.child.pid === undefined) reject(this.reason);
      });
      this.child.once('close', (exitCode, signal) => {
        if (this.reason) reject(this.reason);
        else if (exitCode === 0) resolve();
        else reject(this.failure(exitCode, signal));
      });
    });
  }

  private failure(exitCode: number | null, signal: NodeJS.Signals | null): VideoGenerationError {
    const { purpose, userFile } = this.supervision;
    return processFailure({
      purpose,
      executable: this.command.executable,
      exitCode,
      signal,
      log: this.log,
      ...(userFile === undefined ? {} : { userFile }),
    });
  }

  private timeout(): VideoGenerationError {
    const { purpose, timeoutSeconds } = this.supervision;
    return new VideoGenerationError('TIMEOUT', {
      message: `The media engine was stopped after ${timeoutSeconds} s while ${purpose}.`,
      howToFix: 'Try again, or raise media.timeoutSeconds in the settings.',
      details: { timeoutSeconds, log: this.log },
    });
  }

  private async checkMemory(): Promise<void> {
    const { purpose, maxMemoryMegabytes } = this.supervision;
    const used = this.child.pid === undefined ? undefined : await residentMegabytes(this.child.pid);
    if (used === undefined || used <= maxMemoryMegabytes) return;
    this.stop(
      new VideoGenerationError('MEDIA_PROCESS_MEMORY', {
        message: `The media engine used ${Math.round(used)} MB while ${purpose}; it may use ${maxMemoryMegabytes} MB.`,
        details: { usedMegabytes: Math.round(used), maxMemoryMegabytes },
      }),
    );
  }
}

function start(command: ProcessCommand): ChildProcess {
  try {
    return spawn(command.executable, command.args, {
      stdio: ['pipe', 'pipe', 'pipe', ...(command.message === undefined ? [] : (['ipc'] as const))],
      detached: process.platform !== 'win32',
      windowsHide: true,
      env: mediaProcessEnvironment(),
    });
  } catch (cause) {
    throw startFailure(command.executable, cause as NodeJS.ErrnoException);
  }
}

function cancellation(signal: AbortSignal): VideoGenerationError {
  const reason: unknown = signal.reason;
  if (VideoGenerationError.isInstance(reason)) return reason;
  return new VideoGenerationError('CANCELLED', { message: 'The work was cancelled.', cause: reason });
}
