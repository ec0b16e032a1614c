import { useMemo } from 'react';
import { Glow } from './light.js';
import { mix, randomFor, type Stage } from './motif.js';

/** A swarm of small lights or leaves. Lengths are thousandths of the short side, speeds those a second. */
export interface DriftPlan {
  readonly count: number;
  /** Smallest and largest radius. */
  readonly size: readonly [number, number];
  /** Seconds from birth to death, shortest and longest. */
  readonly life: readonly [number, number];
  /** Velocity of the largest; smaller ones are slower, as if further away. */
  readonly velocity: readonly [number, number];
  /** How far they swing from side to side. */
  readonly sway: number;
  /** Where they are born: from 0 to 1 of the height. */
  readonly birth: readonly [number, number];
  readonly opacity: number;
  /** 0 glows steadily, 1 goes out between flickers. */
  readonly flicker: number;
  readonly shape: 'glow' | 'leaf';
}

export interface DriftProps {
  readonly stage: Stage;
  readonly seconds: number;
  readonly plan: DriftPlan;
  readonly colors: readonly string[];
  /** Tells the swarms of a picture apart. */
  readonly part: number;
}

/** The swarm at a moment; each member is born again elsewhere when its life is over. */
export function Drift({ stage, seconds, plan, colors, part }: DriftProps) {
  const members = useMemo(() => {
    const random = randomFor(stage, part);
    return Array.from({ length: plan.count }, () => ({
      near: random() ** 2,
      life: mix(plan.life[0], plan.life[1], random()),
      phase: random(),
      salt: random() * 1000,
      color: Math.floor(random() * colors.length),
    }));
  }, [stage, plan, colors.length, part]);
  const id = (color: number): string => `${stage.id}drift${part}-${color}`;
  return (
    <g>
      {plan.shape === 'glow' &&
        colors.map((color, index) => (
          <Glow key={index} id={id(index)} color={color} stops={[1, 0.85, 0.34, 0.1, 0]} />
        ))}
      {members.map((member, index) => {
        const { x, y, radius, angle, fold, opacity } = placeOf(stage, plan, member, seconds);
        const turned = `translate(${x} ${y}) rotate(${angle})`;
        const fill = plan.shape === 'glow' ? `url(#${id(member.color)})` : colors[member.color];
        return plan.shape === 'glow' ? (
          <circle key={index} r={radius * 2} transform={turned} style={{ fill, opacity }} />
        ) : (
          <path
            key={index}
            d={`M${-radius * 2.3},0Q0,${-radius * 1.5 * fold} ${radius * 2.3},0Q0,${radius * 1.5 * fold} ${-radius * 2.3},0Z`}
            transform={turned}
            style={{ fill, opacity }}
          />
        );
      })}
    </g>
  );
}

interface Member {
  /** 0 far, 1 near. */
  readonly near: number;
  readonly life: number;
  readonly phase: number;
  readonly salt: number;
}

function placeOf(
  { across, down }: Stage,
  plan: DriftPlan,
  { near, life, phase, salt }: Member,
  seconds: number,
) {
  const lives = seconds / life + phase;
  const cycle = Math.floor(lives);
  const age = (lives - cycle) * life;
  const pace = 0.45 + 0.55 * near;
  const turn = salt + age * (1.1 + 0.6 * fraction(salt * 7.3));
  const birthX = (fraction(salt + cycle * 0.7548777) * 1.3 - 0.15) * across;
  const birthY = mix(plan.birth[0], plan.birth[1], fraction(salt * 1.7 + cycle * 0.5698403)) * down;
  const fade = Math.min(1, (lives - cycle) * 6, (1 - (lives - cycle)) * 3);
  const blink = 1 - plan.flicker * (0.5 + 0.5 * Math.sin(age * 9 + salt) * Math.sin(age * 5.3 + salt * 3));
  return {
    x: birthX + plan.velocity[0] * pace * age + plan.sway * pace * Math.sin(turn),
    y: birthY + plan.velocity[1] * pace * age + plan.sway * pace * 0.3 * Math.sin(turn * 1.7),
    radius: mix(plan.size[0], plan.size[1], near),
    angle: (turn * 0.9 * 180) / Math.PI,
    fold: 0.35 + 0.65 * Math.abs(Math.sin(turn * 0.8 + salt)),
    opacity: plan.opacity * fade * blink * pace,
  };
}

function fraction(value: number): number {
  return value - Math.floor(value);
}
