import { Worker } from 'node:worker_threads';
import { VideoGenerationError, throwIfCancelled } from '../../domain/errors/video-generation-error.js';

export interface SpeechWorkerPoolOptions {
  /** Module that calls `serveSpeech`; beside the caller: `new URL('./x-worker.js', import.meta.url)`. */
  readonly workerUrl: URL;
  /** For people: named in errors. */
  readonly engineName: string;
  /** Requests at once; the rest wait in order. */
  readonly workers: number;
  /** A request that takes longer is stopped with TIMEOUT. */
  readonly deadlineSeconds: number;
  /** Idle workers are ended after this time, so that they hold no memory while the video is made. Default 1. */
  readonly idleSeconds?: number;
}

/** What a worker answers. */
export type SpeechWorkerReply =
  { readonly kind: 'done'; readonly value: unknown } | { readonly kind: 'failed'; readonly message: string };

interface Job {
  readonly request: unknown;
  readonly signal: AbortSignal;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

/**
 * Runs an engine that blocks in worker threads: a few requests at once, each with a deadline, cancelled by ending
 * its thread. A thread that dies fails its own request alone; the next request gets a new one. Idle threads do
 * not keep the process alive and end by themselves.
 */
export class SpeechWorkerPool {
  readonly #idle: { worker: Worker; timer: NodeJS.Timeout }[] = [];
  readonly #busy = new Set<Worker>();
  readonly #waiting: Job[] = [];

  constructor(private readonly options: SpeechWorkerPoolOptions) {}

  /**
   * Has a worker answer `request`, a structured-cloneable value.
   * @throws VideoGenerationError SPEECH_FAILED, TIMEOUT or CANCELLED.
   */
  async run<Result>(request: unknown, signal: AbortSignal): Promise<Result> {
    throwIfCancelled(signal);
    const result = await new Promise<unknown>((resolve, reject) => {
      const job: Job = { request, signal, resolve, reject };
      const leaveQueue = (): void => {
        const place = this.#waiting.indexOf(job);
        if (place < 0) return;
        this.#waiting.splice(place, 1);
        reject(cancellation(signal));
      };
      signal.addEventListener('abort', leaveQueue, { once: true });
      this.#waiting.push(job);
      this.#startNext();
    });
    return result as Result;
  }

  /** Ends all threads; running and waiting requests fail with CANCELLED. Safe twice. */
  async dispose(): Promise<void> {
    const stopped = new VideoGenerationError('CANCELLED', {
      message: `${this.options.engineName} was shut down.`,
    });
    for (const job of this.#waiting.splice(0)) job.reject(stopped);
    const workers = [
      ...this.#busy,
      ...this.#idle.splice(0).map(({ worker, timer }) => {
        clearTimeout(timer);
        return worker;
      }),
    ];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #startNext(): void {
    while (this.#busy.size < this.options.workers) {
      const job = this.#waiting.shift();
      if (!job) return;
      this.#serve(job);
    }
  }

  #takeWorker(): Worker {
    const idle = this.#idle.pop();
    if (!idle) return new Worker(this.options.workerUrl, { name: this.options.engineName });
    clearTimeout(idle.timer);
    stopListening(idle.worker);
    idle.worker.ref();
    return idle.worker;
  }

  #giveBack(worker: Worker): void {
    worker.unref();
    const drop = (): void => {
      const place = this.#idle.findIndex((entry) => entry.worker === worker);
      if (place >= 0) clearTimeout(this.#idle.splice(place, 1)[0]!.timer);
      void worker.terminate();
    };
    const timer = setTimeout(drop, (this.options.idleSeconds ?? 1) * 1000).unref();
    worker.once('error', drop);
    worker.once('exit', drop);
    this.#idle.push({ worker, timer });
  }

  #serve(job: Job): void {
    const { engineName, deadlineSeconds } = this.options;
    const worker = this.#takeWorker();
    this.#busy.add(worker);
    const settle = (reusable: boolean, finish: () => void): void => {
      clearTimeout(deadline);
      job.signal.removeEventListener('abort', cancel);
      stopListening(worker);
      this.#busy.delete(worker);
      if (reusable) this.#giveBack(worker);
      else void worker.terminate();
      finish();
      this.#startNext();
    };
    const fail = (error: VideoGenerationError, reusable = false): void =>
      settle(reusable, () => job.reject(error));
    const cancel = (): void => fail(cancellation(job.signal));
    const deadline = setTimeout(() => fail(overdue(engineName, deadlineSeconds)), deadlineSeconds * 1000);
    job.signal.addEventListener('abort', cancel, { once: true });
    worker.on('message', (reply: SpeechWorkerReply) => {
      if (reply.kind === 'done') settle(true, () => job.resolve(reply.value));
      if (reply.kind === 'failed') fail(failure(engineName, reply.message), true);
    });
    worker.once('error', (cause) => fail(failure(engineName, `the engine crashed: ${cause.message}`, cause)));
    worker.once('exit', (code) => fail(failure(engineName, `the engine ended early with code ${code}`)));
    worker.postMessage(job.request);
  }
}

/** Only what the pool listens to: a Worker has listeners of its own that it needs. */
function stopListening(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
}

function cancellation(signal: AbortSignal): VideoGenerationError {
  if (VideoGenerationError.isInstance(signal.reason)) return signal.reason;
  return new VideoGenerationError('CANCELLED', {
    message: 'The narration was cancelled.',
    cause: signal.reason,
  });
}

function failure(engineName: string, what: string, cause?: unknown): VideoGenerationError {
  return new VideoGenerationError('SPEECH_FAILED', {
    message: `${engineName} could not speak: ${what}.`,
    cause,
  });
}

function overdue(engineName: string, seconds: number): VideoGenerationError {
  return new VideoGenerationError('TIMEOUT', {
    message: `${engineName} needed more than ${seconds} s to speak one scene.`,
    howToFix: 'Shorten the scene’s text, or choose another voice.',
  });
}
