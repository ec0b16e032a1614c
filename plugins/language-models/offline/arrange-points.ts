import type { ScriptAssignment } from 'aether-video/plugin';
import type { LinePool } from './general-lines.js';
import type { SeededChoice } from './seeded-choice.js';

/** A thought, and what it is for. */
export interface Thought {
  readonly text: string;
  readonly kind: 'truth' | 'step' | 'turn' | 'story' | 'quote' | 'audience' | 'bridge';
  /** Numbers of passages. */
  readonly sources: readonly number[];
}

/** Thoughts, the best first, and the one that it comes to in the end. */
export interface Arrangement {
  readonly thoughts: readonly Thought[];
  readonly conclusion?: Thought;
}

/** Makes thoughts of texts. */
export function thoughts(kind: Thought['kind'], texts: readonly string[]): Thought[] {
  return texts.map((text) => ({ kind, text, sources: [] }));
}

/** Takes turns between lists, until all are used up. */
function alternate<Item>(...lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  const rounds = Array.from({ length: longest }, (_, index) => index);
  return rounds.flatMap((index) => lists.flatMap((list) => list.slice(index, index + 1)));
}

/** Every line once, as a style tells it. The writer takes as many as there is time for. */
export function arrangePoints(
  style: ScriptAssignment['style'],
  pool: LinePool,
  { shuffle }: SeededChoice,
): Arrangement {
  const [first = '', ...others] = pool.truths;
  const truths = thoughts('truth', [first, ...shuffle(others)]);
  // Steps are told in the order in which they are done.
  const steps = thoughts('step', pool.steps);
  const [conclusion, ...turns] = thoughts('turn', shuffle(pool.turns));
  switch (style) {
    case 'documentary':
      return { thoughts: [...truths, ...turns, ...steps], conclusion: conclusion! };
    case 'how-to':
      return { thoughts: [...steps, ...truths, ...turns] };
    case 'story':
      return {
        thoughts: [...thoughts('story', pool.story), ...alternate(truths, steps), ...turns],
        conclusion: conclusion!,
      };
    case 'list':
      return { thoughts: alternate(steps, truths) };
    case 'explainer':
      return {
        thoughts: [...truths.slice(0, 2), ...alternate(steps, truths.slice(2)), ...turns],
        conclusion: conclusion!,
      };
  }
}
