import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDraft } from '../../../application/write-script/check-draft.js';
import { fitDraft } from '../../../application/write-script/fit-draft.js';
import { lineSeconds, planAssignment } from '../../../application/write-script/plan-assignment.js';
import { briefStyles, type Brief } from '../../../domain/brief/brief.js';
import {
  scriptTask,
  type ScriptDraft,
  type SourcePassage,
} from '../../../domain/language-model/script-assignment.js';
import { AirChannelStrategy } from '../../../plugins/channels/air/air-channel-strategy.js';
import { FireChannelStrategy } from '../../../plugins/channels/fire/fire-channel-strategy.js';
import { OfflineLanguageModel } from '../../../plugins/language-models/offline/offline-language-model.js';

const air = new AirChannelStrategy({ maxPoints: 16, maxExclamations: 4 });
const fire = new FireChannelStrategy({ maxPoints: 20, maxHookWords: 16 });

async function write(
  brief: Partial<Brief> & { topic: string },
  channel: typeof air | typeof fire = air,
  passages: readonly SourcePassage[] = [],
) {
  const full: Brief = { style: 'explainer', sources: [], ...brief };
  const terms = { brief: full, channel, language: full.language ?? 'en', seconds: full.seconds ?? 45 };
  const assignment = planAssignment({ ...terms, passages, banned: [], seed: 7 });
  const request = {
    model: 'rules-1',
    task: scriptTask,
    instructions: '',
    input: assignment,
    schema: {},
    corrections: [],
    maxOutputTokens: 1,
  };
  const { text, remarks = [] } = await new OfflineLanguageModel().answer(request);
  const secondsOf = (line: string): number => lineSeconds(line, terms.language, channel);
  const fitted = fitDraft(
    JSON.parse(text) as ScriptDraft,
    assignment.seconds,
    assignment.points.fewest,
    secondsOf,
  );
  const checks = checkDraft(fitted.draft, { assignment, seconds: fitted.seconds, refusals: [] });
  const { hook, points, callToAction } = fitted.draft;
  const lines = [hook, ...points, callToAction].map((line) => line.text);
  return { lines, remarks, failed: checks.filter(({ passed }) => !passed), draft: fitted.draft };
}

const known = [
  'Why sleep matters',
  'How to stop procrastinating',
  'Five ways to save money',
  'Dealing with anger',
  'The power of reading',
  'Stress at work',
];

describe('the offline writer', () => {
  it.each(known.flatMap((topic) => briefStyles.map((style) => [topic, style] as const)))(
    'writes “%s” as %s, and passes every check',
    async (topic, style) => {
      for (const channel of [air, fire]) {
        const { failed, remarks, lines } = await write({ topic, style, audience: 'students' }, channel);
        expect(failed).toEqual([]);
        expect(remarks).toEqual([]);
        expect(lines.length).toBeGreaterThanOrEqual(5);
      }
    },
  );

  it('tells different topics in different words, and the same topic in the same', async () => {
    const sleep = await write({ topic: 'Why sleep matters' });
    const again = await write({ topic: 'Why sleep matters' });
    const money = await write({ topic: 'Saving money' });
    expect(sleep.lines).toEqual(again.lines);
    expect(sleep.lines.filter((line) => money.lines.includes(line)).length).toBeLessThanOrEqual(2);
  });

  it('speaks to the audience, and ends with what the goal asks for', async () => {
    const { lines } = await write({
      topic: 'Why sleep matters',
      audience: 'students',
      goal: 'get them to put their phone away at ten',
    });
    expect(lines.join(' ')).toContain('before an exam');
    expect(lines.at(-1)).toMatch(/^Put your phone away at ten\./u);
  });

  it('takes the tone of the brief, else that of the channel, and says when it knows neither', async () => {
    const ends = async (tone: string | undefined, channel: typeof air | typeof fire) =>
      (await write({ topic: 'Reading books', ...(tone === undefined ? {} : { tone }) }, channel)).lines.at(
        -1,
      );
    expect(await ends('calm and soft', fire)).toBe(await ends(undefined, air));
    expect(await ends(undefined, fire)).not.toBe(await ends(undefined, air));
    expect((await write({ topic: 'Reading books', tone: 'baroque' })).remarks.join()).toContain('baroque');
  });

  it('says that it knows nothing of a subject, and then claims nothing about it', async () => {
    for (const topic of [
      'Why bees matter',
      'The history of money',
      'How to tune a piano',
      'Quantum computing',
    ]) {
      const { remarks, failed } = await write({ topic });
      expect(remarks.join()).toContain('knows nothing');
      expect(failed.filter(({ forbids }) => forbids)).toEqual([]);
    }
  });

  it('quotes documents word for word, in any language, and cites them', async () => {
    const passages = [
      { number: 1, source: 'a.txt', text: 'Las abejas visitan muchas flores cada día. Y eso es todo.' },
      { number: 2, source: 'b.txt', text: 'Un jardín con flores silvestres alimenta a las abejas.' },
    ];
    const { draft, remarks } = await write({ topic: 'Las abejas', language: 'es' }, air, passages);
    expect(draft.points.map(({ text, sources }) => [text, sources])).toEqual([
      ['Las abejas visitan muchas flores cada día.', [1]],
      ['Un jardín con flores silvestres alimenta a las abejas.', [2]],
    ]);
    expect(remarks.join()).toContain('cannot write “es”');
  });

  it('refuses a language that it can neither write nor quote', async () => {
    await expect(write({ topic: 'Las abejas', language: 'es' })).rejects.toMatchObject({
      code: 'LANGUAGE_UNSUPPORTED',
    });
  });

  it('makes something of any topic', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, maxLength: 80 }),
        fc.constantFrom(...briefStyles),
        async (topic, style) => {
          const { lines } = await write({ topic: `x${topic}`, style });
          expect(lines.every((line) => line.trim() !== '')).toBe(true);
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });
});
