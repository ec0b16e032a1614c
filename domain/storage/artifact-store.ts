export const IArtifactStore: unique symbol = Symbol.for('aether-video/IArtifactStore@1');

/** A job's own folder for intermediate files. */
export interface Workspace {
  /** Absolute path. */
  readonly path: string;
  /** Removes it and everything in it. Safe to call twice. */
  remove(): Promise<void>;
}

/** Where finished files go, and where work in progress lives. */
export interface IArtifactStore {
  /** Checks that the store can be written to and has room, before any work is done.
   * @throws VideoGenerationError STORAGE_NOT_WRITABLE or STORAGE_FULL */
  ensureWritable(folder: string, expectedBytes: number): Promise<void>;
  /** A new empty folder, marked with this process so that {@link IArtifactStore.sweep} knows it is alive. */
  createWorkspace(jobId: string): Promise<Workspace>;
  /**
   * Moves a whole, verified file to its final name: to a temporary name in the target folder, synced, then
   * renamed, so that nobody ever sees half a file.
   */
  publish(sourcePath: string, targetPath: string): Promise<void>;
  /** The same for a text that is at hand. */
  publishText(text: string, targetPath: string): Promise<void>;
  /** Removes workspaces whose process is gone. Returns how many. */
  sweep(): Promise<number>;
}
