import type { Stage } from './motif.js';

/** Smooth values from 0 to 1 along a line that repeats after `count` units. */
export type Line = (x: number) => number;

/** One random value for each unit, eased between. */
export function createLine(random: () => number, count: number): Line {
  const values = Array.from({ length: count }, random);
  return (x) => {
    const place = Math.floor(x);
    const share = x - place;
    const eased = share * share * (3 - 2 * share);
    const from = values[((place % count) + count) % count]!;
    const to = values[(((place + 1) % count) + count) % count]!;
    return from + (to - from) * eased;
  };
}

/** Rounded heaps side by side, 0 to 1. */
export function createPuffs(random: () => number, count: number): Line {
  const heights = Array.from({ length: count }, () => 0.35 + 0.65 * random());
  const middles = Array.from({ length: count }, () => 0.3 + 0.4 * random());
  return (x) => {
    let top = 0;
    const place = Math.floor(x);
    for (let index = place - 1; index <= place + 1; index++) {
      const puff = ((index % count) + count) % count;
      const away = (x - index - middles[puff]!) / 0.85;
      if (Math.abs(away) < 1) top = Math.max(top, heights[puff]! * Math.sqrt(1 - away * away));
    }
    return top;
  };
}

/** The path of everything below a crest. `step` is the distance of its points. */
export function areaBelow({ across, down }: Stage, step: number, crest: (x: number) => number): string {
  return `${crestPath(across, step, crest)}L${across + step},${down + 20}L${-step},${down + 20}Z`;
}

/** The path of a crest alone. */
export function crestPath(across: number, step: number, crest: (x: number) => number): string {
  const points: string[] = [];
  for (let x = -step; x <= across + step; x += step) points.push(`${x.toFixed(1)},${crest(x).toFixed(2)}`);
  return `M${points.join('L')}`;
}
