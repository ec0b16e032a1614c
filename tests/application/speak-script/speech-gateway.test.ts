import { describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { VideoRequest } from '../../../domain/video/video-request.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import type { FakeSettings } from '../../fakes/fake-config.js';
import { FakeSynthesizer, type FakeSynthesizerOptions } from '../../fakes/fake-synthesizer.js';
import { containing } from '../../fakes/matchers.js';
import { serviceKit, threeScenes } from '../../fakes/service-kit.js';

const offline = new FakeSynthesizer({ id: 'here' });
const words = threeScenes.split(/\s+/u).length;

function kit(options: FakeSynthesizerOptions = {}, settings: FakeSettings = {}) {
  const cloud = new FakeSynthesizer({ id: 'cloud', price: 100, ...options });
  const sky = new FakeSynthesizer({ id: 'sky', price: 100 });
  const clock = new FakeClock();
  const made = serviceKit({ engines: [cloud, sky, offline], clock, settings });
  const generate = (request: Partial<VideoRequest> = {}) =>
    clock.drive(made.service.generateVideo({ script: threeScenes, voice: 'cloud:one', ...request }));
  const plan = () => generate({ dryRun: true });
  const { ledger, journal } = made.media;
  const ended = () => [...journal.entries.values()].map(({ state }) => state);
  const settled = () =>
    ledger.written.filter(({ kind }) => kind === 'settle').reduce((sum, { cost }) => sum + cost.micros, 0);
  return { ...made, cloud, sky, generate, plan, ended, settled };
}

const failing = (submission?: string, code: 'PROVIDER_ERROR' | 'RATE_LIMIT_EXCEEDED' = 'PROVIDER_ERROR') =>
  new VideoGenerationError(code, {
    message: 'The cloud is gone.',
    details: submission ? { submission } : {},
  });

describe('the voices of services', () => {
  it('pay each line once, on record, and count it into the video', async () => {
    const { generate, ended, settled, cloud } = kit();
    const result = await generate();
    expect(result).toMatchObject({
      status: 'completed',
      voice: 'cloud:one',
      cost: { micros: 100 * words, currency: 'USD' },
    });
    expect([ended(), settled()]).toEqual([['delivered', 'delivered', 'delivered'], 100 * words]);
    const again = await generate();
    expect(again.cost.micros).toBe(0);
    expect(cloud.requests).toHaveLength(3);
  });

  it('are asked anew when the cache is not wanted', async () => {
    const { generate, cloud } = kit();
    await generate();
    await generate({ cache: false });
    expect(cloud.requests).toHaveLength(6);
  });

  it('buy a line that two scenes share once', async () => {
    const { generate, cloud } = kit();
    await generate({ script: 'Breathe in.\nBreathe in.\nBreathe out.' });
    expect(cloud.requests).toHaveLength(2);
  });

  it('tell a plan what they would cost, and that is nothing for what is remembered', async () => {
    const { plan, generate, cloud } = kit();
    const before = (await plan()).cost.micros;
    expect(cloud.requests).toHaveLength(0);
    await generate();
    // What remains is the composer's own estimate.
    expect(before - (await plan()).cost.micros).toBe(100 * words);
  });

  it('give way to the next service, and then to an offline voice, if nothing was bought', async () => {
    const { generate, sky, settled } = kit({ answer: () => Promise.reject(failing('rejected')) });
    const result = await generate();
    expect(result).toMatchObject({
      voice: 'sky:one',
      degradations: [{ code: 'VOICE_FALLBACK', why: 'The cloud is gone.', effect: containing('sky:one') }],
    });
    expect([sky.requests.length, settled()]).toEqual([3, 100 * words]);
  });

  it('give way to offline voices alone when nobody knows whether something was bought', async () => {
    const { generate, sky, ended, settled } = kit({ answer: () => Promise.reject(failing()) });
    const result = await generate();
    expect(result).toMatchObject({ voice: 'here:one', degradations: [{ effect: containing('here:one') }] });
    expect(sky.requests).toHaveLength(0);
    expect(new Set(ended())).toEqual(new Set(['failed']));
    expect(result.cost.micros).toBe(settled());
    expect(settled()).toBeGreaterThan(0);
  });

  it('are asked again for what was surely not bought', async () => {
    let refusals = 2;
    const { generate, cloud, settled } = kit({
      answer: (audio) =>
        refusals-- > 0 ? Promise.reject(failing('rejected', 'RATE_LIMIT_EXCEEDED')) : Promise.resolve(audio),
    });
    expect(await generate()).toMatchObject({ status: 'completed', voice: 'cloud:one', degradations: [] });
    expect([cloud.requests.length, settled()]).toEqual([5, 100 * words]);
  });

  it('are not remembered when what they gave is no speech', async () => {
    const silence = new Float32Array(8000);
    const { generate, speech, settled } = kit({
      answer: (audio) => Promise.resolve({ ...audio, samples: audio.samples.map(() => silence[0]!) }),
    });
    expect(await generate()).toMatchObject({
      voice: 'here:one',
      degradations: [{ why: containing('silence') }],
    });
    expect(speech.cache.lines.size).toBe(0);
    expect(settled()).toBeGreaterThan(0);
  });

  it.each([
    ['what the video may cost', { budget: { micros: 100 * words - 1, currency: 'USD' } }, {}, {}],
    [
      'a budget, if nobody knows the price',
      { budget: { micros: 1e9, currency: 'USD' } },
      { price: 'unknown' },
      {},
    ],
    [
      'a day’s budget, if nobody knows the price',
      {},
      { price: 'unknown' },
      { policies: { budget: { perDayMicros: 1e9 } } },
    ],
  ] as const)('never pass %s', async (_, request, options, settings) => {
    const { generate, cloud } = kit(options, settings);
    expect(await generate(request)).toMatchObject({ status: 'failed', error: { code: 'BUDGET_EXCEEDED' } });
    expect(cloud.requests).toHaveLength(0);
  });

  it('end a record that a crash left, with its estimate', async () => {
    const { media, service, settled, clock } = kit();
    const spending = {
      key: 'k',
      providerId: 'cloud',
      model: 'cloud:one',
      estimate: { micros: 70, currency: 'USD' },
    };
    await media.ledger.append({ ...spending, kind: 'reserve', cost: spending.estimate });
    const request = { paidCall: true, task: 'speaking' };
    await media.journal.begin({ ...spending, requestId: 'v', step: 'speech-1', requestDigest: 'd', request });
    const [resumed] = await clock.drive(service.resumeUnfinished());
    expect(resumed).toMatchObject({ outcome: 'failed', error: { message: containing('counts as charged') } });
    expect([settled(), media.journal.entries.get('k')!.state]).toEqual([70, 'failed']);
  });
});
