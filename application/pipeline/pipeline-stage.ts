import type { ILogger } from '../../domain/logging/logger.js';

/** How far a stage is. */
export interface StageProgress {
  /** 0 to 1 of the stage. */
  readonly fraction: number;
  readonly message?: string;
  /** Items done and in all, such as scenes. */
  readonly current?: number;
  readonly total?: number;
}

/** What a stage gets: the outputs that it needs, by name and type, and the run's signal, log and progress. */
export interface PipelineContext<Outputs, Needs extends keyof Outputs> {
  output<Key extends Needs>(key: Key): Outputs[Key];
  readonly signal: AbortSignal;
  readonly logger: ILogger;
  reportProgress(progress: StageProgress): void;
}

/**
 * How the output of a stage is kept for a run that goes on where this one ended. A stage without it runs again: because
 * it is quick, or because it looks after what it made itself.
 */
export interface StageCheckpoint<Outputs, Needs extends keyof Outputs, Produces extends keyof Outputs> {
  /** All that the output follows from, as plain JSON: if it is the same, so is the output. */
  inputs(context: PipelineContext<Outputs, Needs>): unknown;
  /** The output as plain JSON. */
  pack(produced: Readonly<Pick<Outputs, Produces>>): unknown;
  /** Absolute paths of the files that it consists of. Unless they are as they were, the stage runs again. */
  files?(produced: Readonly<Pick<Outputs, Produces>>): readonly string[];
  unpack(
    packed: unknown,
    context: PipelineContext<Outputs, Needs>,
  ): Promise<Readonly<Pick<Outputs, Produces>>> | Readonly<Pick<Outputs, Produces>>;
}

/**
 * One step of a pipeline. It holds no state between runs: all that it knows comes from its context.
 * `Outputs` names everything that flows through the pipeline.
 */
export interface PipelineStage<
  Outputs,
  Needs extends keyof Outputs & string = keyof Outputs & string,
  Produces extends keyof Outputs & string = keyof Outputs & string,
> {
  /** Such as `voice`. */
  readonly name: string;
  /** For people, such as `Speaking the script`. */
  readonly displayName: string;
  /** Share of the whole time that it usually takes, relative to the other stages' weights. */
  readonly weight: number;
  /** Deadline, seconds. Absent: the run's deadline alone. */
  readonly timeoutSeconds?: number;
  /** Whose code it runs, such as `stage/chapters`, if that is not our own. */
  readonly plugin?: string;
  readonly needs: readonly Needs[];
  readonly produces: readonly Produces[];
  readonly checkpoint?: StageCheckpoint<Outputs, Needs, Produces>;
  execute(context: PipelineContext<Outputs, Needs>): Promise<Readonly<Pick<Outputs, Produces>>>;
}

/** A stage whose exact inputs and outputs do not matter to who runs it. */
export interface AnyPipelineStage<Outputs> extends Omit<PipelineStage<Outputs>, 'checkpoint' | 'execute'> {
  readonly checkpoint?: AnyStageCheckpoint<Outputs>;
  execute(context: PipelineContext<Outputs, keyof Outputs & string>): Promise<Partial<Outputs>>;
}

/** A checkpoint of such a stage. */
export interface AnyStageCheckpoint<Outputs> {
  inputs(context: PipelineContext<Outputs, keyof Outputs & string>): unknown;
  pack(produced: Outputs): unknown;
  files?(produced: Outputs): readonly string[];
  unpack(
    packed: unknown,
    context: PipelineContext<Outputs, keyof Outputs & string>,
  ): Promise<Partial<Outputs>> | Partial<Outputs>;
}
