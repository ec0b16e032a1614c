import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { AnyPipelineStage } from './pipeline-stage.js';

type StageShape = Pick<AnyPipelineStage<Record<string, unknown>>, 'name' | 'needs' | 'produces'>;

function wrong(message: string, details: Readonly<Record<string, unknown>>): VideoGenerationError {
  return new VideoGenerationError('INTERNAL_ERROR', { message, details });
}

/**
 * The stages in an order in which each stands after all that it needs; independent ones stay as given.
 * @param provided Outputs that are there before the first stage.
 * @throws VideoGenerationError INTERNAL_ERROR naming a need that nothing produces, an output with two
 * producers, or the stages of a cycle.
 */
export function orderStages<Stage extends StageShape>(
  stages: readonly Stage[],
  provided: readonly string[],
): Stage[] {
  const produced = new Set(provided);
  for (const { name, produces } of stages) {
    for (const output of produces) {
      if (produced.has(output)) throw wrong(`Two stages produce “${output}”.`, { output, stage: name });
      produced.add(output);
    }
  }
  for (const { name, needs } of stages) {
    const missing = needs.find((need) => !produced.has(need));
    if (missing !== undefined) {
      throw wrong(`The stage “${name}” needs “${missing}”, which nothing produces.`, {
        stage: name,
        missing,
      });
    }
  }
  return sorted(stages, new Set(provided));
}

function sorted<Stage extends StageShape>(stages: readonly Stage[], available: Set<string>): Stage[] {
  const ordered: Stage[] = [];
  let waiting = [...stages];
  while (waiting.length > 0) {
    const ready = waiting.filter(({ needs }) => needs.every((need) => available.has(need)));
    if (ready.length === 0) {
      const names = waiting.map(({ name }) => name);
      throw wrong(`The stages ${names.join(', ')} need each other.`, { stages: names });
    }
    ordered.push(...ready);
    for (const output of ready.flatMap(({ produces }) => produces)) available.add(output);
    waiting = waiting.filter((stage) => !ready.includes(stage));
  }
  return ordered;
}
