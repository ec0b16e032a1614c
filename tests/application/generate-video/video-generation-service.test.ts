import { describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { OperationStatus } from '../../../domain/provider/provider-operation.js';
import type { VideoProgress } from '../../../domain/video/video-progress.js';
import type { VideoRequest } from '../../../domain/video/video-request.js';
import { FakeChannel } from '../../fakes/fake-channel.js';
import { flush } from '../../fakes/fake-clock.js';
import { FakeInspector } from '../../fakes/fake-inspector.js';
import { FakeParser } from '../../fakes/fake-parser.js';
import { FakeProvider, succeeded } from '../../fakes/fake-provider.js';
import { FakeSynthesizer } from '../../fakes/fake-synthesizer.js';
import { serviceKit, threeScenes, type ServiceKitOptions } from '../../fakes/service-kit.js';
import { containing } from '../../fakes/matchers.js';

const forever = new Promise<never>(() => undefined);

async function generate(options: ServiceKitOptions = {}, request: Partial<VideoRequest> = {}) {
  const kit = serviceKit(options);
  const result = await kit.clock.drive(kit.service.generateVideo({ script: threeScenes, ...request }));
  return { ...kit, result };
}

describe('generateVideo', () => {
  it('makes a video with everything that belongs to it', async () => {
    const provider = new FakeProvider();
    provider.answers = [
      { state: 'running', progress: 0.5 },
      {
        ...succeeded,
        output: {
          path: '/work/video.mp4',
          mediaType: 'video/mp4',
          facts: { loudness: { integratedLufs: -14, truePeakDecibels: -1.2 } },
        },
        cost: { micros: 5, currency: 'EUR' },
        warnings: [{ code: 'UNSUPPORTED_FIELD', message: 'It has no depth.' }],
      },
    ];
    const { result, store } = await generate({ providers: [provider] });
    expect(result).toMatchObject({
      status: 'completed',
      topic: 'A clear mind',
      channel: 'air',
      language: 'en',
      voice: 'tone:one',
      quality: 'standard',
      aspect: '9:16',
      selection: { providerId: 'fake', reason: containing('the only provider') },
      video: {
        path: '/videos/a-clear-mind.mp4',
        width: 1080,
        height: 1920,
        framesPerSecond: 30,
        sizeBytes: 1234,
        loudness: { integratedLufs: -14, truePeakDecibels: -1.2 },
      },
      captions: { srtPath: '/videos/a-clear-mind.srt', vttPath: '/videos/a-clear-mind.vtt' },
      resultPath: '/videos/a-clear-mind.json',
      hashtags: ['calm'],
      cost: { micros: 5, currency: 'EUR' },
      degradations: [],
      warnings: [{ code: 'UNSUPPORTED_FIELD', what: 'It has no depth.' }],
    });
    expect(result.scenes.map(({ id }) => id)).toEqual(['hook', 'point-1', 'point-2']);
    expect(result.scenes.at(-1)?.endSeconds).toBeCloseTo(result.video!.durationSeconds, 9);
    expect(result.stages.map(({ stage }) => stage)).toEqual([
      'script',
      'visuals',
      'voice',
      'pictures',
      'composition',
      'publishing',
    ]);
    expect(store.published.get('/videos/a-clear-mind.srt')).toContain('Breathe in.');
    expect(JSON.parse(store.published.get('/videos/a-clear-mind.json')!)).toEqual(result);
    expect(store.workspaces.size).toBe(0);
  });

  it('hands the provider narration that lies in the workspace, one key, and all capabilities it needs', async () => {
    const provider = new FakeProvider();
    const { result } = await generate({ providers: [provider] });
    const [{ timeline }] = provider.requests as [(typeof provider.requests)[number]];
    expect(timeline.scenes.map(({ narration }) => narration?.path)).toEqual([
      `/work/${result.id}/narration-1.wav`,
      `/work/${result.id}/narration-2.wav`,
      `/work/${result.id}/narration-3.wav`,
    ]);
    expect(provider.keys).toEqual([`${result.id}/composition`]);
    const bare = await generate({
      providers: [new FakeProvider({ capabilities: ['captions', 'transitions'] })],
    });
    expect(bare.result.error?.message).toContain('cannot do narration, music');
  });

  it('names the files after --out', async () => {
    const { store } = await generate({}, { outputPath: '/elsewhere/talk.mp4' });
    expect([...store.published.keys()].sort()).toEqual([
      '/elsewhere/talk.json',
      '/elsewhere/talk.mp4',
      '/elsewhere/talk.srt',
      '/elsewhere/talk.vtt',
    ]);
  });

  it('takes a timeline for an artifact, and nothing for nothing', async () => {
    const provider = new FakeProvider();
    provider.answers = [{ ...succeeded, output: { path: '/work/t.json', mediaType: 'application/json' } }];
    const written = await generate({ providers: [provider] });
    expect(written.result).toMatchObject({
      status: 'completed',
      artifactPath: '/videos/a-clear-mind.timeline.json',
    });
    expect(written.result.video).toBeUndefined();
    provider.answers = [{ ...succeeded, output: { mediaType: 'none' } }];
    const rehearsed = await generate({ providers: [provider] });
    expect(rehearsed.result.status).toBe('completed');
    expect(rehearsed.store.published.size).toBe(0);
  });

  it('reports progress that never goes down and names the video at once', async () => {
    const kit = serviceKit();
    const reports: VideoProgress[] = [];
    const onProgress = (report: VideoProgress): void => {
      reports.push(report);
      throw new TypeError('a listener’s mistake');
    };
    const result = await kit.clock.drive(kit.service.generateVideo({ script: threeScenes }, { onProgress }));
    const percents = reports.map(({ percent }) => percent);
    expect(result.status).toBe('completed');
    expect(reports[0]).toMatchObject({ videoId: result.id, stage: 'script', percent: 0, stageCount: 6 });
    expect(percents).toEqual([...percents].sort((one, other) => one - other));
    expect(percents.at(-1)).toBe(100);
    expect(kit.logger.entries.some(({ message }) => message === 'A progress listener failed.')).toBe(true);
  });

  it('seeds each scene’s picture from that scene alone', async () => {
    const seeds = async (script: string): Promise<unknown[]> => {
      const provider = new FakeProvider();
      await generate({ providers: [provider] }, { script });
      return provider.requests[0]!.timeline.scenes.map(({ visual }) => 'seed' in visual && visual.seed);
    };
    const before = await seeds('One.\nTwo.\nThree.');
    const after = await seeds('One.\nTwo is new.\nThree.');
    expect([after[0], after[2]]).toEqual([before[0], before[2]]);
    expect(after[1]).not.toBe(before[1]);
    expect(new Set(before).size).toBe(3);
  });
});

describe('own media', () => {
  const media = (path: string) => ({ path, fit: 'cover', motion: 'ken-burns' });
  const scene = (id: string, path?: string) => ({
    id,
    role: 'scene',
    text: 'Calm water',
    ...(path === undefined ? {} : { media: media(path) }),
  });

  it('shows images and clips, and inspects each file once', async () => {
    const inspector = new FakeInspector({
      '/talk/a.png': { contentHash: 'aaa' },
      '/talk/b.mp4': { kind: 'clip', durationSeconds: 4, contentHash: 'bbb' },
      './song.mp3': { kind: 'audio', contentHash: 'ccc' },
    });
    const provider = new FakeProvider();
    const content = { scenes: [scene('a', 'a.png'), scene('b', 'b.mp4'), scene('c', 'a.png'), scene('d')] };
    await generate(
      { inspector, providers: [provider] },
      { script: { content, baseFolder: '/talk' }, music: 'song.mp3' },
    );
    const [{ timeline }] = provider.requests as [(typeof provider.requests)[number]];
    expect(timeline.scenes.map(({ visual }) => visual)).toMatchObject([
      { kind: 'image', path: '/talk/a.png', contentHash: 'aaa', motion: 'ken-burns' },
      { kind: 'clip', path: '/talk/b.mp4', contentHash: 'bbb', durationSeconds: 4 },
      { kind: 'image', path: '/talk/a.png' },
      { kind: 'background' },
    ]);
    expect(timeline.music).toEqual({ kind: 'file', path: './song.mp3', contentHash: 'ccc' });
    expect(inspector.inspected.sort()).toEqual(['./song.mp3', '/talk/a.png', '/talk/b.mp4']);
  });

  it('names every file that is wrong at once', async () => {
    const { result } = await generate(
      {},
      { script: { scenes: [scene('a', 'x.png'), scene('b'), scene('c', 'y.png')] }, music: 'z.mp3' },
    );
    expect(result.error?.message).toBe('media of scene a: ./x.png does not exist. (and 2 more)');
    expect(result.error?.details.issues).toMatchObject([
      { code: 'MEDIA_NOT_FOUND', where: 'media of scene a' },
      { code: 'MEDIA_NOT_FOUND', where: 'media of scene c' },
      { code: 'MEDIA_NOT_FOUND', where: 'music', message: './z.mp3 does not exist.' },
    ]);
  });

  it.each([
    ['a missing file', 'gone.png', 'MEDIA_NOT_FOUND', 'media of scene a: ./gone.png does not exist.'],
    ['sound as a picture', 'song.mp3', 'MEDIA_TYPE_UNSUPPORTED', 'media of scene a: song.mp3 is sound'],
  ])('names the scene of %s', async (_, path, code, message) => {
    const inspector = new FakeInspector({ './song.mp3': { kind: 'audio' } });
    const { result } = await generate({ inspector }, { script: { scenes: [scene('a', path)] } });
    expect(result).toMatchObject({
      status: 'failed',
      error: { code, details: { where: 'media of scene a' } },
    });
    expect(result.error?.message).toContain(message);
  });
});

describe('voices', () => {
  const broken = (id: string) =>
    new FakeSynthesizer({ id, answer: () => Promise.reject(new TypeError(`${id} broke`)) });

  it('goes to the next engine, and says so', async () => {
    const { result } = await generate({ engines: [broken('first'), new FakeSynthesizer({ id: 'second' })] });
    expect(result).toMatchObject({
      status: 'completed',
      voice: 'second:one',
      degradations: [
        {
          code: 'VOICE_FALLBACK',
          what: 'The voice “first:one” could not speak the script.',
          why: 'The voice “first:one” failed: first broke',
          effect: 'The voice “second:one” speaks instead.',
        },
      ],
    });
  });

  it('is silent when all engines fail, and when none speaks the language', async () => {
    const provider = new FakeProvider({ capabilities: ['captions', 'transitions', 'music'] });
    const failed = await generate({ engines: [broken('a'), broken('b')], providers: [provider] });
    expect(failed.result.status).toBe('completed');
    expect(failed.result.voice).toBe('none');
    expect(failed.result.degradations.map(({ code }) => code)).toEqual(['VOICE_FALLBACK', 'VOICE_FALLBACK']);
    const japanese = new FakeChannel({ defaultLanguage: 'ja' });
    const none = await generate({ channels: [japanese] });
    expect(none.result).toMatchObject({ voice: 'none', degradations: [{ code: 'VOICE_UNAVAILABLE' }] });
  });

  it('is silent without a word when that was asked for', async () => {
    const engine = new FakeSynthesizer();
    const provider = new FakeProvider();
    const { result } = await generate({ engines: [engine], providers: [provider] }, { voice: 'none' });
    expect(result).toMatchObject({ status: 'completed', voice: 'none', degradations: [], warnings: [] });
    expect(engine.requests).toEqual([]);
    const [{ timeline }] = provider.requests as [(typeof provider.requests)[number]];
    expect(timeline.scenes.every(({ narration, cues }) => !narration && cues.length > 0)).toBe(true);
  });

  it('gives a hanging engine a deadline', async () => {
    const hanging = new FakeSynthesizer({ id: 'slow', answer: () => forever });
    const { result } = await generate({ engines: [hanging, new FakeSynthesizer({ id: 'quick' })] });
    expect(result.voice).toBe('quick:one');
    expect(result.degradations[0]?.why).toBe('The voice “slow:one” did not speak a scene within 60 s.');
  });

  it('refuses a recording that is unusable, and speaks two scenes at once', async () => {
    const silent = new FakeSynthesizer({
      id: 'silent',
      answer: (audio) => Promise.resolve({ ...audio, samples: new Float32Array(audio.samples.length) }),
    });
    const good = new FakeSynthesizer({ id: 'good' });
    const { result } = await generate({ engines: [silent, good] }, { script: 'A.\nB.\nC.\nD.\nE.' });
    expect(result.voice).toBe('good:one');
    expect(good.peak).toBe(2);
    expect(good.requests).toHaveLength(5);
  });

  it('warns about a named voice of another language, and uses it', async () => {
    const engine = new FakeSynthesizer({ id: 'habla', languages: ['es'] });
    const { result } = await generate({ engines: [engine] }, { voice: 'habla:one' });
    expect(result).toMatchObject({ voice: 'habla:one', warnings: [{ code: 'VOICE_LANGUAGE_MISMATCH' }] });
  });

  it('does not try another voice when the disk is full', async () => {
    const full = new FakeSynthesizer({
      answer: () => Promise.reject(new VideoGenerationError('STORAGE_FULL', { message: 'full' })),
    });
    const other = new FakeSynthesizer({ id: 'other' });
    const { result } = await generate({ engines: [full, other] });
    expect(result.error?.code).toBe('STORAGE_FULL');
    expect(other.requests).toEqual([]);
  });
});

describe('failures', () => {
  it.each([
    ['null', null, 'INVALID_REQUEST'],
    ['a misspelt field', { script: 'x', qualty: 'draft' }, 'INVALID_REQUEST'],
    ['an unknown quality', { script: 'x', quality: 'hgih' }, 'INVALID_REQUEST'],
    ['a number for a name', { script: 'x', voice: 3 }, 'INVALID_REQUEST'],
    ['no script', {}, 'SCRIPT_EMPTY'],
    ['an output that is no video', { script: 'x', outputPath: '/tmp/x.avi' }, 'OUTPUT_PATH_INVALID'],
    ['a provider that does not exist', { script: 'x', provider: 'fak' }, 'PROVIDER_UNKNOWN'],
    ['a voice that does not exist', { script: 'x', voice: 'tone:on' }, 'VOICE_UNKNOWN'],
  ])('resolves with a failed result for %s', async (_, request, code) => {
    const kit = serviceKit();
    const result = await kit.clock.drive(kit.service.generateVideo(request as never));
    expect(result).toMatchObject({ status: 'failed', error: { code } });
    expect(kit.store.published.size + kit.store.workspaces.size).toBe(0);
  });

  it('suggests what was meant', async () => {
    const { result } = await generate({}, { qualty: 'draft' } as never);
    expect(result.error?.message).toContain('Did you mean quality?');
  });

  it('refuses a video that is too long before anything is rendered, and still shows its scenes', async () => {
    const provider = new FakeProvider();
    const settings = { channels: { air: { maxDurationSeconds: 6 } } };
    const { result } = await generate({ providers: [provider], settings });
    expect(result.error).toMatchObject({ code: 'SCRIPT_TOO_LONG', details: { limit: 6 } });
    expect(result.scenes).toHaveLength(3);
    expect(provider.calls).toEqual([]);
  });

  it('checks the place before it speaks', async () => {
    const engine = new FakeSynthesizer();
    const kit = serviceKit({ engines: [engine] });
    kit.store.unwritable = true;
    const result = await kit.clock.drive(kit.service.generateVideo({ script: threeScenes }));
    expect(result.error?.code).toBe('STORAGE_NOT_WRITABLE');
    expect(engine.requests).toEqual([]);
  });

  it.each(['.srt', '.vtt', '.json'])('takes everything back when %s cannot be published', async (ending) => {
    const kit = serviceKit();
    kit.store.failsFor = ending;
    const result = await kit.clock.drive(kit.service.generateVideo({ script: threeScenes }));
    expect(result).toMatchObject({ status: 'failed', error: { code: 'STORAGE_FULL' } });
    expect(kit.store.published.size).toBe(0);
    expect(kit.store.workspaces.size).toBe(0);
  });

  it('logs what is our own fault with its stack', async () => {
    const channel = new FakeChannel();
    Object.defineProperty(channel, 'direct', { value: () => ({ scenes: [], style: channel.style }) });
    const { result } = await generate({ channels: [channel] });
    expect(result.error?.code).toBe('PLUGIN_PROTOCOL_ERROR');
    const parser = new FakeParser();
    parser.parse = function brokenParser() {
      return null as never;
    };
    const broken = await generate({ parsers: [parser] });
    expect(broken.result.error?.code).toBe('INTERNAL_ERROR');
    expect(broken.logger.entries.at(-1)).toMatchObject({
      level: 'error',
      fields: { videoId: broken.result.id },
    });
  });

  it('ends a generation at the deadline of the settings', async () => {
    const provider = new FakeProvider({ timeoutSeconds: 9999 });
    provider.answers = [forever];
    const { result } = await generate({
      providers: [provider],
      settings: { global: { timeoutSeconds: 100 } },
    });
    expect(result.error).toMatchObject({
      code: 'TIMEOUT',
      howToFix: containing('global.timeoutSeconds'),
    });
    expect(provider.calls).toContain('cancel');
  });
});

describe('cancelling', () => {
  const stages = ['script', 'voice', 'visuals', 'pictures', 'composition', 'publishing'];
  it.each(stages)('stops cleanly in the stage %s', async (stage) => {
    const kit = serviceKit();
    const stop = new AbortController();
    const onProgress = (progress: VideoProgress): void => {
      if (progress.stage === stage) stop.abort();
    };
    const result = await kit.clock.drive(
      kit.service.generateVideo({ script: threeScenes }, { signal: stop.signal, onProgress }),
    );
    expect(result).toMatchObject({ status: 'cancelled', error: { code: 'CANCELLED' } });
    expect(kit.store.published.size + kit.store.workspaces.size).toBe(0);
    expect(kit.clock.sleeping).toBe(0);
    expect(kit.service.getMetrics()).toMatchObject({ cancelled: 1, active: 0, queued: 0, successRate: null });
  });

  it('stops a video by its id, at the provider, too', async () => {
    const provider = new FakeProvider();
    provider.answers = [forever];
    const kit = serviceKit({ providers: [provider] });
    let id = '';
    const work = kit.service.generateVideo(
      { script: threeScenes },
      { onProgress: ({ videoId }) => (id = videoId) },
    );
    await flush();
    expect(kit.service.getVideoStatus(id)).toMatchObject({
      status: 'processing',
      progress: { stage: 'composition' },
    });
    expect(kit.service.cancel(id)).toBe(true);
    const result = await kit.clock.drive(work);
    expect(result.status).toBe('cancelled');
    expect(provider.calls.at(-1)).toBe('cancel');
    expect(kit.service.cancel(id)).toBe(false);
    expect(kit.service.getVideoStatus(id)).toMatchObject({ status: 'cancelled', result });
    expect(() => kit.service.cancel('nobody')).toThrow(expect.objectContaining({ code: 'VIDEO_UNKNOWN' }));
  });

  it('does nothing for a caller who has gone already', async () => {
    const kit = serviceKit();
    const result = await kit.service.generateVideo({ script: threeScenes }, { signal: AbortSignal.abort() });
    expect(result.status).toBe('cancelled');
  });
});

describe('several at once', () => {
  it('queues beyond the limit and refuses beyond the queue', async () => {
    const provider = new FakeProvider();
    let finish = (_: OperationStatus): void => undefined;
    provider.answers = [new Promise((resolve) => (finish = resolve))];
    const settings = { global: { maxConcurrentGenerations: 1, maxQueued: 1 } };
    const kit = serviceKit({ providers: [provider], settings });
    const first = kit.service.generateVideo({ script: threeScenes });
    const second = kit.service.generateVideo({ script: threeScenes });
    const third = await kit.service.generateVideo({ script: threeScenes });
    expect(third.error?.code).toBe('QUEUE_FULL');
    expect(kit.service.getMetrics()).toMatchObject({
      active: 1,
      queued: 1,
      failed: 1,
      byError: { QUEUE_FULL: 1 },
    });
    finish(succeeded);
    const results = await kit.clock.drive(Promise.all([first, second]));
    expect(results.map(({ status }) => status)).toEqual(['completed', 'completed']);
  });

  it('keeps a batch in order, within the limit and the queue, and sinks nothing with a failure', async () => {
    const settings = { global: { maxConcurrentGenerations: 2, maxQueued: 0 } };
    const engine = new FakeSynthesizer();
    const kit = serviceKit({ settings, engines: [engine] });
    const scripts = ['One.', '', 'Two.', 'Three.\u202E', 'Four.', 'Five.'];
    const ended: number[] = [];
    const results = await kit.clock.drive(
      kit.service.generateBatch(
        scripts.map((script) => ({ script })),
        { onResult: (_, index) => ended.push(index) },
      ),
    );
    expect(results.map(({ status }) => status)).toEqual([
      'completed',
      'failed',
      'completed',
      'failed',
      'completed',
      'completed',
    ]);
    expect(results.map(({ scenes }) => scenes[0]?.text)).toEqual([
      'One.',
      undefined,
      'Two.',
      undefined,
      'Four.',
      'Five.',
    ]);
    expect([...ended].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(kit.service.getMetrics()).toMatchObject({
      total: 6,
      completed: 4,
      failed: 2,
      successRate: 4 / 6,
      byProvider: { fake: 4 },
      byChannel: { air: 4 },
      byQuality: { standard: 4 },
      byError: { SCRIPT_CONTROL_CHARACTERS: 1, SCRIPT_EMPTY: 1 },
    });
  });

  it('cancels what is left of a batch', async () => {
    const provider = new FakeProvider();
    provider.answers = [forever];
    const kit = serviceKit({ providers: [provider] });
    const stop = new AbortController();
    const batch = kit.service.generateBatch(Array(5).fill({ script: 'Calm.' }), { signal: stop.signal });
    await flush();
    stop.abort();
    const results = await kit.clock.drive(batch);
    expect(results.map(({ status }) => status)).toEqual(Array(5).fill('cancelled'));
    expect(provider.calls.filter((call) => call === 'start')).toHaveLength(2);
  });

  it('remembers a bounded number of videos', async () => {
    const kit = serviceKit({ settings: { global: { maxQueued: 5000 } } });
    const first = await kit.service.generateVideo({ script: '' });
    for (let number = 0; number < 1000; number += 1) await kit.service.generateVideo({ script: '' });
    expect(() => kit.service.getVideoStatus(first.id)).toThrow(
      expect.objectContaining({ code: 'VIDEO_UNKNOWN' }),
    );
  });
});

describe('dry run and validation', () => {
  it('plans without making anything', async () => {
    const provider = new FakeProvider();
    const engine = new FakeSynthesizer();
    const { result, store, service } = await generate(
      { providers: [provider], engines: [engine] },
      { dryRun: true },
    );
    expect(result).toMatchObject({
      status: 'completed',
      voice: 'tone:one',
      selection: { providerId: 'fake' },
      cost: { micros: 77, currency: 'USD' },
      warnings: [{ code: 'DRY_RUN' }],
    });
    expect(result.scenes.every(({ startSeconds, endSeconds }) => endSeconds > startSeconds)).toBe(true);
    expect(provider.calls).toEqual([]);
    expect(engine.requests).toEqual([]);
    expect(store.published.size + store.workspaces.size).toBe(0);
    expect(service.getMetrics().total).toBe(0);
  });

  it('finds what is wrong with a script', async () => {
    const channel = new FakeChannel();
    const issue = { code: 'SCRIPT_FIELD_INVALID', where: 'hook', message: 'dull', howToFix: 'x' } as const;
    channel.issues = [issue, { ...issue, where: 'cta' }];
    const kit = serviceKit({ channels: [channel] });
    const validate = (request: VideoRequest) => kit.clock.drive(kit.service.validateScript(request));
    expect(await validate({ script: 'Hello' })).toMatchObject({ valid: false, issues: channel.issues });
    expect(await validate({ script: 'a\u0007' })).toMatchObject({
      valid: false,
      issues: [{ code: 'SCRIPT_CONTROL_CHARACTERS', where: 'line 1' }],
    });
    channel.issues = [];
    expect(await validate({ script: 'Hello' })).toMatchObject({ valid: true, issues: [], warnings: [] });
    const long = await validate({ script: Array(200).fill('water').join(' ') });
    expect(long).toMatchObject({ valid: true, warnings: [{ code: 'MAYBE_TOO_LONG' }] });
  });
});

describe('what is there', () => {
  it('lists providers, channels and voices as the settings leave them', () => {
    const kit = serviceKit({
      channels: [new FakeChannel(), new FakeChannel({ id: 'fire' })],
      settings: { channels: { fire: { enabled: false } }, providers: { fake: { enabled: false } } },
    });
    expect(kit.service.getAvailableChannels().map(({ id }) => id)).toEqual(['air']);
    expect(kit.service.getAvailableProviders()).toMatchObject([{ id: 'fake', enabled: false }]);
    expect(kit.service.getAvailableVoices()).toMatchObject([
      { id: 'tone:one', engine: 'tone', offline: true },
    ]);
  });

  it('is healthy if something can be made', async () => {
    const good = new FakeProvider();
    const bad = new FakeProvider({ id: 'bad' });
    bad.checkHealth = () => forever;
    const kit = serviceKit({ providers: [good, bad] });
    const report = await kit.clock.drive(kit.service.checkHealth());
    expect(report).toMatchObject({
      healthy: true,
      checks: [
        { name: 'storage', healthy: true },
        { name: 'speech', healthy: true },
        { name: 'provider fake', healthy: true },
        { name: 'provider bad', healthy: false, message: 'There was no answer within 10 s.' },
      ],
    });
    good.health = { healthy: false, message: 'No FFmpeg.' };
    expect((await kit.clock.drive(kit.service.checkHealth())).healthy).toBe(false);
  });
});
