import { afterEach, describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { SpeechWorkerPool } from '../../../infrastructure/speech/speech-worker-pool.js';

/** An engine that does as its requests say, and names its thread. */
const engine = `
import { parentPort, threadId } from 'node:worker_threads';
parentPort.on('message', ({ act, value }) => {
  if (act === 'hang') for (;;);
  if (act === 'exit') process.exit(3);
  if (act === 'crash') throw new TypeError('broken');
  if (act === 'fail') parentPort.postMessage({ kind: 'failed', message: 'no such phone' });
  if (act === 'say') parentPort.postMessage({ kind: 'done', value: { value, threadId } });
});`;

const pools: SpeechWorkerPool[] = [];
function poolOf(
  options: { workers?: number; deadlineSeconds?: number; idleSeconds?: number } = {},
): SpeechWorkerPool {
  const pool = new SpeechWorkerPool({
    workerUrl: new URL(`data:text/javascript,${encodeURIComponent(engine)}`),
    engineName: 'Test engine',
    workers: 1,
    deadlineSeconds: 20,
    ...options,
  });
  pools.push(pool);
  return pool;
}
interface Answer {
  readonly value: number;
  readonly threadId: number;
}
const say = (pool: SpeechWorkerPool, value: number): Promise<Answer> =>
  pool.run<Answer>({ act: 'say', value }, new AbortController().signal);
const act = (pool: SpeechWorkerPool, name: string, signal = new AbortController().signal): Promise<unknown> =>
  pool.run({ act: name }, signal);
const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return VideoGenerationError.isInstance(error) ? `${error.code}: ${error.message}` : 'no error';
};

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.dispose()));
});

describe('SpeechWorkerPool', () => {
  it('answers each request, in few threads that it uses again', async () => {
    const pool = poolOf({ workers: 2 });
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((value) => say(pool, value)));
    expect(answers.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(answers.map(({ threadId }) => threadId)).size).toBeLessThanOrEqual(2);
    const again = await say(pool, 7);
    expect(answers.map(({ threadId }) => threadId)).toContain(again.threadId);
  });

  it('stops a blocked engine at once when cancelled, and serves the next request', async () => {
    const pool = poolOf();
    const controller = new AbortController();
    const blocked = codeOf(act(pool, 'hang', controller.signal));
    const waiting = say(pool, 1);
    controller.abort();
    expect(await blocked).toMatch(/^CANCELLED/u);
    expect((await waiting).value).toBe(1);
  });

  it('takes a cancelled request out of the queue', async () => {
    const pool = poolOf();
    const first = new AbortController();
    const second = new AbortController();
    const blocked = codeOf(act(pool, 'hang', first.signal));
    const queued = codeOf(act(pool, 'say', second.signal));
    second.abort();
    expect(await queued).toMatch(/^CANCELLED/u);
    first.abort();
    await blocked;
    expect(await codeOf(act(pool, 'say', second.signal))).toMatch(/^CANCELLED/u);
  });

  it.each([
    ['crash', 'SPEECH_FAILED: Test engine could not speak: the engine crashed: broken.'],
    ['exit', 'SPEECH_FAILED: Test engine could not speak: the engine ended early with code 3.'],
    ['fail', 'SPEECH_FAILED: Test engine could not speak: no such phone.'],
  ])('fails one request alone after a %s, and goes on', async (what, message) => {
    const pool = poolOf();
    expect(await codeOf(act(pool, what))).toBe(message);
    expect((await say(pool, 2)).value).toBe(2);
  });

  it('ends an engine that is over its deadline', async () => {
    const pool = poolOf({ deadlineSeconds: 0.2 });
    expect(await codeOf(act(pool, 'hang'))).toMatch(/^TIMEOUT: Test engine needed more than 0.2 s/u);
  });

  it('fails what runs and waits when disposed, twice without harm', async () => {
    const pool = poolOf();
    const running = codeOf(act(pool, 'hang'));
    const waiting = codeOf(act(pool, 'say'));
    await pool.dispose();
    await pool.dispose();
    expect(await waiting).toMatch(/^CANCELLED/u);
    expect(await running).toMatch(/^CANCELLED|^SPEECH_FAILED/u);
  });
});
