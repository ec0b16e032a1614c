import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IStage, StageContext } from '../../domain/stage/stage.js';
import type { GenerationOutputs } from '../generate-video/generation-outputs.js';
import type { PipelineContext } from '../pipeline/pipeline-stage.js';
import { brokenContract, checkProduct, type Expected } from './check-products.js';

export type Context = PipelineContext<GenerationOutputs, keyof GenerationOutputs>;

/** How one stage of a plugin is run. */
interface Performance {
  readonly stage: IStage;
  readonly context: Context;
  /** Names of what it has to give. */
  readonly outputs: readonly string[];
  /** Runs what it wraps. */
  readonly inner?: () => Promise<unknown>;
}

const longestText = 10_000_000;
const ending = /^[a-z0-9][a-z0-9-]{0,40}\.[a-z0-9]{1,10}$/u;

/** An output as plugins see it. */
function viewOf(context: Context, name: string): unknown {
  if (name === 'script') return structuredClone(context.output('script').script);
  return structuredClone(context.output(name as keyof GenerationOutputs));
}

function expectedOf({ stage, context }: Performance): Expected {
  if (stage.wraps === 'script') return {};
  return {
    scenes: context.output('script').script.scenes.length,
    workspace: context.output('job').workspace.path,
  };
}

async function publish({ stage, context }: Performance, name: string, text: string): Promise<string> {
  if ((stage.wraps ?? stage.replaces) !== undefined) {
    throw brokenContract(stage, 'publishes a text, which only a stage that adds may do');
  }
  if (typeof name !== 'string' || !ending.test(name)) {
    throw brokenContract(stage, `publishes “${name}”; a name is like “chapters.txt”: small letters, one dot`);
  }
  if (typeof text !== 'string' || text.length > longestText) {
    throw brokenContract(
      stage,
      `publishes “${name}” with no text, or with more than ${longestText} characters`,
    );
  }
  const { publication, result } = context.output('job');
  const path = context.output('paths').video.replace(/mp4$/iu, () => name);
  await publication.text(text, path);
  result.attach(path);
  return path;
}

function stageContext(performance: Performance, inner: () => Promise<unknown>): StageContext {
  const { stage, context } = performance;
  const { id, result, workspace } = context.output('job');
  return Object.freeze({
    videoId: id,
    output: (name: string): never => {
      if ((stage.needs as readonly string[]).includes(name)) return viewOf(context, name) as never;
      throw brokenContract(stage, `asks for “${name}”, which is not among its needs`);
    },
    inner,
    signal: context.signal,
    logger: context.logger.child({ plugin: `stage/${stage.id}` }),
    ...(stage.wraps === 'script' ? {} : { workspace: workspace.path }),
    reportProgress: (fraction: number, message?: string): void =>
      context.reportProgress(message === undefined ? { fraction } : { fraction, message }),
    warn: (notice): void => result.warn(notice),
    publishText: (name: string, text: string) => publish(performance, name, text),
  } satisfies StageContext);
}

/** What a plugin’s code threw, with the plugin’s name. */
function failureOf({ id }: IStage, thrown: unknown): VideoGenerationError {
  const plugin = `stage/${id}`;
  if (!VideoGenerationError.isInstance(thrown)) {
    const what = thrown instanceof Error ? thrown.message : String(thrown);
    const message = `The stage of the plugin ${plugin} failed: ${what}`;
    return new VideoGenerationError('PLUGIN_STAGE_FAILED', { message, details: { plugin }, cause: thrown });
  }
  if (thrown.details.plugin === plugin) return thrown;
  return new VideoGenerationError(thrown.code, {
    message: `The stage of the plugin ${plugin} failed: ${thrown.message}`,
    howToFix: thrown.howToFix,
    details: { ...thrown.details, plugin },
    retryable: thrown.retryable,
    billed: thrown.billed,
    ...(thrown.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: thrown.retryAfterSeconds }),
    cause: thrown,
  });
}

/**
 * Runs a plugin’s stage and holds it to its contract. What the wrapped stage throws stays as it is.
 * @throws VideoGenerationError naming the plugin
 */
export async function performStage(performance: Performance): Promise<Record<string, unknown>> {
  const { stage, context, outputs } = performance;
  const innerFailures = new Set<unknown>();
  let innerRuns = 0;
  let wrapped: unknown;
  const inner = async (): Promise<unknown> => {
    if (!performance.inner) throw brokenContract(stage, 'asks for what it wraps, and wraps nothing');
    innerRuns += 1;
    try {
      wrapped = await performance.inner();
      return structuredClone(wrapped);
    } catch (error) {
      innerFailures.add(error);
      throw error;
    }
  };
  let products: unknown;
  try {
    products = await stage.execute(stageContext(performance, inner));
  } catch (thrown) {
    if (context.signal.aborted || innerFailures.has(thrown)) throw thrown;
    throw failureOf(stage, thrown);
  }
  if (stage.wraps === 'composition' && innerRuns !== 1) {
    throw brokenContract(stage, `ran the composition that it wraps ${innerRuns} times instead of once`);
  }
  const expected = { ...expectedOf(performance), wrapped };
  return Object.fromEntries(outputs.map((name) => [name, checkProduct(stage, products, name, expected)]));
}
