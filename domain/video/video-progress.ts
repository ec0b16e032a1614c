/** One report on a generation under way. */
export interface VideoProgress {
  readonly videoId: string;
  /** Stage name, such as `voice`. */
  readonly stage: string;
  readonly stageDisplayName: string;
  /** 1-based. */
  readonly stageNumber: number;
  readonly stageCount: number;
  /** 0 to 100, of everything. Never goes down. */
  readonly percent: number;
  /** 0 to 100, of the stage. */
  readonly stagePercent: number;
  readonly message: string;
  /** Items done and in all, such as scenes. */
  readonly current?: number;
  readonly total?: number;
  /** Seconds left, from what was measured so far; absent until there is enough to tell. */
  readonly secondsLeft?: number;
}
