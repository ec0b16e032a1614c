import { describe, expect, it } from 'vitest';
import {
  createGenerationPipeline,
  type PipelineParts,
} from '../../../application/generate-video/create-pipelines.js';
import { findStageConflict, stageProblem } from '../../../domain/stage/stage-conflict.js';
import { stageNeeds, stageOutputNames } from '../../../domain/stage/stage-outputs.js';

describe('stages conflict', () => {
  it('when two replace one', () => {
    const conflict = findStageConflict([
      { id: 'one', needs: [], replaces: 'voice' },
      { id: 'two', needs: [], replaces: 'voice' },
    ]);
    expect(conflict).toMatchObject({
      id: 'two',
      problem: 'replaces the stage “voice”, and so does stage/one',
    });
  });

  it('when nothing produces what one needs', () => {
    const conflict = findStageConflict([{ id: 'one', needs: ['other/thing'] }]);
    expect(conflict).toMatchObject({ id: 'one', problem: 'needs “other/thing”, which no stage produces' });
  });

  it.each([
    ['its own', [{ id: 'a', needs: ['a/x'], produces: ['a/x'] }]],
    ['a later built-in one', [{ id: 'a', needs: ['composition'], wraps: 'voice' }]],
    [
      'one that follows',
      [
        { id: 'fine', needs: ['b/y'] },
        { id: 'b', needs: ['a/x'], produces: ['b/y'] },
        { id: 'a', needs: ['b/y'], produces: ['a/x'] },
      ],
    ],
    [
      'an added one around the script',
      [
        { id: 'b', needs: [], produces: ['b/y'] },
        { id: 'a', needs: ['b/y'], wraps: 'script' },
      ],
    ],
  ] as const)('when the output of one follows from itself: %s', (_, stages) => {
    expect(findStageConflict(stages)).toMatchObject({
      id: 'a',
      problem: expect.stringContaining(' ← ') as string,
      howToFix: expect.stringMatching(/^Take “(a\/x|b\/y|composition)” out/u) as string,
    });
  });

  it('in no other case', () => {
    expect(
      findStageConflict([
        { id: 'a', needs: ['script', 'b/y'], wraps: 'composition' },
        { id: 'b', needs: ['voice'], produces: ['b/y'] },
        { id: 'c', needs: ['script'], replaces: 'voice' },
        { id: 'd', needs: ['composition'] },
      ]),
    ).toBeUndefined();
  });
});

describe('a stage by itself is refused', () => {
  it.each([
    [{ wraps: 'voice', replaces: 'voice' }, 'both wraps and replaces'],
    [{ wraps: 'voice', produces: ['a/x'] }, 'produces “voice” already'],
    [{ produces: ['b/x'] }, '“b/x” has to be called “a/…”'],
    [{ produces: ['a/'] }, '“a/” has to be called'],
    [{ produces: ['a/x', 'a/x'] }, 'named twice'],
  ] as const)('%j', (own, problem) => {
    expect(stageProblem({ id: 'a', needs: [], ...own })).toContain(problem);
  });
});

it('what is said of the built-in stages is what they need', () => {
  const { stages } = createGenerationPipeline({ stages: [] } as unknown as PipelineParts);
  for (const name of stageOutputNames) {
    const stage = stages.find((one) => one.name === name)!;
    expect(stage.produces).toContain(name);
    const known = stage.needs.filter((need) => (stageOutputNames as readonly string[]).includes(need));
    expect(known, name).toEqual(stageNeeds[name]);
  }
});
