/** Numbers from 0 (inclusive) to 1 (exclusive) that the same seed gives again. */
export type SeededRandom = () => number;

/** Tommy Ettinger's Mulberry32. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of `choices`, which holds at least one. */
export function choose<Choice>(random: SeededRandom, choices: readonly Choice[]): Choice {
  return choices[Math.floor(random() * choices.length)]!;
}
