import type { Thought } from './arrange-points.js';

const numerals = `One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve`.split(' ');
const ordinals = ['First', 'Then', 'Next', 'After that'];
/** Sentences that no “First,” can stand before, because they are no instruction. */
const noInstruction =
  /^(?:The|A|An|Most|What|You|If|In|On|It|Cannot|Bored|Every|Nobody|One|Twice|Tonight|Before|Ten|Even)\b/u;

/** `Three`: how a list's number is spoken. */
export const numeral = (count: number): string | undefined => numerals[count - 1];

/** “One.”, “Two.”: every thought of a list; what is no part of it goes before. */
export function asList(thoughts: readonly Thought[]): Thought[] {
  const listed = thoughts.filter(({ kind }) => kind === 'step' || kind === 'truth' || kind === 'turn');
  const aside = thoughts.filter((thought) => !listed.includes(thought));
  return [
    ...aside,
    ...listed.map((thought, index) => ({ ...thought, text: `${numerals[index] ?? 'And'}. ${thought.text}` })),
  ];
}

/** “First,”, “Then,”, “Finally,”: the instructions of a how-to. */
export function asSteps(thoughts: readonly Thought[]): Thought[] {
  const last = thoughts.findLastIndex(({ kind }) => kind === 'step');
  let step = 0;
  return thoughts.map((thought, index) => {
    if (thought.kind !== 'step' || noInstruction.test(thought.text)) return thought;
    const word = index === last && step > 1 ? 'Finally' : ordinals[step];
    step += 1;
    if (word === undefined) return thought;
    return { ...thought, text: `${word}, ${thought.text.charAt(0).toLowerCase()}${thought.text.slice(1)}` };
  });
}
