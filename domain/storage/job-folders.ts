import type { JobFile } from '../job/job-stage.js';
import type { Workspace } from './artifact-store.js';

export const IJobFolders: unique symbol = Symbol.for('aether-video/IJobFolders@1');

/** Where the files of durable jobs lie until the job has ended: they outlive the process that made them. */
export interface IJobFolders {
  /**
   * A folder for one run of a job. What earlier runs left goes, but for the files to keep.
   * @param run tells the runs of a job apart: a worker that lost the job unknowingly writes elsewhere
   * @param keep absolute paths
   */
  open(jobId: string, run: number, keep: readonly string[]): Promise<Workspace>;
  /** Size and hash of a file; undefined if it is not there. */
  describe(path: string): Promise<JobFile | undefined>;
  /** Removes everything that a job has here. */
  remove(jobId: string): Promise<void>;
  /** The jobs that have files here. */
  list(): Promise<readonly string[]>;
}
