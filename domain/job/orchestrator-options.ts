/** How a job is worked on. Plain JSON. */
export interface OrchestratorOptions {
  /** Keep each stage’s output when it is whole, so that a resumed job goes on from there. */
  readonly checkpoints: boolean;
  /** Measure each stage’s processor time and memory. */
  readonly metrics: boolean;
  /** How often a stage is tried when it fails in a way that may pass by itself. */
  readonly attempts: number;
  /** Longest time that a stage may show no progress, seconds. */
  readonly stageTimeoutSeconds: number;
  /** Longest time for the whole job, seconds. */
  readonly jobTimeoutSeconds: number;
  /** Remove the job’s files when it has ended. */
  readonly cleanUp: boolean;
  /** `refuse`: fail rather than deliver less than was asked. */
  readonly degradation: 'allow' | 'refuse';
  /** A brief that no model writes becomes a plain script that is safe for everybody, instead of a failure. */
  readonly safeScript: boolean;
}

/** Ready-made sets of options. */
export const orchestratorPresets = {
  default: {
    checkpoints: true,
    metrics: true,
    attempts: 3,
    stageTimeoutSeconds: 600,
    jobTimeoutSeconds: 3600,
    cleanUp: true,
    degradation: 'allow',
    safeScript: false,
  },
  /** To find out what goes wrong: nothing is tried twice, and every file stays. */
  debug: {
    checkpoints: true,
    metrics: true,
    attempts: 1,
    stageTimeoutSeconds: 3600,
    jobTimeoutSeconds: 14_400,
    cleanUp: false,
    degradation: 'refuse',
    safeScript: false,
  },
  /** To show something soon: nothing is kept for later. */
  quickDemo: {
    checkpoints: false,
    metrics: false,
    attempts: 1,
    stageTimeoutSeconds: 120,
    jobTimeoutSeconds: 600,
    cleanUp: true,
    degradation: 'allow',
    safeScript: true,
  },
} as const satisfies Record<string, OrchestratorOptions>;

export type OrchestratorPreset = keyof typeof orchestratorPresets;
export const orchestratorPresetNames = Object.keys(orchestratorPresets) as OrchestratorPreset[];
