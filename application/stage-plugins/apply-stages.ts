import type { IStage } from '../../domain/stage/stage.js';
import type { VideoScript } from '../../domain/script/video-script.js';
import type { GenerationOutputs } from '../generate-video/generation-outputs.js';
import type { AnyPipelineStage } from '../pipeline/pipeline-stage.js';
import type { ScriptReader } from '../read-script/script-reader.js';
import { performStage, type Context } from './perform-stage.js';

type Stage = AnyPipelineStage<GenerationOutputs>;
type Name = keyof GenerationOutputs;

const unique = (names: readonly string[]): Name[] => [...new Set(names)] as Name[];

/** The same run with another manuscript. */
function withScript(context: Context, parsed: VideoScript): Context {
  const manuscript = { ...context.output('manuscript'), parsed };
  return {
    ...context,
    output: (key) => (key === 'manuscript' ? manuscript : context.output(key)) as never,
  };
}

/** What differs from a built-in stage. */
function ownFacts({ id, weight, timeoutSeconds }: IStage): Partial<Stage> {
  return {
    plugin: `stage/${id}`,
    ...(weight === undefined ? {} : { weight }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}

/** The plugin gets what the script says, and what it makes of it is read in its place. */
function aroundScript(inner: Stage, stage: IStage, reader: ScriptReader): Stage {
  const { checkpoint } = inner;
  const read = (context: Context): Promise<VideoScript> => {
    const { request, template, parsed } = context.output('manuscript');
    return Promise.resolve(reader.read(request, template, parsed).script);
  };
  return {
    ...inner,
    ...ownFacts(stage),
    needs: unique([...inner.needs, ...stage.needs]),
    ...(checkpoint
      ? {
          checkpoint: {
            ...checkpoint,
            inputs: (context) => [stage.id, inputsOf(stage, context), checkpoint.inputs(context)],
            pack: (made) => ({ script: made.script.script, inner: checkpoint.pack(made) }),
            unpack: (packed, context) => {
              const kept = packed as { readonly script: VideoScript; readonly inner: unknown };
              return checkpoint.unpack(kept.inner, withScript(context, kept.script));
            },
          },
        }
      : {}),
    async execute(context) {
      const made = await performStage({
        stage,
        context,
        outputs: ['script'],
        inner: async () => read(context),
      });
      return inner.execute(withScript(context, made.script as VideoScript));
    },
  };
}

/** What a plugin’s stage sees, for the question whether its kept output still holds. */
function inputsOf({ needs }: IStage, context: Context): unknown[] {
  return needs.map((name) => {
    const value = context.output(name as Name);
    return name === 'script' ? context.output('script').script : value;
  });
}

/** The plugin runs with or without the built-in stage, and gives its output. */
function around(inner: Stage, stage: IStage): Stage {
  const { checkpoint, name } = inner;
  const isWrapped = stage.wraps !== undefined;
  return {
    ...inner,
    ...ownFacts(stage),
    ...(isWrapped ? {} : { displayName: stage.displayName }),
    needs: unique(['job', 'script', ...(isWrapped ? inner.needs : []), ...stage.needs]),
    ...(checkpoint
      ? {
          checkpoint: {
            ...checkpoint,
            inputs: (context) => [
              stage.id,
              inputsOf(stage, context),
              isWrapped ? checkpoint.inputs(context) : context.output('script').script,
            ],
          },
        }
      : {}),
    async execute(context) {
      const made = await performStage({
        stage,
        context,
        outputs: [name],
        ...(isWrapped ? { inner: async () => (await inner.execute(context))[name as Name] } : {}),
      });
      if (name === 'voice' && !isWrapped) context.output('job').result.learn({ voice: `stage/${stage.id}` });
      return made;
    },
  };
}

/** One more stage. It runs again when a job goes on: what it published may have been taken back. */
function added(stage: IStage): Stage {
  const { id, displayName, weight = 1, timeoutSeconds, needs, produces = [] } = stage;
  return {
    name: `stage/${id}`,
    displayName,
    plugin: `stage/${id}`,
    weight,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    needs: unique(['job', 'script', 'paths', ...needs]),
    produces: unique(produces),
    execute: (context) => performStage({ stage, context, outputs: produces }),
  };
}

/**
 * The pipeline with the stages of plugins: a built-in one is replaced first and wrapped then, in the order of
 * discovery, the last outermost. Stages around the script follow each other.
 */
export function applyStages(
  builtIn: readonly Stage[],
  stages: readonly IStage[],
  reader: ScriptReader,
): Stage[] {
  const changed = builtIn.map((stage) => {
    const replacing = stages.filter(({ replaces }) => replaces === stage.name);
    const wrapping = stages.filter(({ wraps }) => wraps === stage.name);
    if (stage.name === 'script') {
      return wrapping.reduceRight((inner, plugin) => aroundScript(inner, plugin, reader), stage);
    }
    return [...replacing, ...wrapping].reduce(around, stage);
  });
  return [
    ...changed,
    ...stages.filter(({ wraps, replaces }) => (wraps ?? replaces) === undefined).map(added),
  ];
}

/** The same for a dry run: nothing is made, and only the script is what it would be. */
export function applyScriptStages(
  builtIn: readonly Stage[],
  stages: readonly IStage[],
  reader: ScriptReader,
): Stage[] {
  return applyStages(
    builtIn,
    stages.filter(({ wraps }) => wraps === 'script'),
    reader,
  );
}
