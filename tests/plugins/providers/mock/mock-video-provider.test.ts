import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { OperationStatus } from '../../../../domain/provider/provider-operation.js';
import type { ProviderCall, ProviderRequest } from '../../../../domain/provider/video-provider.js';
import type { VideoTimeline } from '../../../../domain/timeline/video-timeline.js';
import { manifest } from '../../../../plugins/providers/mock/manifest.js';
import { mockOptionsSchema, type MockOptions } from '../../../../plugins/providers/mock/mock-options.js';
import { FakeClock } from '../../../fakes/fake-clock.js';
import { RecordingLogger } from '../../../fakes/recording-logger.js';

const timeline = {
  topic: 'Calm “water”',
  scenes: [{ frames: 60, overlapFrames: 0 }],
  framesPerSecond: 30,
} as unknown as VideoTimeline;
const request: ProviderRequest = { input: 'timeline', timeline };
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function kit(options: Partial<MockOptions> = {}) {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const factory = await manifest.load();
  const provider = factory({
    pluginId: 'mock',
    options: mockOptionsSchema.parse(options),
    logger,
    clock,
    fetch: () => Promise.reject(new Error('not needed')),
    dataFolder: () => Promise.resolve('/nowhere'),
    composer: {
      compose: () => Promise.reject(new Error('not needed')),
      finish: () => Promise.reject(new Error('not needed')),
    },
  });
  const workspace = await mkdtemp(path.join(os.tmpdir(), 'aether-mock-'));
  folders.push(workspace);
  const run = async (key: string): Promise<OperationStatus[]> => {
    const call: ProviderCall = {
      signal: new AbortController().signal,
      idempotencyKey: key,
      logger,
      workspace,
    };
    const operation = await provider.start(request, call);
    const statuses: OperationStatus[] = [];
    for (;;) {
      const status = await provider.status(operation, call);
      statuses.push(status);
      if (status.state !== 'running') return statuses;
    }
  };
  return { provider, clock, workspace, run };
}

describe('mock provider', () => {
  it('writes the timeline as JSON', async () => {
    const { run, workspace, provider } = await kit();
    const [status] = await run('a');
    const file = path.join(workspace, 'timeline.json');
    expect(status).toMatchObject({
      state: 'succeeded',
      output: { path: file, mediaType: 'application/json' },
    });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(timeline);
    expect(provider.descriptor).toMatchObject({ id: manifest.id, automatic: false });
  });

  it('takes the time that it is told to, and reports on the way', async () => {
    const { run, clock } = await kit({ delaySeconds: 6, progressReports: 2, writeFile: false });
    const statuses = await clock.drive(run('a'));
    expect(clock.monotonic()).toBe(6000);
    expect(statuses.map(({ state }) => state)).toEqual(['running', 'running', 'succeeded']);
  });

  it('fails as often as it is told to', async () => {
    const { run } = await kit({ failWith: 'RATE_LIMIT_EXCEEDED', failTimes: 2, writeFile: false });
    const states = [];
    for (const key of ['a', 'b', 'c']) states.push((await run(key))[0]);
    expect(states).toMatchObject([
      { state: 'failed', error: { code: 'RATE_LIMIT_EXCEEDED', retryable: true } },
      { state: 'failed' },
      { state: 'succeeded', output: { mediaType: 'none' } },
    ]);
  });

  it('claims the price that it is told to', async () => {
    const { run } = await kit({ microsPerSecond: 50_000, writeFile: false });
    expect(await run('a')).toMatchObject([{ cost: { micros: 100_000, currency: 'USD' } }]);
  });

  it('refuses options that it does not know', () => {
    expect(mockOptionsSchema.safeParse({ delaySecond: 1 }).success).toBe(false);
    expect(mockOptionsSchema.safeParse({ failWith: 'CANCELLED' }).success).toBe(false);
  });
});
