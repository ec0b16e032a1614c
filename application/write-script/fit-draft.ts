import type { ScriptDraft } from '../../domain/language-model/script-assignment.js';

const tooLong = 1.06;

/**
 * Leaves points out, the last first, until a draft fits into its time; hook, call to action and `fewest` points
 * always stay. @param secondsOf how long a line is spoken and shown
 */
export function fitDraft(
  draft: ScriptDraft,
  seconds: number,
  fewest: number,
  secondsOf: (text: string) => number,
): { readonly draft: ScriptDraft; readonly seconds: number; readonly dropped: number } {
  const ends = secondsOf(draft.hook.text) + secondsOf(draft.callToAction.text);
  const points = [...draft.points];
  const times = points.map(({ text }) => secondsOf(text));
  const total = (): number => times.reduce((sum, time) => sum + time, ends);
  while (points.length > Math.max(1, fewest) && total() > seconds * tooLong) {
    points.pop();
    times.pop();
  }
  return { draft: { ...draft, points }, seconds: total(), dropped: draft.points.length - points.length };
}
