import { upperFirst } from './topic-shape.js';

/** Goals that are about what to feel or know: the script itself serves them, the call need not say them. */
const inward = /\b(?:educat|inform|aware|inspir|entertain|explain|motivat|teach|introduc|understand|brand)/iu;
const known: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:subscrib|sign(?:ing)?[ -]?ups?|newsletter|mailing list)/iu,
    'Subscribe, and the next one finds you.',
  ],
  [/\b(?:sell|sales|buy|order|purchase|shop)\b/iu, 'Take a closer look at it today.'],
  [/\b(?:follow|followers|reach|grow)\b/iu, 'Follow for the next one.'],
  [/\b(?:share|shares|viral)\b/iu, 'Share this with one person who needs it.'],
  [/\b(?:comment|comments|engage|engagement|discussion)\b/iu, 'Tell me in the comments how you do it.'],
];
const verbs = new Set(
  `add ask avoid be begin book breathe bring build buy call change charge check choose clean clear close come cook cut
  decide do donate download draw drink drop eat enjoy explore find finish follow forgive get give go help invite join
  keep know learn leave let listen look make meet move notice open order pause pay pick plan plant play practise practice
  prepare protect put read recycle reduce register remember repair rest reuse ride run save say see send set share sign
  sit sleep slow speak spend start stay step stop stretch study subscribe support switch take talk tell thank think tidy
  train travel try turn use vaccinate visit volunteer vote wait wake walk wash watch work write`.split(
    /\s+/u,
  ),
);

/**
 * A brief's goal as a call: “get them to go to bed earlier” becomes “Go to bed earlier.” `served` if the script
 * serves it without a call; undefined if it is neither.
 */
export function goalLine(goal: string): { readonly call: string } | 'served' | undefined {
  const text = goal.trim().replace(/[.!]+$/u, '');
  const act = text.replace(
    /^(?:to\s+)?(?:(?:get|make|help|encourage|persuade|convince|motivate|invite|move|inspire)\s+(?:them|people|viewers|you|everyone|the viewer|the audience|\w+s)\s+(?:to\s+)?|to\s+)/iu,
    '',
  );
  const [first = ''] = act.toLowerCase().split(/\s+/u);
  if (verbs.has(first) && act.split(/\s+/u).length > 1) return { call: `${upperFirst(addressed(act))}.` };
  const [, call] = known.find(([pattern]) => pattern.test(text)) ?? [];
  if (call !== undefined) return { call };
  return inward.test(text) ? 'served' : undefined;
}

/** A goal speaks of the viewers, a call speaks to them. */
function addressed(act: string): string {
  const words: Readonly<Record<string, string>> = {
    they: 'you',
    them: 'you',
    their: 'your',
    themselves: 'yourself',
  };
  return act.replace(/\b(?:they|them|their|themselves)\b/giu, (word) => words[word.toLowerCase()]!);
}
