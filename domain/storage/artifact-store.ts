export const IArtifactStore: unique symbol = Symbol.for('aether-video/IArtifactStore@1');

/** A job's own folder for intermediate files. */
export interface Workspace {
  /** Absolute path. */
  readonly path: string;
  /**
   * Writes an intermediate file and returns its absolute path.
   * @param name File name of the framework's own making, without a folder.
   * @throws VideoGenerationError STORAGE_FULL or STORAGE_NOT_WRITABLE
   */
  write(name: string, bytes: Uint8Array): Promise<string>;
  /** Removes it and everything in it. Safe to call twice. */
  remove(): Promise<void>;
}

/** Where the files of one video go: one folder, one name, different extensions. All paths are absolute. */
export interface ArtifactPaths {
  readonly folder: string;
  /** `<name>.mp4`. */
  readonly video: string;
  /** `<name>.srt`. */
  readonly srt: string;
  /** `<name>.vtt`. */
  readonly vtt: string;
  /** `<name>.json`: the result. */
  readonly result: string;
  /** `<name>.timeline.json`: what a provider makes that writes the timeline instead of a video. */
  readonly timeline: string;
}

/** Where finished files go, and where work in progress lives. */
export interface IArtifactStore {
  /**
   * Chooses the names of one video: from `outputPath` (relative ones start at the working directory), else
   * in the storage folder from the UTC time and a slug of the topic, different from every name that exists
   * or was given out before, also by another process. Makes no file there.
   * @throws VideoGenerationError OUTPUT_PATH_INVALID
   */
  chooseNames(topic: string, outputPath?: string): Promise<ArtifactPaths>;
  /** Checks that the store can be written to and has room, before any work is done.
   * @throws VideoGenerationError STORAGE_NOT_WRITABLE or STORAGE_FULL */
  ensureWritable(folder: string, expectedBytes: number): Promise<void>;
  /** A new empty folder, marked with this process so that {@link IArtifactStore.sweep} knows it is alive. */
  createWorkspace(jobId: string): Promise<Workspace>;
  /**
   * Moves a whole, verified file to its final name: to a temporary name in the target folder, synced, then
   * renamed, so that nobody ever sees half a file. Returns the file's size.
   */
  publish(sourcePath: string, targetPath: string): Promise<{ readonly sizeBytes: number }>;
  /** The same, but the source stays: the target is a file of its own. */
  publishCopy(sourcePath: string, targetPath: string): Promise<{ readonly sizeBytes: number }>;
  /** The same for a text that is at hand. */
  publishText(text: string, targetPath: string): Promise<void>;
  /** Takes a published file back, because its companions could not be published. Does nothing if it is gone. */
  withdraw(path: string): Promise<void>;
  /** Removes workspaces whose process is gone. Returns how many. */
  sweep(): Promise<number>;
}
