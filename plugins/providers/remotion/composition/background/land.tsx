import { useMemo } from 'react';
import { Air } from './air.js';
import { Clouds } from './clouds.js';
import { Drift, type DriftPlan } from './drift.js';
import { Fade, Rim, Shine, Sun } from './light.js';
import { areaBelow, createLine, crestPath } from './lines.js';
import { blend, mix, randomFor, tone, type MotifProps, type Stage } from './motif.js';

/** Heights are fractions of the frame, tones are places on the palette's background. */
interface LandLook {
  readonly relief: 'hills' | 'mountains';
  readonly sun: number;
  readonly horizon: number;
  readonly sky: readonly [number, number];
  /** Tone of the furthest and of the nearest ridge. */
  readonly ridges: readonly [number, number];
  readonly mist: number;
  /** Ridges, counted from the nearest, that bear trees. */
  readonly wooded: number;
}

const looks: readonly [LandLook, ...LandLook[]] = [
  {
    relief: 'hills',
    sun: 0.36,
    horizon: 0.47,
    sky: [0.42, 0.95],
    ridges: [0.74, 0.05],
    mist: 0.16,
    wooded: 1,
  },
  {
    relief: 'mountains',
    sun: 0.3,
    horizon: 0.42,
    sky: [0.3, 0.88],
    ridges: [0.7, 0.02],
    mist: 0.26,
    wooded: 2,
  },
  { relief: 'hills', sun: 0.44, horizon: 0.5, sky: [0.18, 0.82], ridges: [0.58, 0], mist: 0.2, wooded: 3 },
];
const ridgeCount = 5;

const pollen: DriftPlan = {
  count: 26,
  size: [2, 8],
  life: [8, 15],
  velocity: [30, -12],
  sway: 40,
  birth: [0.25, 1],
  opacity: 0.6,
  flicker: 0.4,
  shape: 'glow',
};
const leaves: DriftPlan = {
  ...pollen,
  count: 9,
  size: [4.5, 11],
  life: [9, 15],
  velocity: [50, 85],
  sway: 70,
  birth: [-0.25, 0.55],
  opacity: 0.9,
  flicker: 0,
  shape: 'leaf',
};

/** Earth: ridge behind ridge in warm haze, trees, and leaves in the light. */
export function Land({ stage, seconds }: MotifProps) {
  const { across, down, palette, id, variation } = stage;
  const look = looks[variation % looks.length] ?? looks[0];
  const sunX = useMemo(() => across * (0.22 + 0.56 * randomFor(stage, 0)()), [stage, across]);
  return (
    <>
      <Air
        stage={stage}
        stops={[
          [0, tone(palette, look.sky[0])],
          [look.horizon * 0.55, tone(palette, mix(look.sky[0], look.sky[1], 0.5))],
          [look.horizon, blend(tone(palette, look.sky[1]), palette.accent, 0.3)],
          [1, tone(palette, look.sky[1])],
        ]}
      />
      <Clouds
        {...{
          stage,
          seconds,
          part: 2,
          top: 0.03,
          bottom: look.horizon - 0.04,
          count: 6,
          speed: 12,
          opacity: 0.6,
        }}
        color={blend(tone(palette, 1), palette.accent, 0.4)}
      />
      <Sun id={`${id}sun`} color={palette.accent} x={sunX} y={down * look.sun} radius={92} strength={0.95} />
      {Array.from({ length: ridgeCount }, (_, index) => (
        <Ridge key={index} {...{ stage, seconds, look, index, sunX }} />
      ))}
      <Drift {...{ stage, seconds, part: 3, plan: pollen }} colors={[palette.accent]} />
      <Drift
        {...{ stage, seconds, part: 4, plan: leaves }}
        colors={[tone(palette, 0.72), tone(palette, 0.5), palette.accent]}
      />
    </>
  );
}

interface RidgeProps extends MotifProps {
  readonly look: LandLook;
  readonly index: number;
  readonly sunX: number;
}

function Ridge({ stage, seconds, look, index, sunX }: RidgeProps) {
  const { across, down, palette } = stage;
  const near = index / (ridgeCount - 1);
  const height = down * (look.horizon + (0.93 - look.horizon) * near ** 1.2);
  const { relief, trees } = useRelief(stage, look, index);
  const shift = seconds * (4 + 22 * near ** 1.5);
  const crest = (x: number): number =>
    height - 1000 * (relief((x + shift) / 1000) + trees((x + shift) / 1000));
  const body = mix(look.ridges[0], look.ridges[1], near ** 0.85);
  const wooded = index >= ridgeCount - look.wooded;
  const step = wooded ? 3 : 8;
  const id = `${stage.id}ridge${index}`;
  const haze = tone(palette, body + look.mist * (1 - near));
  return (
    <>
      <Fade
        id={id}
        from={height - 170}
        to={height + 260}
        stops={[
          [0, blend(tone(palette, body + 0.05), palette.accent, 0.12 * (1 - near))],
          [0.4, tone(palette, body)],
          [1, blend(haze, palette.accent, 0.16 * (1 - near))],
        ]}
      />
      <path d={areaBelow(stage, step, crest)} style={{ fill: `url(#${id})` }} />
      {!wooded && (
        <>
          <Shine id={`${id}rim`} color={palette.accent} at={sunX} opacity={0.6 - 0.3 * near} />
          <Rim path={crestPath(across, step, crest)} gradient={`${id}rim`} width={4} opacity={0.8} />
        </>
      )}
    </>
  );
}

/** Heights in short sides, along short sides. */
function useRelief(stage: Stage, look: LandLook, index: number) {
  return useMemo(() => {
    const near = index / (ridgeCount - 1);
    const random = randomFor(stage, 10 + index);
    const wooded = index >= ridgeCount - look.wooded;
    return {
      relief: look.relief === 'mountains' ? createPeaks(near, random) : createHills(near, random),
      trees: wooded ? createTrees(0.02 + 0.055 * near ** 2, random) : () => 0,
    };
  }, [stage, look, index]);
}

function createHills(near: number, random: () => number): (x: number) => number {
  const broad = createLine(random, 16);
  const narrow = createLine(random, 32);
  return (x) => 0.15 * broad(x * 1.5 + 5) + 0.035 * narrow(x * 4.2) - 0.03 * near;
}

function createPeaks(near: number, random: () => number): (x: number) => number {
  const sharpness = 1 - near * 0.75;
  const octaves = [1, 2, 4, 8].map(() => createLine(random, 64));
  return (x) => {
    let sum = 0;
    let share = 0.17;
    for (const [index, line] of octaves.entries()) {
      const value = line(x * 1.6 * 2.1 ** index + 7);
      sum += share * mix(value, 1 - Math.abs(2 * value - 1), sharpness);
      share *= 0.42;
    }
    return sum - 0.03;
  };
}

/** Spruces side by side: each a narrow triangle with a notched outline. */
function createTrees(size: number, random: () => number): (x: number) => number {
  const count = 256;
  const heights = Array.from({ length: count }, () => (random() < 0.2 ? 0.25 : 0.45 + 0.55 * random()));
  const leans = Array.from({ length: count }, () => 0.3 + 0.4 * random());
  const pitch = size * 0.42;
  return (x) => {
    let top = 0;
    const place = Math.floor(x / pitch);
    for (let index = place - 1; index <= place + 1; index++) {
      const tree = ((index % count) + count) % count;
      const height = heights[tree]!;
      const away = Math.abs(x / pitch - index - leans[tree]!) / (0.42 + 0.5 * height);
      const notch = (away * 5 - Math.floor(away * 5)) * 0.07;
      top = Math.max(top, height * (1 - away ** 0.85) + notch * Math.min(1, away * 4));
    }
    return top * size;
  };
}
