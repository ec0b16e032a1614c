import { parentPort } from 'node:worker_threads';
import type { SpeechWorkerReply } from './speech-worker-pool.js';

/**
 * Answers the requests of a `SpeechWorkerPool`: call it once, at the top of the worker's module. Requests come
 * one at a time. Buffers of the answer that `transfer` names are handed over instead of copied.
 */
export function serveSpeech<Result>(
  answer: (request: never) => Result | Promise<Result>,
  transfer: (result: Result) => readonly ArrayBuffer[] = () => [],
): void {
  const port = parentPort;
  port?.on('message', (request: unknown) => {
    void (async () => {
      try {
        const value = await answer(request as never);
        port.postMessage({ kind: 'done', value } satisfies SpeechWorkerReply, [...transfer(value)]);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        port.postMessage({ kind: 'failed', message } satisfies SpeechWorkerReply);
      }
    })();
  });
}
