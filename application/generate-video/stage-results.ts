import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { VideoNotice } from '../../domain/video/video-result.js';
import type { ResultBuilder } from './result-builder.js';

/** What a stage may say of the result. */
export type ResultSink = Pick<ResultBuilder, 'learn' | 'degrade' | 'spend' | 'warn' | 'attach'>;

/** Everything that a stage said, to say it again when its output is used again. Plain JSON. */
export type Said = readonly (readonly [keyof ResultSink, unknown])[];

/** Knows which stage said what of a result. */
export class StageResults {
  private readonly said = new Map<string, [keyof ResultSink, unknown][]>();

  /** @param degradation `refuse`: a stage that would do less than was asked fails instead */
  constructor(
    private readonly result: ResultSink,
    private readonly degradation: 'allow' | 'refuse' = 'allow',
  ) {}

  /** Where one stage says what it found out. */
  sinkOf(stage: string): ResultSink {
    return {
      learn: (facts) => this.say(stage, 'learn', facts),
      spend: (cost) => this.say(stage, 'spend', cost),
      warn: (notice) => this.say(stage, 'warn', notice),
      attach: (path) => this.say(stage, 'attach', path),
      degrade: (notice) => {
        this.say(stage, 'degrade', notice);
        if (this.degradation === 'refuse') throw refused(notice);
      },
    };
  }

  saidBy(stage: string): Said {
    return this.said.get(stage) ?? [];
  }

  /** Says again what a stage said in an earlier run. */
  repeat(stage: string, said: Said): void {
    for (const [what, value] of said) this.say(stage, what, value);
  }

  /** What a stage says again in another try counts once. */
  private say(stage: string, what: keyof ResultSink, value: unknown): void {
    const before = this.said.get(stage) ?? [];
    const text = JSON.stringify([what, value]);
    // Money is spent as often as it is said to be.
    if (what !== 'spend' && before.some((one) => JSON.stringify(one) === text)) return;
    this.said.set(stage, [...before, [what, value]]);
    (this.result[what] as (value: unknown) => void).call(this.result, value);
  }
}

function refused({ code, what, why }: VideoNotice): VideoGenerationError {
  return new VideoGenerationError('DEGRADATION_REFUSED', {
    message: `${what} ${why}`,
    details: { code },
  });
}
