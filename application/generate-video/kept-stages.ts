import type { JobFile, JobStage } from '../../domain/job/job-stage.js';
import type { IJobStore } from '../../domain/job/job-store.js';
import type { IJobFolders } from '../../domain/storage/job-folders.js';
import type { Digest } from '../generate-media/request-digest.js';
import type { StageReport } from '../pipeline/stage-run.js';
import type { Said, StageResults } from './stage-results.js';

export interface KeptStagesParts {
  readonly store: Pick<IJobStore, 'saveStage'>;
  readonly folders: Pick<IJobFolders, 'describe'>;
  readonly digest: Digest;
}

/** Which run of which job the stages belong to. */
export interface KeptStagesOf {
  readonly jobId: string;
  readonly token: number;
  /** What earlier runs saved. */
  readonly earlier: readonly JobStage[];
  /** False: only the figures are recorded. */
  readonly keep: boolean;
}

interface KeptOutput {
  readonly value: unknown;
  readonly said: Said;
}

/** The outputs of a job’s stages: kept when they are whole, and used again if nothing they follow from has changed. */
export class KeptStages {
  private readonly earlier: ReadonlyMap<string, JobStage>;

  constructor(
    private readonly parts: KeptStagesParts,
    private readonly of: KeptStagesOf,
    private readonly results: StageResults,
  ) {
    this.earlier = new Map(of.earlier.map((stage) => [stage.stage, stage]));
  }

  /** Undefined if there is none for these inputs, or a file of it is not what it was. */
  async find(stage: string, inputs: unknown): Promise<{ readonly output: unknown } | undefined> {
    const kept = this.earlier.get(stage);
    if (!this.of.keep || kept?.digest === undefined || kept.digest !== this.digestOf(stage, inputs))
      return undefined;
    for (const file of kept.files ?? []) if (!(await this.stands(file))) return undefined;
    const { value, said } = kept.output as KeptOutput;
    this.results.repeat(stage, said);
    return { output: value };
  }

  async save({ kept, ...report }: StageReport): Promise<void> {
    const { jobId, token, keep } = this.of;
    const before = this.earlier.get(report.stage);
    if (report.resumed && before) {
      await this.parts.store.saveStage(jobId, { ...before, resumed: true }, token);
      return;
    }
    const stage: JobStage = { ...report, status: 'completed' };
    if (!keep || !kept) {
      await this.parts.store.saveStage(jobId, stage, token);
      return;
    }
    const files = await Promise.all(kept.files.map((file) => this.parts.folders.describe(file)));
    const output: KeptOutput = { value: kept.output, said: this.results.saidBy(report.stage) };
    const whole = files.every((file) => file !== undefined);
    const digest = this.digestOf(report.stage, kept.inputs);
    await this.parts.store.saveStage(jobId, whole ? { ...stage, digest, output, files } : stage, token);
  }

  private digestOf(stage: string, inputs: unknown): string {
    return this.parts.digest(JSON.stringify([stage, inputs]));
  }

  private async stands({ path, sizeBytes, contentHash }: JobFile): Promise<boolean> {
    const now = await this.parts.folders.describe(path);
    return now?.sizeBytes === sizeBytes && now.contentHash === contentHash;
  }
}
