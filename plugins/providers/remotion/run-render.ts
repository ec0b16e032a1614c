import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  cancellationOf,
  killProcessTree,
  mediaProcessEnvironment,
  throwIfCancelled,
  VideoGenerationError,
} from 'aether-video/plugin';
import { killDescendants, memoryOfFamily } from './process-family.js';
import { lostProcess, renderFailure } from './render-failure.js';
import type { RenderOrder, RenderReport } from './render-messages.js';

export interface RenderSupervision {
  readonly signal: AbortSignal;
  readonly maxMemoryMegabytes: number;
  /** Folder for temporary files; its owner removes it. */
  readonly temporaryFolder: string;
  readonly onProgress: (progress: Extract<RenderReport, { kind: 'progress' }>) => void;
}

const memorySampleMilliseconds = 1000;
const logCharacters = 4000;

/**
 * Renders in a process of its own, which is stopped together with Chrome on abort and above the memory limit,
 * and which stops by itself when we are gone. It knows nothing of our environment but where programs are.
 * @throws VideoGenerationError PROVIDER_ERROR, INVALID_REQUEST, TIMEOUT, MEDIA_PROCESS_MEMORY or CANCELLED
 */
export async function runRender(order: RenderOrder, supervision: RenderSupervision): Promise<void> {
  const { signal, temporaryFolder } = supervision;
  throwIfCancelled(signal);
  const child = start(temporaryFolder);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const watch = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      const stopWith = (): void => reject(cancellationOf(signal));
      signal.addEventListener('abort', stopWith, { once: true, signal: watch.signal });
      watchMemory(child, supervision, watch.signal, reject);
      listen(child, order, supervision, resolve, reject);
    });
  } finally {
    watch.abort();
    await stop(child, ended);
  }
}

function start(temporaryFolder: string): ChildProcess {
  const temporary = { TMPDIR: temporaryFolder, TEMP: temporaryFolder, TMP: temporaryFolder };
  return fork(fileURLToPath(new URL('./render-process.js', import.meta.url)), [], {
    env: { ...mediaProcessEnvironment(), ...temporary, NODE_ENV: 'production' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
  });
}

function listen(
  child: ChildProcess,
  order: RenderOrder,
  { onProgress }: RenderSupervision,
  resolve: () => void,
  reject: (error: VideoGenerationError) => void,
): void {
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-logCharacters);
  });
  child.on('message', (report: RenderReport) => {
    if (report.kind === 'progress') onProgress(report);
    else if (report.kind === 'done') resolve();
    else reject(renderFailure(report, order));
  });
  child.once('error', (cause) => reject(lostProcess(log, cause)));
  child.once('exit', () => reject(lostProcess(log)));
  child.send(order, (error) => error && reject(lostProcess(log, error)));
}

function watchMemory(
  child: ChildProcess,
  { maxMemoryMegabytes }: RenderSupervision,
  signal: AbortSignal,
  reject: (error: VideoGenerationError) => void,
): void {
  const look = async (): Promise<void> => {
    const used = child.pid === undefined ? undefined : await memoryOfFamily(child.pid);
    if (used === undefined || used <= maxMemoryMegabytes) return;
    reject(
      new VideoGenerationError('MEDIA_PROCESS_MEMORY', {
        message: `Chrome and Remotion used ${Math.round(used)} MB together; they may use ${maxMemoryMegabytes} MB.`,
        howToFix:
          'Choose a lower quality, lower providers.remotion.options.pages, or raise its maxMemoryMegabytes.',
        details: { usedMegabytes: Math.round(used), maxMemoryMegabytes },
      }),
    );
  };
  const timer = setInterval(() => void look(), memorySampleMilliseconds);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

/** Kills the process and all that it started; what they leave lies in the workspace. */
async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid === undefined) return;
  await killDescendants(child.pid);
  killProcessTree(child);
  await ended;
}
