import { stageNeeds, stageOutputNames } from './stage-outputs.js';
import type { IStage } from './stage.js';

type Shape = Pick<IStage, 'id' | 'needs' | 'produces' | 'wraps' | 'replaces'>;

/** A stage that cannot be placed among the others, and why. */
interface StageConflict {
  readonly id: string;
  /** Goes on from the plugin’s name. */
  readonly problem: string;
  readonly howToFix: string;
}

/** What is wrong with a stage by itself; undefined if nothing is. */
export function stageProblem({ id, wraps, replaces, produces = [] }: Shape): string | undefined {
  if (wraps !== undefined && replaces !== undefined) return 'its stage both wraps and replaces another';
  if ((wraps ?? replaces) !== undefined && produces.length > 0) {
    return `its stage produces “${wraps ?? replaces}” already, and cannot add “${produces[0]}”`;
  }
  const stranger = produces.find((name) => !name.startsWith(`${id}/`) || name.length === id.length + 1);
  if (stranger !== undefined) return `its output “${stranger}” has to be called “${id}/…”`;
  const twice = produces.find((name, index) => produces.indexOf(name) !== index);
  return twice === undefined ? undefined : `its output “${twice}” is named twice`;
}

function targetsOf({ wraps, replaces, produces = [] }: Shape): readonly string[] {
  const target = wraps ?? replaces;
  return target === undefined ? produces : [target];
}

/** What each output follows from. */
function dependencies(stages: readonly Shape[]): ReadonlyMap<string, readonly string[]> {
  const needs = new Map<string, readonly string[]>();
  for (const name of stageOutputNames) {
    needs.set(name, stages.some(({ replaces }) => replaces === name) ? ['script'] : stageNeeds[name]);
  }
  for (const stage of stages) {
    const isAdded = (stage.wraps ?? stage.replaces) === undefined;
    for (const target of targetsOf(stage)) {
      // There is nothing to do for a video before its script has been read.
      needs.set(target, [...(needs.get(target) ?? []), ...stage.needs, ...(isAdded ? ['script'] : [])]);
    }
  }
  return needs;
}

/** The way from an output of the stage through its needs back to the stage; undefined if there is none. */
function cycleOf(stage: Shape, needs: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const targets = targetsOf(stage);
  const seen = new Set<string>();
  const search = (name: string, way: readonly string[]): string[] | undefined => {
    if (targets.includes(name)) return [...way, name];
    if (seen.has(name)) return undefined;
    seen.add(name);
    for (const next of needs.get(name) ?? []) {
      const found = search(next, [...way, name]);
      if (found) return found;
    }
    return undefined;
  };
  for (const need of stage.needs) {
    const found = search(need, [targets[0] ?? stage.id]);
    if (found) return found;
  }
  return undefined;
}

/** The first stage, of the last found, that cannot go together with the others; undefined if all can. */
export function findStageConflict(stages: readonly Shape[]): StageConflict | undefined {
  for (const [index, { id, replaces }] of stages.entries()) {
    const first = stages
      .slice(0, index)
      .find((other) => replaces !== undefined && other.replaces === replaces);
    if (!first) continue;
    const problem = `replaces the stage “${replaces}”, and so does stage/${first.id}`;
    return { id, problem, howToFix: `Keep one of them: add “stage/${id}” to plugins.disabled.` };
  }
  const needs = dependencies(stages);
  for (const stage of stages) {
    const missing = stage.needs.find((need) => !needs.has(need));
    if (missing === undefined) continue;
    const problem = `needs “${missing}”, which no stage produces`;
    return { id: stage.id, problem, howToFix: `There is: ${[...needs.keys()].join(', ')}.` };
  }
  for (const stage of stages.toReversed()) {
    const cycle = cycleOf(stage, needs);
    if (!cycle) continue;
    const problem = `cannot be placed: its output follows from itself (${cycle.join(' ← ')})`;
    return { id: stage.id, problem, howToFix: `Take “${cycle[1]}” out of its needs.` };
  }
  return undefined;
}
