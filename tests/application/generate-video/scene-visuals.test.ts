import { describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { VisualWish } from '../../../domain/script/video-script.js';
import type { VideoProgress } from '../../../domain/video/video-progress.js';
import type { VideoRequest } from '../../../domain/video/video-request.js';
import { FakeClock, flush } from '../../fakes/fake-clock.js';
import { FakeProvider } from '../../fakes/fake-provider.js';
import { containing } from '../../fakes/matchers.js';
import { fakeModel, PaidProvider, remote } from '../../fakes/media-kit.js';
import { serviceKit } from '../../fakes/service-kit.js';

const picture = fakeModel({
  id: 'still-1',
  mediaType: 'image',
  tasks: ['text-to-image'],
  price: { micros: 8_000, per: 'image', currency: 'USD', asOf: '2026-11-01' },
});
const { durations: _none, ...still } = picture;
const refused = new VideoGenerationError('CONTENT_POLICY_VIOLATION', {
  message: 'The prompt was refused.',
  details: { submission: 'rejected' },
});

function script(...visuals: (VisualWish | undefined)[]) {
  const scenes = visuals.map((visual, index) => ({
    id: index === 0 ? 'hook' : `point-${index}`,
    role: index === 0 ? ('hook' as const) : ('point' as const),
    text: `A calm line, number ${index}.`,
    ...(visual ? { visual: { prompt: `picture ${index}`, ...visual } } : {}),
  }));
  return { scenes };
}

function kit(models = [fakeModel(), still]) {
  const composer = new FakeProvider();
  const clock = new FakeClock();
  const paid = new PaidProvider(clock, { models });
  const service = serviceKit({ providers: [composer, paid], clock });
  const generate = (request: Partial<VideoRequest>, onProgress?: (progress: VideoProgress) => void) =>
    service.clock.drive(
      service.service.generateVideo(
        { script: script({ kind: 'clip' }), ...request },
        onProgress ? { onProgress } : {},
      ),
    );
  const shown = () => composer.requests.at(-1)!.timeline.scenes.map(({ visual }) => visual);
  return { ...service, composer, paid, generate, shown };
}

describe('scenes with clips and pictures of providers', () => {
  it('asks for each in order, and shows what was made, with its cost', async () => {
    const { generate, shown, paid } = kit();
    const reports: VideoProgress[] = [];
    const wishes = [{ kind: 'clip' }, undefined, { kind: 'image' }] as const;
    const result = await generate({ script: script(...wishes) }, (progress) => reports.push(progress));
    expect(result.error).toBeUndefined();
    expect(shown().map(({ kind }) => kind)).toEqual(['clip', 'background', 'image']);
    expect(shown()[0]).toMatchObject({ path: '/videos/1.mp4', fill: 'stretch', durationSeconds: 5 });
    expect(paid.requests.map((request) => request.input === 'prompt' && request.prompt)).toEqual([
      'picture 0',
      'picture 2',
    ]);
    expect(result.cost).toEqual({ micros: 100_000, currency: 'USD' });
    expect(result.scenes.map(({ visual }) => visual?.model)).toEqual(['gen-1', undefined, 'still-1']);
    expect(result.degradations).toEqual([]);
    expect(reports.map(({ message }) => message)).toContain(
      'Made the picture of scene point-2 by paid/still-1: 2 of 2 done',
    );
  });

  it('uses the channel’s words for a scene that has none of its own, and the video’s shape', async () => {
    const { generate, paid } = kit();
    await generate({ script: 'One calm line.', visual: 'clip', provider: 'paid' });
    expect(paid.requests[0]).toMatchObject({ prompt: 'A clear sky', aspectRatio: '9:16', duration: 5 });
  });

  it('buys nothing for a provider that would not show it, and says so', async () => {
    const clock = new FakeClock();
    const paid = new PaidProvider(clock, { models: [fakeModel()] });
    const avatar = new FakeProvider({ ignoresVisuals: true });
    const { service } = serviceKit({ providers: [avatar, paid], clock });
    const result = await clock.drive(service.generateVideo({ script: script({ kind: 'clip' }) }));
    expect(result.error).toBeUndefined();
    expect(paid.requests).toEqual([]);
    expect(result.warnings).toMatchObject([{ code: 'VISUALS_UNUSED' }]);
  });

  it('buys nothing twice: the same script again takes what was made', async () => {
    const { generate, paid } = kit();
    await generate({});
    const again = await generate({});
    expect(paid.keys).toHaveLength(1);
    expect(again.cost.micros).toBe(0);
    expect(again.scenes[0]!.visual).toMatchObject({ kind: 'clip', reused: true });
    await generate({ cache: false });
    expect(paid.keys).toHaveLength(2);
  });

  it('takes up what a crash left under way, instead of buying it again', async () => {
    const { service, clock, generate, paid } = kit();
    paid.statuses = [() => new Promise(() => undefined), remote()];
    const lost = service.generateVideo({ script: script({ kind: 'clip' }) });
    await flush();
    await clock.drive(service.dispose());
    expect((await clock.drive(lost)).status).toBe('cancelled');
    expect(paid.calls).not.toContain('cancel');
    const again = await generate({});
    expect(again.scenes[0]!.visual).toMatchObject({ kind: 'clip', path: '/videos/1.mp4' });
    expect(paid.keys).toHaveLength(1);
  });

  it('shows a picture instead of a clip that fails, and the background instead of that', async () => {
    const { generate, shown, paid } = kit();
    paid.starts = [refused, 'op'];
    const first = await generate({});
    expect(shown()[0]!.kind).toBe('image');
    expect(first.degradations).toMatchObject([
      {
        code: 'CLIP_FALLBACK',
        what: 'Scene hook shows a picture instead of a clip.',
        why: 'The prompt was refused.',
      },
    ]);
    paid.starts = [refused];
    const second = await generate({ cache: false });
    expect(shown()[0]!.kind).toBe('background');
    expect(second.status).toBe('completed');
    expect(second.degradations).toMatchObject([{ code: 'VISUAL_FALLBACK' }]);
    expect(second.scenes[0]!.visual).toEqual({ kind: 'background' });
  });

  it('never buys a picture in the place of a clip that may have been paid for', async () => {
    const { generate, paid } = kit();
    paid.starts = [new VideoGenerationError('NETWORK_ERROR', { message: 'reset' }), 'op'];
    const result = await generate({});
    expect(paid.keys).toHaveLength(1);
    expect(result.degradations).toMatchObject([
      { code: 'VISUAL_FALLBACK', effect: containing('aether operations') },
    ]);
    await generate({});
    expect(paid.keys).toHaveLength(1);
  });

  it('counts what a failed clip cost', async () => {
    const { generate, paid } = kit();
    const error = new VideoGenerationError('CONTENT_POLICY_VIOLATION', { message: 'no' }).toJSON();
    paid.statuses = [{ state: 'failed', error, cost: { micros: 50_000, currency: 'USD' } }, remote()];
    const result = await generate({});
    expect(result.cost.micros).toBe(100_000);
    expect(result.scenes[0]!.visual).toMatchObject({ kind: 'image', costs: [{ micros: 100_000 }] });
  });

  it('refuses a plan above the budget before anything is paid', async () => {
    const { generate, paid } = kit();
    const wishes = [{ kind: 'clip' }, { kind: 'clip' }] as const;
    const result = await generate({
      script: script(...wishes),
      budget: { micros: 99_999, currency: 'USD' },
    });
    expect(result.error).toMatchObject({ code: 'BUDGET_EXCEEDED', message: containing('0.10 USD') });
    expect(paid.calls).toEqual([]);
    const fits = await generate({
      script: script(...wishes),
      budget: { micros: 100_000, currency: 'USD' },
    });
    expect(fits.status).toBe('completed');
  });

  it('keeps the background when the rest of the budget does not pay for a picture', async () => {
    const { generate, paid, shown } = kit();
    const error = new VideoGenerationError('CONTENT_POLICY_VIOLATION', { message: 'no' }).toJSON();
    paid.statuses = [{ state: 'failed', error, cost: { micros: 50_000, currency: 'USD' } }, remote()];
    const result = await generate({ budget: { micros: 55_000, currency: 'USD' } });
    expect(shown()[0]!.kind).toBe('background');
    expect(result.degradations[0]!.why).toContain('budget');
    expect(result.cost.micros).toBe(50_000);
  });

  it('estimates a dry run, and sends nothing', async () => {
    const { generate, paid } = kit();
    const result = await generate({
      script: script({ kind: 'clip' }, { kind: 'image' }),
      dryRun: true,
    });
    expect(paid.calls).toEqual([]);
    expect(result.scenes.map(({ visual }) => visual)).toMatchObject([
      { kind: 'clip', provider: 'paid', model: 'gen-1', costs: [{ micros: 50_000 }] },
      { kind: 'image', model: 'still-1', costs: [{ micros: 8_000 }] },
    ]);
    expect(result.cost.micros).toBe(58_077);
  });

  it('refuses a provider that is named and not there, and degrades where any would do', async () => {
    const { generate } = kit([]);
    const named = await generate({ script: script({ kind: 'clip', provider: 'nobody' }) });
    expect(named.error).toMatchObject({ code: 'PROVIDER_UNKNOWN', message: containing('Scene hook') });
    const open = await generate({});
    expect(open.status).toBe('completed');
    expect(open.degradations).toMatchObject([{ code: 'VISUAL_FALLBACK' }]);
  });

  it('buys nothing for a video that is too long for its channel', async () => {
    const { service, clock, paid } = kit();
    const long = script({ kind: 'clip' });
    const scenes = long.scenes.map((scene) => ({ ...scene, durationSeconds: 70 }));
    const result = await clock.drive(service.generateVideo({ script: { scenes } }));
    expect(result.error?.code).toBe('SCRIPT_TOO_LONG');
    expect(paid.calls).toEqual([]);
  });

  it('slows a clip down rather than pay more than twice for the missing seconds', async () => {
    const dear = fakeModel({
      id: 'long-1',
      durations: { kind: 'list', seconds: [15] },
      price: { micros: 100_000, per: 'second', currency: 'USD', asOf: '2026-11-01' },
    });
    const { service, clock, paid } = kit([fakeModel(), dear]);
    const [scene] = script({ kind: 'clip' }).scenes;
    const scenes = [{ ...scene!, durationSeconds: 12 }];
    await clock.drive(service.generateVideo({ script: { scenes } }));
    expect(paid.requests[0]).toMatchObject({ duration: 10, model: { id: 'gen-1' } });
  });

  it('gives a library the words of a scene, another hit for the same words, and keeps whom to thank', async () => {
    const clock = new FakeClock();
    const attribution = { author: 'A photographer', source: 'Library' };
    const library = new PaidProvider(clock, { models: [fakeModel()], searches: true });
    const found = remote() as Extract<ReturnType<typeof remote>, { state: 'succeeded' }>;
    library.statuses = [{ ...found, output: { ...found.output, facts: { attribution } } as never }];
    const kit = serviceKit({ providers: [new FakeProvider(), library], clock });
    const scenes = ['A calm sea.', 'A tall tree.', 'A calm sea.'].map((text, index) => ({
      ...{ id: `scene-${index}`, role: 'scene' as const, text },
      visual: { kind: 'clip' as const, provider: 'paid' },
    }));
    const result = await clock.drive(kit.service.generateVideo({ script: { scenes } }));
    const asked = library.requests.map((one) => one.input === 'prompt' && [one.prompt, one.seed]);
    expect(asked).toEqual([
      ['A calm sea.', 0],
      ['A tall tree.', 0],
      ['A calm sea.', 1],
    ]);
    expect(result.scenes.map(({ visual }) => visual?.attribution)).toEqual(Array(3).fill(attribution));
  });
});
