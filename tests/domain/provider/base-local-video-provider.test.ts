import { describe, expect, it } from 'vitest';
import {
  BaseLocalVideoProvider,
  type RenderCall,
  type RenderResult,
} from '../../../domain/provider/base-local-video-provider.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ProviderCall, ProviderRequest } from '../../../domain/provider/video-provider.js';
import type { VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { flush } from '../../fakes/fake-clock.js';
import { fakeDescriptor } from '../../fakes/fake-provider.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

class TestProvider extends BaseLocalVideoProvider {
  override readonly descriptor = fakeDescriptor({ microsPerSecond: 1000 });
  renders = 0;

  constructor(private readonly work: (call: RenderCall) => Promise<RenderResult>) {
    super();
  }

  protected override render(_request: ProviderRequest, call: RenderCall): Promise<RenderResult> {
    this.renders += 1;
    return this.work(call);
  }
}

const scenes = [{ frames: 90, overlapFrames: 0 }];
const request: ProviderRequest = {
  input: 'timeline',
  timeline: { scenes, framesPerSecond: 30 } as unknown as VideoTimeline,
};
const call = (idempotencyKey = 'key', signal = new AbortController().signal): ProviderCall => ({
  signal,
  idempotencyKey,
  logger: new RecordingLogger(),
  workspace: '/work',
});
const output = { path: '/work/a.mp4', mediaType: 'video/mp4' } as const;
const untilAborted = ({ signal }: RenderCall): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));

describe('BaseLocalVideoProvider', () => {
  it('makes start and status of a render, and estimates its cost', async () => {
    const provider = new TestProvider(() => Promise.resolve({ output }));
    const operation = await provider.start(request, call());
    expect(operation).toEqual({ providerId: 'fake', operationId: 'key' });
    expect(JSON.parse(JSON.stringify(operation))).toEqual(operation);
    expect(await provider.status(operation, call())).toEqual({
      state: 'succeeded',
      output,
      cost: { micros: 3000, currency: 'USD' },
      warnings: [],
    });
  });

  it('waits for a change, and shows only the latest', async () => {
    let sink: RenderCall | undefined;
    const provider = new TestProvider((render) => {
      sink = render;
      return untilAborted(render);
    });
    const operation = await provider.start(request, call());
    let answered = false;
    const status = provider.status(operation, call()).finally(() => (answered = true));
    await flush();
    expect(answered).toBe(false);
    sink?.reportProgress({ fraction: 0.25, message: 'scene 1', current: 1, total: 4 });
    expect(await status).toEqual({
      state: 'running',
      progress: 0.25,
      message: 'scene 1',
      current: 1,
      total: 4,
    });
    sink?.reportProgress({ fraction: 0.5 });
    sink?.reportProgress({ fraction: 0.75 });
    expect(await provider.status(operation, call())).toEqual({ state: 'running', progress: 0.75 });
  });

  it('never waits longer than the caller’s signal allows', async () => {
    const provider = new TestProvider(untilAborted);
    const operation = await provider.start(request, call());
    const stop = new AbortController();
    const status = provider.status(operation, call('key', stop.signal));
    stop.abort();
    await expect(status).rejects.toMatchObject({ code: 'CANCELLED' });
    await provider.dispose();
  });

  it('cancels once the render has stopped, and stays cancelled', async () => {
    let stopped = false;
    const provider = new TestProvider(async (render) => {
      await untilAborted(render).catch(() => undefined);
      await flush();
      stopped = true;
      return { output };
    });
    const operation = await provider.start(request, call());
    await provider.cancel(operation, call());
    expect(stopped).toBe(true);
    await provider.cancel(operation, call());
    expect(await provider.status(operation, call())).toEqual({ state: 'cancelled' });
  });

  it('keeps our errors and wraps the others', async () => {
    const ours = new TestProvider(() =>
      Promise.reject(new VideoGenerationError('MEDIA_PROCESS_MEMORY', { message: 'too much' })),
    );
    const theirs = new TestProvider(() => Promise.reject(new TypeError('broken')));
    const failure = async (provider: TestProvider) =>
      provider.status(await provider.start(request, call()), call());
    expect(await failure(ours)).toMatchObject({ state: 'failed', error: { code: 'MEDIA_PROCESS_MEMORY' } });
    expect(await failure(theirs)).toMatchObject({
      state: 'failed',
      error: { code: 'PROVIDER_ERROR', message: 'The provider “fake” failed: broken' },
    });
  });

  it('renders one key once, unless it failed', async () => {
    let fails = true;
    const provider = new TestProvider(() =>
      fails ? Promise.reject(new TypeError('broken')) : Promise.resolve({ output }),
    );
    await provider.status(await provider.start(request, call()), call());
    fails = false;
    await provider.status(await provider.start(request, call()), call());
    await provider.status(await provider.start(request, call()), call());
    expect(provider.renders).toBe(2);
  });

  it('forgets old operations and says so', async () => {
    const provider = new TestProvider(() => Promise.resolve({ output }));
    const first = await provider.start(request, call('first'));
    for (let number = 0; number < 100; number += 1) await provider.start(request, call(`key-${number}`));
    await flush();
    expect(await provider.status(first, call())).toMatchObject({
      state: 'failed',
      error: { code: 'PROVIDER_ERROR', retryable: true },
    });
    expect(await provider.status({ providerId: 'fake', operationId: 'key-99' }, call())).toMatchObject({
      state: 'succeeded',
    });
  });

  it('stops everything when it is disposed of', async () => {
    const stopped: string[] = [];
    const provider = new TestProvider(async (render) => {
      await untilAborted(render).catch(() => stopped.push(render.idempotencyKey));
      return { output };
    });
    await provider.start(request, call('a'));
    await provider.start(request, call('b'));
    await provider.dispose();
    await provider.dispose();
    await flush();
    expect(stopped).toEqual(['a', 'b']);
  });
});
