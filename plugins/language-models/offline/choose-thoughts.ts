import type { ScriptAssignment } from 'aether-video/plugin';
import type { Arrangement, Thought } from './arrange-points.js';

/** Words of a text. */
export const countWords = (text: string): number => text.split(/\s+/u).filter(Boolean).length;

export interface ChoiceTerms extends Pick<ScriptAssignment, 'points' | 'limits'> {
  /** Words that there are for all thoughts together. */
  readonly words: number;
  /** Goes second. */
  readonly audience: readonly Thought[];
  /** Goes last but one. */
  readonly bridge: readonly Thought[];
  /** As many thoughts as the topic names, if it does. */
  readonly wanted?: number | undefined;
}

/** A little more than there is time for: what does not fit in the end is left out by the length of the speech. */
const generous = 1.04;

/** As many thoughts as there is time for; flavour only where it crowds nothing out. */
export function chooseThoughts({ thoughts, conclusion }: Arrangement, terms: ChoiceTerms): Thought[] {
  const { points, limits, words, audience, bridge, wanted } = terms;
  const sum = (list: readonly Thought[]): number =>
    list.reduce((total, { text }) => total + countWords(text), 0);
  const end = conclusion ? [conclusion] : [];
  const spice = words >= 45 ? [...audience, ...bridge] : [];
  let left = words * generous - sum(end) - sum(spice);
  const room = Math.min(points.most - end.length - spice.length, wanted ?? points.most);
  const chosen: Thought[] = [];
  for (const thought of thoughts) {
    const length = countWords(thought.text);
    if (chosen.length >= room || left <= 3) break;
    const needed = chosen.length === 0 || wanted !== undefined || thought.kind === 'story';
    if (length > limits.point || (length > left + 3 && !needed)) continue;
    chosen.push(thought);
    left -= length;
  }
  const [first, ...rest] = chosen;
  if (!first) return end;
  // Steps, once begun, are told to the end; truths that were only for filling go before them.
  const ordered = inOrder([first, ...rest], thoughts);
  if (spice.length === 0) return [...ordered, ...end];
  const [opening, ...others] = ordered;
  const last = end.length > 0 ? end : others.slice(-1);
  const middle = end.length > 0 ? others : others.slice(0, -1);
  // A story is not interrupted before it has been told.
  const told = middle.filter(({ kind }) => kind === 'story').length;
  return [opening!, ...middle.slice(0, told), ...audience, ...middle.slice(told), ...bridge, ...last];
}

/** Steps behind each other at the end, if they began the script; everything else as arranged. */
function inOrder(chosen: readonly Thought[], all: readonly Thought[]): readonly Thought[] {
  if (all[0]?.kind !== 'step' || all[1]?.kind !== 'step') return chosen;
  const steps = chosen.filter(({ kind }) => kind === 'step');
  const others = chosen.filter(({ kind }) => kind !== 'step');
  return [...others, ...steps];
}
