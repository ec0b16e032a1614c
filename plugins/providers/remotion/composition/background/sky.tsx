import { useMemo } from 'react';
import { Air } from './air.js';
import { Clouds } from './clouds.js';
import { Drift, type DriftPlan } from './drift.js';
import { Fade, Glow, Rim, Shine, Sun } from './light.js';
import { areaBelow, createLine, createPuffs, crestPath } from './lines.js';
import { blend, mix, randomFor, tone, type MotifProps, type Stage } from './motif.js';

/** Heights are fractions of the frame, tones are places on the palette's background. */
interface SkyLook {
  readonly sun: number;
  readonly glow: number;
  readonly zenith: number;
  readonly horizon: number;
  readonly horizonHeight: number;
  readonly clouds: number;
  /** Tone of the furthest and of the nearest bank. */
  readonly banks: readonly [number, number];
  readonly stars: number;
}

const looks: readonly [SkyLook, ...SkyLook[]] = [
  {
    sun: 0.47,
    glow: 1,
    zenith: 0.1,
    horizon: 0.74,
    horizonHeight: 0.6,
    clouds: 0.6,
    banks: [0.62, 0.1],
    stars: 0,
  },
  {
    sun: 0.13,
    glow: 0.85,
    zenith: 0.56,
    horizon: 0.44,
    horizonHeight: 0.72,
    clouds: 0.9,
    banks: [0.56, 0.16],
    stars: 0,
  },
  {
    sun: 0.55,
    glow: 0.8,
    zenith: 0,
    horizon: 0.5,
    horizonHeight: 0.64,
    clouds: 0.4,
    banks: [0.42, 0.02],
    stars: 46,
  },
];
const bankCount = 4;

const motes: DriftPlan = {
  count: 16,
  size: [3, 11],
  life: [9, 16],
  velocity: [22, -18],
  sway: 30,
  birth: [0.15, 1.05],
  opacity: 0.45,
  flicker: 0.3,
  shape: 'glow',
};
const stars: DriftPlan = {
  ...motes,
  size: [1.6, 3.4],
  life: [14, 30],
  velocity: [0, 0],
  sway: 0,
  birth: [0, 0.45],
  opacity: 1,
  flicker: 0.5,
};

/** Air: drifting light, soft cloud, and banks of cloud that glow where the sun touches them. */
export function Sky({ stage, seconds }: MotifProps) {
  const { across, down, palette, id, variation } = stage;
  const look = looks[variation % looks.length] ?? looks[0];
  const sun = useMemo(() => {
    const random = randomFor(stage, 0);
    return { x: across * (0.22 + 0.56 * random()), y: down * (look.sun + 0.04 * random()) };
  }, [stage, across, down, look]);
  const stops = [
    [0, tone(palette, look.zenith)],
    [look.horizonHeight * 0.55, tone(palette, mix(look.zenith, look.horizon, 0.5))],
    [look.horizonHeight, tone(palette, look.horizon)],
    [1, tone(palette, look.horizon)],
  ] as const;
  return (
    <>
      <Air stage={stage} stops={stops} />
      <Drift
        stage={stage}
        seconds={seconds}
        part={1}
        plan={{ ...stars, count: look.stars }}
        colors={[tone(palette, 1)]}
      />
      <Clouds
        {...{ stage, seconds, part: 2, top: 0.04, bottom: look.horizonHeight, count: 7, speed: 16 }}
        color={blend(tone(palette, 0.9), palette.accent, 0.25)}
        opacity={look.clouds}
      />
      <Sun id={`${id}sun`} color={palette.accent} {...sun} radius={58} strength={look.glow} />
      {Array.from({ length: bankCount }, (_, index) => (
        <Bank key={index} {...{ stage, seconds, look, index, sunX: sun.x }} />
      ))}
      <Drift stage={stage} seconds={seconds} part={3} plan={motes} colors={[palette.accent]} />
    </>
  );
}

interface BankProps extends MotifProps {
  readonly look: SkyLook;
  readonly index: number;
  readonly sunX: number;
}

function Bank({ stage, seconds, look, index, sunX }: BankProps) {
  const { palette, down } = stage;
  const near = index / (bankCount - 1);
  const height = down * (look.horizonHeight + 0.04 + (0.95 - look.horizonHeight) * near ** 1.15);
  const size = 1000 * (0.7 + 0.6 * near);
  const crestAt = useCrest(stage, index);
  const crest = (x: number): number =>
    height - size * crestAt((x + seconds * (12 + 50 * near)) / size, seconds);
  const body = mix(look.banks[0], look.banks[1], near ** 0.8);
  const id = `${stage.id}bank${index}`;
  const lit = blend(tone(palette, body + 0.16), palette.accent, 0.22 * (1 - near));
  return (
    <>
      <Fade
        id={id}
        from={height - size * 0.2}
        to={height + 330}
        stops={[
          [0, lit],
          [0.35, tone(palette, body + 0.04)],
          [1, tone(palette, body - 0.12)],
        ]}
      />
      <Shine id={`${id}rim`} color={palette.accent} at={sunX} opacity={0.75 - 0.5 * near} />
      <SoftArea path={areaBelow(stage, 8, crest)} gradient={id} />
      <Billows {...{ stage, seconds, index, crest, lit, size }} />
      <Rim
        path={crestPath(stage.across, 8, crest)}
        gradient={`${id}rim`}
        width={6 + 6 * near}
        opacity={0.8 - 0.3 * near}
      />
    </>
  );
}

/** A surface with a soft upper edge. */
function SoftArea({ path, gradient }: { readonly path: string; readonly gradient: string }) {
  return [14, 7, 0].map((lift, index) => (
    <path
      key={lift}
      d={path}
      transform={`translate(0 ${-lift})`}
      style={{ fill: `url(#${gradient})`, opacity: [0.25, 0.5, 1][index] }}
    />
  ));
}

const billowCount = 18;

interface BillowsProps extends MotifProps {
  readonly index: number;
  readonly crest: (x: number) => number;
  readonly lit: string;
  readonly size: number;
}

/** Soft light on the heaps of a bank, and shade between them. */
function Billows({ stage, seconds, index, crest, lit, size }: BillowsProps) {
  const { across, id, palette } = stage;
  const near = index / (bankCount - 1);
  const billows = useMemo(() => {
    const random = randomFor(stage, 30 + index);
    return Array.from({ length: billowCount }, (_, at) => ({
      x: (at + random()) / billowCount,
      depth: random() ** 1.6,
      radius: 0.09 + 0.11 * random(),
      bright: random() < 0.68,
    }));
  }, [stage, index]);
  const way = across + 500;
  const names = [`${id}lit${index}`, `${id}dim${index}`] as const;
  return (
    <>
      <Glow id={names[0]} color={lit} stops={[0.5, 0.36, 0.16, 0.04, 0]} />
      <Glow id={names[1]} color={tone(palette, 0.12)} stops={[0.34, 0.24, 0.1, 0.02, 0]} />
      {billows.map(({ x, depth, radius, bright }, at) => {
        const place = ((((x * way - seconds * (12 + 50 * near)) % way) + way) % way) - 250;
        return (
          <ellipse
            key={at}
            cx={place}
            cy={crest(place) + size * (radius * 0.75 + depth * 0.22 + (bright ? 0 : 0.06))}
            rx={size * radius * 1.5}
            ry={size * radius * 0.8}
            style={{ fill: `url(#${bright ? names[0] : names[1]})`, opacity: 1 - 0.5 * near }}
          />
        );
      })}
    </>
  );
}

/** Height of a bank in its own size, along its own width. */
function useCrest(stage: Stage, index: number): (x: number, seconds: number) => number {
  return useMemo(() => {
    const random = randomFor(stage, 10 + index);
    const swell = createLine(random, 16);
    const puffs = createPuffs(random, 64);
    const small = createPuffs(random, 128);
    return (x, seconds) => {
      const breath = seconds * 0.05;
      const large = swell(x * 1.9 + 20);
      const heap = puffs(x * 4.6 + breath * 0.3) * (0.35 + 0.9 * large);
      const fine = small(x * 11.5 - breath * 0.4) * (0.5 + 0.5 * heap);
      return 0.13 * large + 0.062 * heap + 0.018 * fine;
    };
  }, [stage, index]);
}
