import { useMemo } from 'react';
import { Air } from './air.js';
import { Clouds } from './clouds.js';
import { Drift, type DriftPlan } from './drift.js';
import { Fade, Rim, Shine, Sun } from './light.js';
import { areaBelow, crestPath } from './lines.js';
import { blend, mix, randomFor, tone, type MotifProps, type Stage } from './motif.js';

/** Heights are fractions of the frame, tones are places on the palette's background. */
interface WavesLook {
  readonly above: 'sky' | 'water';
  readonly horizon: number;
  readonly light: number;
  /** Tone at the top of the frame and at the horizon. */
  readonly air: readonly [number, number];
  /** Tone of the furthest and of the nearest wave. */
  readonly water: readonly [number, number];
  readonly swell: number;
  readonly waves: number;
}

const looks: readonly [WavesLook, ...WavesLook[]] = [
  { above: 'sky', horizon: 0.36, light: 0.28, air: [0.16, 0.82], water: [0.66, 0.06], swell: 1, waves: 6 },
  { above: 'water', horizon: 0.6, light: -0.08, air: [0.86, 0.24], water: [0.3, 0.02], swell: 1.5, waves: 4 },
  { above: 'sky', horizon: 0.52, light: 0.2, air: [0.04, 0.6], water: [0.46, 0], swell: 1.9, waves: 5 },
];

const spray: DriftPlan = {
  count: 14,
  size: [2, 6],
  life: [7, 14],
  velocity: [8, -20],
  sway: 20,
  birth: [0.3, 0.9],
  opacity: 0.6,
  flicker: 0.5,
  shape: 'glow',
};
const bubbles: DriftPlan = {
  ...spray,
  count: 34,
  size: [2, 11],
  velocity: [8, -110],
  birth: [0.5, 1.1],
  opacity: 0.5,
};

/** Water: waves behind waves, light that breaks in them, and a quiet depth below. */
export function Waves({ stage, seconds }: MotifProps) {
  const { across, palette, variation } = stage;
  const look = looks[variation % looks.length] ?? looks[0];
  const lightX = useMemo(() => across * (0.25 + 0.5 * randomFor(stage, 0)()), [stage, across]);
  const submerged = look.above === 'water';
  return (
    <>
      <Air
        stage={stage}
        stops={[
          [0, tone(palette, look.air[0])],
          [look.horizon * 0.6, tone(palette, mix(look.air[0], look.air[1], 0.6))],
          [look.horizon, tone(palette, look.air[1])],
          [1, tone(palette, look.air[1] * 0.5)],
        ]}
      />
      {submerged ? (
        <Rays stage={stage} seconds={seconds} x={lightX} />
      ) : (
        <Above {...{ stage, seconds, look, lightX }} />
      )}
      {Array.from({ length: look.waves }, (_, index) => (
        <Wave key={index} {...{ stage, seconds, look, index, lightX }} />
      ))}
      <Drift
        {...{ stage, seconds, part: 3, plan: submerged ? bubbles : spray }}
        colors={[palette.accent, tone(palette, 1)]}
      />
    </>
  );
}

type AboveProps = Pick<WaveProps, 'stage' | 'seconds' | 'look' | 'lightX'>;

/** Clouds and the light over the water. */
function Above({ stage, seconds, look, lightX }: AboveProps) {
  const { palette, down, id } = stage;
  return (
    <>
      <Clouds
        {...{ stage, seconds, part: 2, top: 0.02, bottom: look.horizon, count: 5, speed: 11, opacity: 0.5 }}
        color={tone(palette, 1)}
      />
      <Sun
        id={`${id}sun`}
        color={palette.accent}
        x={lightX}
        y={down * look.light}
        radius={70}
        strength={0.85}
      />
    </>
  );
}

interface WaveProps extends MotifProps {
  readonly look: WavesLook;
  readonly index: number;
  readonly lightX: number;
}

function Wave({ stage, seconds, look, index, lightX }: WaveProps) {
  const { palette, down, across } = stage;
  const near = index / (look.waves - 1);
  const height = down * (look.horizon + (0.95 - look.horizon) * near ** 1.45);
  const swell = 1000 * look.swell * (0.006 + 0.044 * near ** 1.2);
  const crestAt = useCrest(stage, look, index);
  const crest = (x: number): number => height - swell * crestAt(x / 1000, seconds);
  const body = mix(look.water[0], look.water[1], near ** 0.75);
  const id = `${stage.id}wave${index}`;
  return (
    <>
      <Fade
        id={id}
        from={height - swell}
        to={height + 90 + 330 * near}
        stops={[
          [0, blend(tone(palette, body + 0.24), palette.accent, 0.14)],
          [0.12, tone(palette, body + 0.13)],
          [0.45, tone(palette, body + 0.02)],
          [1, tone(palette, body - 0.09)],
        ]}
      />
      <Shine id={`${id}rim`} color={palette.accent} at={lightX} opacity={0.85 - 0.45 * near} />
      <path d={areaBelow(stage, 10, crest)} style={{ fill: `url(#${id})` }} />
      <Lines {...{ stage, seconds, crest, near, id }} />
      <Rim
        path={crestPath(across, 10, crest)}
        gradient={`${id}rim`}
        width={3 + 7 * near}
        opacity={1 - 0.35 * near}
      />
    </>
  );
}

interface LinesProps extends MotifProps {
  readonly crest: (x: number) => number;
  readonly near: number;
  readonly id: string;
}

/** Faint second and third lines of light that follow the crest and wander over it. */
function Lines({ stage, seconds, crest, near, id }: LinesProps) {
  return [1, 2, 3].map((line) => {
    const below = (x: number): number => {
      const wander = Math.sin((x / 1000) * mix(14, 5, near) + line * 2.1 + seconds * (0.5 - 0.13 * line));
      return crest(x) + line * (9 + 34 * near) + wander * (3 + 13 * near);
    };
    return (
      <path
        key={line}
        d={crestPath(stage.across, 14, below)}
        style={{
          fill: 'none',
          stroke: `url(#${id}rim)`,
          strokeWidth: (1.5 + 5 * near) / line,
          opacity: 0.34 / line,
        }}
      />
    );
  });
}

/** The form of a wave, about −1 to 1, along thousandths of the short side. */
function useCrest(stage: Stage, look: WavesLook, index: number): (x: number, seconds: number) => number {
  return useMemo(() => {
    const random = randomFor(stage, 10 + index);
    const near = index / (look.waves - 1);
    const pitch = mix(15, 3.6, near ** 0.6);
    const speed = mix(0.35, 0.95, near) * (index % 2 === 0 ? 1 : -0.7);
    const phase = () => random() * 2 * Math.PI;
    const [first, second, third] = [phase(), phase(), phase()];
    return (x, seconds) => {
      const t = seconds * speed;
      const long = Math.sin(x * pitch * 0.53 + t * 0.7 + first);
      const main = Math.sin(x * pitch + t + second + 0.5 * long);
      const cross = Math.sin(x * pitch * 1.83 - t * 0.8 + third);
      return 0.75 * long + 0.55 * main + 0.18 * cross + 0.12 * main * main;
    };
  }, [stage, look, index]);
}

const rayCount = 9;
/** A ray is a few wedges in each other, so that its edges are soft. */
const rayEdges = [1.3, 1.1, 0.9, 0.7, 0.5, 0.3, 0.15];

/** Below the surface: light from above that sways. */
function Rays({ stage, seconds, x }: MotifProps & { readonly x: number }) {
  const { down, id, palette } = stage;
  const rays = useMemo(() => {
    const random = randomFor(stage, 1);
    return Array.from({ length: rayCount }, (_, index) => ({
      angle: (index / (rayCount - 1) - 0.5) * 1.5 + (random() - 0.5) * 0.12,
      width: 0.02 + 0.07 * random(),
      phase: random() * 7,
    }));
  }, [stage]);
  const source = { x, y: -0.24 * down };
  const end = down * 1.05;
  return (
    <g style={{ mixBlendMode: 'screen' }}>
      <Fade
        id={`${id}ray`}
        from={0}
        to={down * 0.85}
        stops={[
          [0, palette.accent, 0.13],
          [0.35, palette.accent, 0.05],
          [1, palette.accent, 0],
        ]}
      />
      {rays.map(({ angle, width, phase }, index) => {
        const sway = angle + 0.03 * Math.sin(seconds * 0.4 + phase);
        const at = (edge: number): number => source.x + Math.tan(sway + edge) * end;
        const strength = 0.45 + 0.4 * Math.sin(seconds * 0.6 + phase * 2);
        return rayEdges.map((share) => (
          <path
            key={`${index}/${share}`}
            d={`M${source.x},${source.y}L${at(-width * share)},${end}L${at(width * share)},${end}Z`}
            style={{ fill: `url(#${id}ray)`, opacity: strength }}
          />
        ));
      })}
    </g>
  );
}
