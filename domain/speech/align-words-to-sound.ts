import { completeWordTimes } from './complete-word-times.js';
import { textWeight } from './script-weights.js';
import type { WordTime } from './speech-synthesizer.js';
import { textBreakAfter, type TextBreak } from './text-break.js';

/** Seconds over which a level is measured. */
const frameSeconds = 0.01;
/** Quieter than this part of the loud frames is silence: −32 dB. */
const silenceLevel = 0.025;
/** Shorter silences belong to a sound, such as the stop before a `t`. */
const shortestSilence = 0.09;
/** What it costs, in seconds, to find a pause where the text has none. */
const unwrittenPause = { none: 0.45, clause: 0.08, sentence: 0 } as const;
/** What it costs to find none at the end of a sentence. */
const missedPause = { none: 0, clause: 0.05, sentence: 0.35 } as const;

/** What it costs to take a sound for a breath or a click, with no word in it. */
const wordlessSpan = 0.2;

/** Root mean square of each frame. */
function levels(samples: Float32Array, sampleRate: number): number[] {
  const length = Math.max(1, Math.round(frameSeconds * sampleRate));
  const count = Math.ceil(samples.length / length);
  return Array.from({ length: count }, (_, frame) => {
    const part = samples.subarray(frame * length, (frame + 1) * length);
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
  });
}

/** The stretches of sound, with the silences between them. */
function soundSpans(samples: Float32Array, sampleRate: number): WordTime[] {
  const measured = levels(samples, sampleRate);
  const sorted = [...measured].sort((left, right) => left - right);
  const floor = (sorted[Math.floor(sorted.length * 0.9)] ?? 0) * silenceLevel;
  const end = samples.length / sampleRate;
  const spans: { startSeconds: number; endSeconds: number }[] = [];
  for (const [frame, level] of measured.entries()) {
    if (level <= floor) continue;
    const startSeconds = frame * frameSeconds;
    const endSeconds = Math.min(end, startSeconds + frameSeconds);
    const last = spans.at(-1);
    if (last && startSeconds - last.endSeconds < shortestSilence) last.endSeconds = endSeconds;
    else spans.push({ startSeconds, endSeconds });
  }
  return spans;
}

interface Step {
  readonly cost: number;
  /** Words that were spoken when the span before began. */
  readonly from: number;
}

/** What a text lets expect. */
interface Expectation {
  /** Seconds of sound of the words before each place. */
  readonly secondsBefore: readonly number[];
  /** The break after each word. */
  readonly breaks: readonly TextBreak[];
  /** What the breaks before each place cost if no pause is heard at any of them. */
  readonly missedBefore: readonly number[];
}

const sums = (values: readonly number[]): number[] =>
  values.reduce<number[]>((all, value) => [...all, all.at(-1)! + value], [0]);

function expect(words: readonly string[], weights: readonly number[], soundSeconds: number): Expectation {
  const breaks = words.map((word, index) => textBreakAfter(word, words[index + 1]));
  const before = sums(weights);
  return {
    secondsBefore: before.map((weight) => (weight * soundSeconds) / before.at(-1)!),
    breaks,
    missedBefore: sums(breaks.map((mark) => missedPause[mark])),
  };
}

/** The cheapest ways to have spoken 0, 1, 2… words when a span ends. */
function reach(
  { secondsBefore, breaks, missedBefore }: Expectation,
  reached: readonly (Step | undefined)[],
  { length, isLast }: { readonly length: number; readonly isLast: boolean },
): (Step | undefined)[] {
  const next: (Step | undefined)[] = [];
  const total = breaks.length;
  for (let to = isLast ? total : 1; to <= total; to += 1) {
    const end = isLast ? 0 : unwrittenPause[breaks[to - 1] ?? 'none'];
    for (let from = 0; from <= to; from += 1) {
      const known = reached[from];
      if (!known) continue;
      const expected = secondsBefore[to]! - secondsBefore[from]!;
      const marks = to > from ? missedBefore[to - 1]! - missedBefore[from]! + end : wordlessSpan;
      const cost = known.cost + Math.abs(expected - length) + marks;
      if (cost < (next[to]?.cost ?? Infinity)) next[to] = { cost, from };
    }
  }
  return next;
}

/** How many of the words each span ends with. */
function divideWords(
  words: readonly string[],
  weights: readonly number[],
  spans: readonly WordTime[],
): number[] {
  const lengths = spans.map(({ startSeconds, endSeconds }) => endSeconds - startSeconds);
  const expectation = expect(
    words,
    weights,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  const steps: (readonly (Step | undefined)[])[] = [];
  for (const [at, length] of lengths.entries()) {
    const isLast = at === lengths.length - 1;
    steps.push(reach(expectation, steps.at(-1) ?? [{ cost: 0, from: 0 }], { length, isLast }));
  }
  const ends: number[] = [];
  for (let at = steps.length - 1, to = words.length; at >= 0; at -= 1) {
    ends.unshift(to);
    to = steps[at]![to]?.from ?? 0;
  }
  return ends;
}

/**
 * When each word is spoken, for an engine that does not say: the pauses that can be heard are matched with the
 * punctuation and the lengths of the words, and the words between two pauses share the sound by their weight.
 * Always one time for each word, ascending, within the audio. Exact at the pauses; between them off by about a
 * tenth of a second.
 * @param words at least one
 */
export function alignWordsToSound(
  words: readonly string[],
  samples: Float32Array,
  sampleRate: number,
): WordTime[] {
  const weights = words.map((word) => textWeight(word, 'speaking'));
  const whole = { startSeconds: 0, endSeconds: samples.length / sampleRate };
  const spans = soundSpans(samples, sampleRate);
  // More pauses than words, or a text without end: nothing is to be learnt from them.
  if (spans.length === 0 || spans.length > words.length || words.length * words.length * spans.length > 2e7) {
    return completeWordTimes(
      words.map(() => undefined),
      weights,
      whole,
    );
  }
  const ends = divideWords(words, weights, spans);
  let from = 0;
  return ends.flatMap((to, at) => {
    const part = weights.slice(from, to);
    from = to;
    return part.length === 0
      ? []
      : completeWordTimes(
          part.map(() => undefined),
          part,
          spans[at]!,
        );
  });
}
