import type { IClock } from '../../domain/time/clock.js';
import type { VideoProgress } from '../../domain/video/video-progress.js';
import type { AnyPipelineStage, StageProgress } from './pipeline-stage.js';

type StageFacts = Pick<AnyPipelineStage<unknown>, 'name' | 'displayName' | 'weight'>;

interface StageState {
  readonly facts: StageFacts;
  readonly number: number;
  fraction: number;
  items?: number;
  startedAt?: number;
  seconds?: number;
}

/** A stage's own rate is trusted for the time left from this share of it on. */
const enoughToTell = 0.05;

/** Adds the stages' progress up by weight. What it reports never goes down. */
export class PipelineProgress {
  private readonly states = new Map<string, StageState>();
  private readonly totalWeight: number;
  private percent = 0;

  constructor(
    private readonly videoId: string,
    stages: readonly StageFacts[],
    private readonly clock: Pick<IClock, 'monotonic'>,
    /** What each stage usually takes, learnt from earlier runs. */
    private readonly typicalSeconds: Readonly<Record<string, number>> = {},
  ) {
    for (const [index, facts] of stages.entries()) {
      this.states.set(facts.name, { facts, number: index + 1, fraction: 0 });
    }
    this.totalWeight = stages.reduce((sum, { weight }) => sum + weight, 0);
  }

  begin(stage: string): VideoProgress {
    const state = this.states.get(stage)!;
    state.startedAt = this.clock.monotonic();
    return this.report(state, { fraction: 0 });
  }

  advance(stage: string, progress: StageProgress): VideoProgress {
    const state = this.states.get(stage)!;
    if (progress.total !== undefined) state.items = progress.total;
    if (progress.fraction > state.fraction) state.fraction = Math.min(1, progress.fraction);
    return this.report(state, progress);
  }

  /** How many items the stage has named. */
  itemsOf(stage: string): number | undefined {
    return this.states.get(stage)!.items;
  }

  /** Returns the report, and how long the stage took. */
  finish(stage: string): { readonly progress: VideoProgress; readonly seconds: number } {
    const state = this.states.get(stage)!;
    state.fraction = 1;
    const seconds = (this.clock.monotonic() - (state.startedAt ?? 0)) / 1000;
    state.seconds = seconds;
    return { progress: this.report(state, { fraction: 1 }), seconds };
  }

  private report(state: StageState, { message, current, total }: StageProgress): VideoProgress {
    const { name, displayName } = state.facts;
    let done = 0;
    for (const { facts, fraction } of this.states.values()) done += facts.weight * fraction;
    this.percent = Math.max(this.percent, (100 * done) / this.totalWeight);
    const secondsLeft = this.secondsLeft();
    return {
      videoId: this.videoId,
      stage: name,
      stageDisplayName: displayName,
      stageNumber: state.number,
      stageCount: this.states.size,
      percent: Math.min(100, this.percent),
      stagePercent: state.fraction * 100,
      message: message ?? displayName,
      ...(current === undefined ? {} : { current }),
      ...(total === undefined ? {} : { total }),
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
    };
  }

  /**
   * The rest of each running stage at its own measured rate, and each stage that has not begun at the
   * running ones' seconds per weight, where nothing was learnt. Undefined while a running stage has shown too little.
   */
  private secondsLeft(): number | undefined {
    const now = this.clock.monotonic();
    let [left, waitingWeight, waitingSeconds, ranSeconds, ranWeight] = [0, 0, 0, 0, 0];
    for (const { facts, fraction, startedAt, seconds } of this.states.values()) {
      if (seconds !== undefined) continue;
      const typical = this.typicalSeconds[facts.name];
      if (startedAt === undefined) {
        if (typical === undefined) waitingWeight += facts.weight;
        else waitingSeconds += typical;
        continue;
      }
      const elapsed = (now - startedAt) / 1000;
      if (fraction < enoughToTell) {
        if (typical === undefined) return undefined;
        left = Math.max(left, typical - elapsed);
      } else {
        left = Math.max(left, (elapsed * (1 - fraction)) / fraction);
        ranSeconds += elapsed;
        ranWeight += facts.weight * fraction;
      }
    }
    if (waitingWeight === 0) return left + waitingSeconds;
    return ranWeight > 0 ? left + waitingSeconds + (waitingWeight * ranSeconds) / ranWeight : undefined;
  }
}
