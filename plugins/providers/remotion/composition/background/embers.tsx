import { useMemo } from 'react';
import { Drift, type DriftPlan } from './drift.js';
import { Fade, Glow, Rim } from './light.js';
import { areaBelow, createLine, crestPath } from './lines.js';
import { blend, mix, randomFor, tone, type MotifProps, type Stage } from './motif.js';

interface EmbersLook {
  /** Where the fire is, from 0 (left) to 1. */
  readonly hearth: number;
  /** Half of its width, thousandths of the short side. */
  readonly spread: number;
  /** How far up its light reaches, fraction of the height. */
  readonly reach: number;
  readonly flames: number;
  readonly coals: number;
}

const looks: readonly [EmbersLook, ...EmbersLook[]] = [
  { hearth: 0.5, spread: 620, reach: 0.78, flames: 1, coals: 2 },
  { hearth: 0.2, spread: 750, reach: 0.88, flames: 0.7, coals: 3 },
  { hearth: 0.8, spread: 600, reach: 0.84, flames: 0.9, coals: 2 },
];

const sparks: DriftPlan = {
  count: 64,
  size: [2, 6.6],
  life: [2.6, 6.5],
  velocity: [30, -360],
  sway: 55,
  birth: [0.55, 1.05],
  opacity: 1,
  flicker: 0.5,
  shape: 'glow',
};
const blurred: DriftPlan = {
  ...sparks,
  count: 14,
  size: [8, 24],
  life: [5, 9],
  velocity: [40, -240],
  sway: 80,
  birth: [0.6, 1.1],
  opacity: 0.3,
  flicker: 0.25,
};

/** Fire: a glow that breathes, flames, smoke that rises, and sparks over dark coals. */
export function Embers({ stage, seconds }: MotifProps) {
  const { across, down, palette, variation } = stage;
  const look = looks[variation % looks.length] ?? looks[0];
  const hearth = useMemo(
    () => across * (look.hearth + 0.1 * (randomFor(stage, 0)() - 0.5)),
    [stage, across, look],
  );
  const colors = [palette.accent, tone(palette, 1), tone(palette, 0.85)];
  return (
    <>
      <rect width={across} height={down} style={{ fill: tone(palette, 0.06) }} />
      <Heat {...{ stage, seconds, look, hearth }} />
      <Smoke stage={stage} seconds={seconds} />
      <Flames {...{ stage, seconds, look, hearth }} />
      <Drift {...{ stage, seconds, part: 3, plan: blurred, colors }} />
      {Array.from({ length: look.coals }, (_, index) => (
        <Coals key={index} {...{ stage, seconds, look, index }} />
      ))}
      <Drift {...{ stage, seconds, part: 4, plan: sparks, colors }} />
    </>
  );
}

interface FireProps extends MotifProps {
  readonly look: EmbersLook;
  readonly hearth: number;
}

/** The light of the fire on the air: red far away, orange near. */
function Heat({ stage, seconds, look, hearth }: FireProps) {
  const { down, palette, id } = stage;
  const breath = 1 + 0.05 * Math.sin(seconds * 1.7) + 0.035 * Math.sin(seconds * 2.9 + 1);
  const layers = [
    { tone: 0.4, size: 1.35, stops: [1, 0.8, 0.5, 0.22, 0.06, 0] },
    { tone: 0.7, size: 1, stops: [1, 0.78, 0.4, 0.14, 0.03, 0] },
    { tone: 0.95, size: 0.66, stops: [1, 0.66, 0.26, 0.07, 0.01, 0] },
  ];
  return layers.map((layer, index) => (
    <g key={index}>
      <Glow id={`${id}heat${index}`} color={tone(palette, layer.tone)} stops={layer.stops} />
      <ellipse
        cx={hearth}
        cy={down * 0.99}
        rx={look.spread * 1.5 * layer.size * breath}
        ry={down * look.reach * layer.size * breath}
        style={{ fill: `url(#${id}heat${index})` }}
      />
    </g>
  ));
}

const smokeCount = 16;

/** Dark and warm billows that rise through the light. */
function Smoke({ stage, seconds }: MotifProps) {
  const { across, down, palette, id } = stage;
  const billows = useMemo(() => {
    const random = randomFor(stage, 1);
    return Array.from({ length: smokeCount }, (_, index) => ({
      x: random(),
      phase: random(),
      size: 160 + 260 * random(),
      pace: 0.05 + 0.05 * random(),
      dark: index % 3 !== 0,
    }));
  }, [stage]);
  return (
    <g>
      <Glow id={`${id}dark`} color={tone(palette, 0)} stops={[0.3, 0.22, 0.1, 0.03, 0]} />
      <Glow id={`${id}warm`} color={tone(palette, 0.55)} stops={[0.24, 0.17, 0.08, 0.02, 0]} />
      {billows.map(({ x, phase, size, pace, dark }, index) => {
        const age = (seconds * pace + phase) % 1;
        const sway = Math.sin(seconds * 0.5 + index) * 60;
        return (
          <ellipse
            key={index}
            cx={x * across + sway}
            cy={down * (1 - age * 1.1)}
            rx={size * (0.7 + 0.7 * age)}
            ry={size * (0.5 + 0.5 * age)}
            style={{
              fill: `url(#${id}${dark ? 'dark' : 'warm'})`,
              opacity: Math.min(1, age * 5, (1 - age) * 3),
            }}
          />
        );
      })}
    </g>
  );
}

const flameCount = 22;

/** Tall soft tongues that flicker out of step. */
function Flames({ stage, seconds, look, hearth }: FireProps) {
  const { down, palette, id } = stage;
  const tongues = useMemo(() => {
    const random = randomFor(stage, 2);
    return Array.from({ length: flameCount }, () => ({
      x: (random() + random() - 1) * look.spread * 0.95,
      phase: random() * 20,
      tall: 0.5 + 0.5 * random(),
    }));
  }, [stage, look]);
  return (
    <g style={{ mixBlendMode: 'screen' }} opacity={look.flames}>
      <Glow id={`${id}flame`} color={tone(palette, 0.97)} stops={[0.5, 0.36, 0.17, 0.05, 0]} />
      <Glow id={`${id}core`} color={palette.accent} stops={[0.62, 0.4, 0.15, 0.03, 0]} />
      {tongues.map(({ x, phase, tall }, index) => {
        const beat = 0.72 + 0.28 * Math.sin(seconds * 2.3 + phase) * Math.sin(seconds * 1.3 + phase * 2);
        const height = 620 * tall * beat * (1.15 - Math.abs(x) / look.spread);
        const lean = 26 * Math.sin(seconds * 1.7 + phase * 3);
        const place = { cx: hearth + x + lean, cy: down * 0.93 - height * 0.42 };
        return (
          <g key={index}>
            <ellipse {...place} rx={46 + 40 * tall} ry={height} style={{ fill: `url(#${id}flame)` }} />
            <ellipse
              {...place}
              cy={down * 0.95}
              rx={34}
              ry={height * 0.5}
              style={{ fill: `url(#${id}core)` }}
            />
          </g>
        );
      })}
    </g>
  );
}

interface CoalsProps extends MotifProps {
  readonly look: EmbersLook;
  readonly index: number;
}

function Coals({ stage, seconds, look, index }: CoalsProps) {
  const { across, down, palette, id } = stage;
  const near = index / (look.coals - 1);
  const height = down * (0.865 + 0.105 * near);
  const { crest: crestAt, pulse } = useCoals(stage, index);
  const crest = (x: number): number => height - crestAt(x / 1000);
  const body = mix(0.16, 0.02, near);
  const name = `${id}coals${index}`;
  const beat = (at: number): number => {
    const glow = pulse(at * 5 + 7);
    return (0.15 + 0.85 * glow * glow) * (0.7 + 0.3 * Math.sin(seconds * 1.3 + pulse(at * 3) * 9));
  };
  const places = Array.from({ length: 13 }, (_, at) => at / 12);
  const glows = places.map((at) => [at, blend(tone(palette, 0.95), palette.accent, 0.4), beat(at)] as const);
  return (
    <>
      <Fade
        id={name}
        from={height - 70}
        to={height + 150}
        stops={[
          [0, tone(palette, body + 0.22)],
          [0.35, tone(palette, body + 0.05)],
          [1, tone(palette, body)],
        ]}
      />
      <Fade id={`${name}rim`} sideways from={0} to={across} stops={glows} />
      <path d={areaBelow(stage, 7, crest)} style={{ fill: `url(#${name})` }} />
      <Rim
        path={crestPath(across, 7, crest)}
        gradient={`${name}rim`}
        width={6}
        opacity={1.25 - 0.45 * near}
      />
    </>
  );
}

function useCoals(stage: Stage, index: number) {
  return useMemo(() => {
    const random = randomFor(stage, 10 + index);
    const rough = createLine(random, 64);
    const fine = createLine(random, 128);
    const pulse = createLine(random, 64);
    const crest = (x: number): number => 55 * rough(x * 4.5) + 16 * Math.abs(2 * fine(x * 15) - 1);
    return { crest, pulse };
  }, [stage, index]);
}
