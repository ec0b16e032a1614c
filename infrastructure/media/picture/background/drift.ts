import type { LightColor } from './palette-ramp.js';
import type { MotifSetting, Sprite } from './motif.js';

/** A swarm of small lights or leaves. Speeds are short sides a second. */
export interface DriftPlan {
  readonly count: number;
  /** Smallest and largest half axis. */
  readonly size: readonly [number, number];
  /** Seconds from birth to death, shortest and longest. */
  readonly life: readonly [number, number];
  /** Mean velocity of the largest; smaller ones are slower, as if further away. */
  readonly velocity: readonly [number, number];
  /** How far they swing from side to side. */
  readonly sway: number;
  /** Where they are born: from 0 to 1 of the height. */
  readonly birth: readonly [number, number];
  readonly opacity: number;
  readonly colors: readonly LightColor[];
  readonly shape: Sprite['shape'];
  /** Length to breadth. */
  readonly slenderness: number;
  /** 0 glows steadily, 1 goes out between flickers. */
  readonly flicker: number;
}

export type Drift = (seconds: number) => Sprite[];

/** @returns the swarm at a moment; each member is born again elsewhere when its life is over. */
export function createDrift(setting: MotifSetting, plan: DriftPlan): Drift {
  const { random } = setting;
  const members = Array.from({ length: plan.count }, () => ({
    near: random() ** 2,
    life: plan.life[0] + (plan.life[1] - plan.life[0]) * random(),
    phase: random(),
    salt: random() * 1000,
    color: plan.colors[Math.floor(random() * plan.colors.length)]!,
  }));
  return (seconds) => members.map((member) => spriteAt(setting, plan, member, seconds));
}

interface Member {
  /** 0 far, 1 near. */
  readonly near: number;
  readonly life: number;
  readonly phase: number;
  readonly salt: number;
  readonly color: LightColor;
}

function spriteAt({ across, down }: MotifSetting, plan: DriftPlan, member: Member, seconds: number): Sprite {
  const { near, life, salt } = member;
  const lives = seconds / life + member.phase;
  const cycle = Math.floor(lives);
  const age = (lives - cycle) * life;
  const pace = 0.45 + 0.55 * near;
  const turn = salt + age * (1.1 + 0.6 * fraction(salt * 7.3));
  const sway = plan.sway * pace;
  const breadth = plan.size[0] + (plan.size[1] - plan.size[0]) * near;
  const birthX = (fraction(salt + cycle * 0.7548777) * 1.3 - 0.15) * across;
  const birthShare = fraction(salt * 1.7 + cycle * 0.5698403);
  const birthY = (plan.birth[0] + (plan.birth[1] - plan.birth[0]) * birthShare) * down;
  const velocityX = plan.velocity[0] * pace + sway * 1.3 * Math.cos(turn);
  const velocityY = plan.velocity[1] * pace;
  const fade = Math.min(1, (lives - cycle) * 6, (1 - (lives - cycle)) * 3);
  const blink = 1 - plan.flicker * (0.5 + 0.5 * Math.sin(age * 9 + salt) * Math.sin(age * 5.3 + salt * 3));
  const tumble = plan.shape === 'leaf' ? turn * 0.9 : Math.atan2(velocityY, velocityX);
  const fold = plan.shape === 'leaf' ? 0.35 + 0.65 * Math.abs(Math.sin(turn * 0.8 + salt)) : 1;
  return {
    shape: plan.shape,
    x: birthX + plan.velocity[0] * pace * age + sway * Math.sin(turn),
    y: birthY + velocityY * age + sway * 0.3 * Math.sin(turn * 1.7),
    length: breadth * plan.slenderness,
    breadth: breadth * fold,
    angle: tumble,
    color: member.color,
    opacity: plan.opacity * fade * blink * (0.45 + 0.55 * pace),
  };
}

function fraction(value: number): number {
  return value - Math.floor(value);
}
