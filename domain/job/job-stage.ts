/** A file that a checkpoint or a result consists of. */
export interface JobFile {
  /** Absolute. */
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256, hex. */
  readonly contentHash: string;
}

/** How one stage of a job went. */
export interface JobStage {
  readonly stage: string;
  readonly status: 'completed' | 'failed';
  /** Wall-clock. */
  readonly seconds: number;
  /** Tries that it took. */
  readonly attempts: number;
  /** True if an earlier run’s output was used. */
  readonly resumed: boolean;
  /** Items that it worked on, such as scenes. */
  readonly items?: number;
  /** Of this process and those it waited for, while the stage ran. */
  readonly cpuSeconds?: number;
  readonly peakMemoryMegabytes?: number;
  /** What its output follows from: SHA-256, hex. Absent: nothing was kept. */
  readonly digest?: string;
  /** What it made, to go on from. */
  readonly output?: unknown;
  readonly files?: readonly JobFile[];
}

/** A finished file that a job owns. */
export interface JobArtifact {
  /** Absolute. */
  readonly path: string;
  readonly kind: 'video' | 'captions' | 'result' | 'other';
}
