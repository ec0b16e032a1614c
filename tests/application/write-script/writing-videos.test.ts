import { describe, expect, it } from 'vitest';
import type { BriefInput } from '../../../domain/brief/brief.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ScriptDraft } from '../../../domain/language-model/script-assignment.js';
import { OfflineLanguageModel } from '../../../plugins/language-models/offline/offline-language-model.js';
import { createTiktokScriptParser } from '../../../plugins/parsers/tiktok/tiktok-script-parser.js';
import { MemoryJobStore } from '../../../infrastructure/store/memory-job-store.js';
import type { FakeClock } from '../../fakes/fake-clock.js';
import { serviceKit, type ServiceKitOptions } from '../../fakes/service-kit.js';
import { FakeLanguageModel, pricedOffer } from '../../fakes/writing-kit.js';

/** Memory that the service takes for a database. */
class LastingStore extends MemoryJobStore {
  override readonly durable = true as never;
}

const draft: ScriptDraft = {
  title: 'Why bees matter',
  hook: { text: 'What would spring sound like without bees?', visual: 'A meadow' },
  points: [
    'A bee visits hundreds of flowers on a single trip.',
    'Many of the fruits that we eat begin with such a visit.',
    'Wild bees do it, too, and most of them live alone.',
    'A patch of wild flowers is a full larder for them.',
  ].map((text) => ({ text, visual: 'A bee on a flower', sources: [] })),
  callToAction: { text: 'Plant a few wild flowers this week.', visual: 'Seeds in a hand' },
  hashtags: ['bees'],
};
const good = JSON.stringify(draft);
const brief: BriefInput = { topic: 'Why bees matter', seconds: 24 };

function kit(model: FakeLanguageModel, more: ServiceKitOptions = {}) {
  const parsers = [createTiktokScriptParser()];
  return serviceKit({ models: [model, new OfflineLanguageModel()], parsers, ...more });
}

const write = (model: FakeLanguageModel, more: ServiceKitOptions = {}, input: BriefInput = brief) => {
  const made = kit(model, more);
  return made.service.generateVideo({ brief: input, dryRun: true }).then((result) => ({ result, ...made }));
};

describe('a brief', () => {
  it('becomes a video through the pipeline, with an account of the writing', async () => {
    const model = new FakeLanguageModel('remote');
    model.answers = [good];
    const { service, ledger, journal } = kit(model);
    const result = await service.generateVideo({ brief });
    expect(result.error).toBeUndefined();
    expect(result).toMatchObject({
      status: 'completed',
      cost: { micros: 2000, currency: 'USD' },
      writing: {
        writer: 'remote/m1',
        tokens: { input: 1000, output: 500 },
        cost: { micros: 2000 },
        attempts: [{ model: 'remote/m1', outcome: 'accepted' }],
      },
    });
    expect(result.stages.map(({ stage }) => stage).slice(0, 3)).toEqual(['brief', 'writing', 'script']);
    expect(result.writing!.checks.every(({ passed }) => passed)).toBe(true);
    expect(result.writing!.visuals[0]).toMatchObject({
      scene: 'hook',
      prompt: expect.stringContaining('A meadow'),
    });
    expect(result.scenes.map(({ id }) => id)).toEqual([
      'hook',
      'point-1',
      'point-2',
      'point-3',
      'point-4',
      'call-to-action',
    ]);
    expect(ledger.story.at(-1)).toBe('settle 2000');
    expect(journal.states).toEqual(['intent', 'submitted', 'succeeded', 'delivered']);
  });

  it.each([
    ['in a fence', `Here it is:\n\`\`\`json\n${good}\n\`\`\`\nEnjoy!`],
    ['with slips', good.replace('}]', '},]').replace('"title"', '// a title\n"title"')],
    [
      'in prose',
      `**Hook:** ${draft.hook.text}\n\n${draft.points.map(({ text }) => `- ${text}`).join('\n')}\n\n**CTA:** ${draft.callToAction.text}`,
    ],
  ])('takes an answer %s, and says so', async (_name, answer) => {
    const model = new FakeLanguageModel('remote');
    model.answers = [answer];
    const { result } = await write(model);
    expect(result.writing?.writer).toBe('remote/m1');
    expect(result.scenes.map(({ text }) => text)).toContain(draft.points[1]!.text);
    expect(result.warnings.map(({ code }) => code)).toContain('ANSWER_MENDED');
  });

  it('is written anew when the answer is no good, and the model is told why', async () => {
    const model = new FakeLanguageModel('remote');
    model.answers = [
      good.replace('Wild bees do it', 'As an AI language model I say that wild bees do it'),
      good,
    ];
    const { result } = await write(model);
    expect(result.writing?.attempts.map(({ outcome }) => outcome)).toEqual(['rejected', 'accepted']);
    expect(model.requests[1]!.corrections[0]!.problems.join()).toContain('speaks as a machine');
    expect(result.writing?.cost.micros).toBe(4000);
  });

  it('falls back to the offline writer, reports it, and counts what may have been charged', async () => {
    const model = new FakeLanguageModel('remote');
    model.answers = [new VideoGenerationError('NETWORK_ERROR', { message: 'The line is dead.' })];
    const { result, ledger, journal } = await write(model);
    expect(result.writing?.writer).toBe('offline/rules-1');
    expect(result.degradations).toMatchObject([{ code: 'WRITER_FALLBACK', why: 'The line is dead.' }]);
    expect(model.requests).toHaveLength(1);
    const [reserved, settled] = ledger.written;
    expect(settled).toMatchObject({ kind: 'settle', cost: reserved!.cost });
    expect(result.writing?.cost).toEqual(reserved!.cost);
    expect(journal.states.at(-1)).toBe('failed');
  });

  it('becomes a safe script in a quick demonstration when nobody can write it', async () => {
    const model = new FakeLanguageModel('remote');
    const offline = new FakeLanguageModel('offline', [pricedOffer], true);
    model.answers = [new VideoGenerationError('NETWORK_ERROR', { message: 'The line is dead.' })];
    offline.answers = [new VideoGenerationError('WRITING_FAILED', { message: 'I cannot write that.' })];
    const make = (preset: 'default' | 'quickDemo', topic: string) => {
      const parsers = [createTiktokScriptParser()];
      const jobStore = (clock: FakeClock) => new LastingStore(clock);
      const { service, clock } = serviceKit({ models: [model, offline], parsers, jobStore });
      return clock.drive(service.generateVideo({ brief: { topic, seconds: 24 } }, { preset }));
    };
    const refused = await make('default', 'Why bees matter');
    expect(refused).toMatchObject({ status: 'failed', error: { code: 'WRITING_FAILED' } });
    const made = await make('quickDemo', 'Why bees matter');
    expect(made).toMatchObject({
      status: 'completed',
      topic: 'Why bees matter',
      writing: { writer: 'safe/default' },
    });
    expect(made.scenes[0]!.text).toContain('Why bees matter');
    expect(made.degradations.map(({ code }) => code)).toEqual([
      'WRITER_FALLBACK',
      'WRITER_FALLBACK',
      'SAFE_SCRIPT',
    ]);
    expect(made.writing!.cost.micros).toBeGreaterThan(0);
  });

  it('asks again what was surely not charged, and releases what it reserved', async () => {
    const model = new FakeLanguageModel('remote');
    const busy = new VideoGenerationError('RATE_LIMIT_EXCEEDED', {
      message: 'Slow down.',
      details: { submission: 'rejected' },
    });
    model.answers = [busy];
    const made = kit(model, { settings: { policies: { retry: { attempts: 2, initialSeconds: 0 } } } });
    const result = await made.service.generateVideo({ brief, dryRun: true });
    expect(result.writing?.writer).toBe('offline/rules-1');
    expect(model.requests).toHaveLength(2);
    expect(made.ledger.written.map(({ kind }) => kind)).toEqual(['reserve', 'release']);
    expect(result.writing?.cost.micros).toBe(0);
  });

  it('is not sent to a model that may cost more than the budget, or whose price nobody knows', async () => {
    for (const offer of [pricedOffer, { id: 'm1' }]) {
      const model = new FakeLanguageModel('remote', [offer]);
      const budget = { perRequestMicros: 100, perDayMicros: 0, currency: 'USD' };
      const { result } = await write(model, { settings: { policies: { budget } } });
      expect(model.requests).toHaveLength(0);
      expect(result.writing?.writer).toBe('offline/rules-1');
      expect(result.writing?.attempts[0]!.problems.join()).toMatch(/budget/u);
    }
  });

  it('is answered from the record when the same is asked again', async () => {
    const model = new FakeLanguageModel('remote');
    model.answers = [good];
    const { service } = kit(model);
    await service.generateVideo({ brief, dryRun: true });
    const again = await service.generateVideo({ brief, dryRun: true });
    expect(model.requests).toHaveLength(1);
    expect(again).toMatchObject({ writing: { cached: true, writer: 'remote/m1', cost: { micros: 0 } } });
  });

  it('rests on the documents that it is given, and cites them', async () => {
    const model = new FakeLanguageModel('remote');
    const points = draft.points.map((point, index) => ({ ...point, sources: index === 0 ? [1] : [] }));
    model.answers = [JSON.stringify({ ...draft, points })];
    const documents = { 'bees.md': 'Bees visit flowers.\n\nTrains run on rails.' };
    const { result } = await write(model, { documents }, { ...brief, sources: ['bees.md'] });
    expect(result.writing?.sources).toMatchObject([{ source: 'bees.md', scenes: ['point-1'] }]);
    expect(JSON.stringify(model.requests[0]!.input)).toContain('Bees visit flowers.');
    expect(model.requests[0]!.instructions).not.toContain('Bees visit flowers.');
  });

  it.each([
    ['figures that stand nowhere', 'A bee visits 4711 flowers on a single trip.', 'figure 4711'],
    ['a line that is there twice', draft.points[1]!.text, 'say the same'],
  ])('is questioned for %s', async (_name, text, finding) => {
    const model = new FakeLanguageModel('remote');
    const points = draft.points.map((point, index) =>
      index === 0 ? { ...point, text, sources: [1] } : point,
    );
    model.answers = [JSON.stringify({ ...draft, points })];
    const documents = { 'bees.md': 'Bees visit flowers.' };
    const { result } = await write(model, { documents }, { ...brief, sources: ['bees.md'] });
    const told = result.warnings.filter(({ code }) => code === 'SCRIPT_CHECK_FAILED');
    expect(told.map(({ why }) => why).join()).toContain(finding);
    expect(model.requests).toHaveLength(3);
  });

  it.each<[string, BriefInput, string]>([
    ['without a topic', {} as BriefInput, 'topic'],
    ['of a length that the channel does not allow', { ...brief, seconds: 200 }, 'seconds'],
    ['with a style that there is not', { ...brief, style: 'opera' as never }, 'style'],
  ])('%s is refused before anything is asked', async (_name, input, where) => {
    const model = new FakeLanguageModel('remote');
    const { result } = await write(model, {}, input);
    expect(result.error).toMatchObject({ code: 'BRIEF_INVALID', details: { where } });
    expect(model.requests).toHaveLength(0);
  });

  it('is refused on a machine that cannot make the video, before anything is asked', async () => {
    const model = new FakeLanguageModel('remote');
    const finding = {
      subject: 'FFmpeg',
      verdict: 'problem',
      finding: 'not found',
      fix: 'Install it.',
    } as const;
    const readiness = [{ examine: () => Promise.resolve([finding]) }];
    const { result } = await write(model, { readiness });
    expect(result.error).toMatchObject({ code: 'MACHINE_NOT_READY', howToFix: 'Install it.' });
    expect(model.requests).toHaveLength(0);
  });

  it('and a script are not taken together', async () => {
    const { service } = kit(new FakeLanguageModel('remote'));
    const { error } = await service.generateVideo({ brief, script: 'Hook: Hello.' });
    expect(error).toMatchObject({ code: 'INVALID_REQUEST' });
  });
});
