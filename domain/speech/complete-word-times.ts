import type { WordTime } from './speech-synthesizer.js';

/** Divides a span among words by their weights. */
function divide(weights: readonly number[], { startSeconds, endSeconds }: WordTime): WordTime[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const length = endSeconds - startSeconds;
  let before = 0;
  return weights.map((weight) => {
    const from = before;
    before += weight;
    return {
      startSeconds: startSeconds + (length * from) / total,
      endSeconds: Math.min(endSeconds, startSeconds + (length * before) / total),
    };
  });
}

/**
 * Gives every word a time where an engine timed only some. A word without a span shares the span of the word
 * before it by weight, such as letters; words before the first span share that one; if there is no span at all,
 * they share `whole`. For spans that ascend, so do the times.
 * @param weights one for each span, greater than 0.
 */
export function completeWordTimes(
  spans: readonly (WordTime | undefined)[],
  weights: readonly number[],
  whole: WordTime,
): WordTime[] {
  const times: WordTime[] = [];
  let run: number[] = [];
  let span: WordTime | undefined;
  for (const [index, found] of spans.entries()) {
    if (found && span) {
      times.push(...divide(run, span));
      run = [];
    }
    span = found ?? span;
    run.push(weights[index] ?? 1);
  }
  return [...times, ...divide(run, span ?? whole)];
}
