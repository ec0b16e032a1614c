import type { ComposeCall } from '../../../domain/media/timeline-composer.js';
import type { TimelineScene } from '../../../domain/timeline/video-timeline.js';

/** Share of a composition's time that drawing and encoding take; joining and checking have the rest. */
const drawingShare = 0.95;
/** Frames between two reports: a few a second. */
const framesBetweenReports = 10;

/** Counts frames and tells the caller how far the composition is. */
export class CompositionProgress {
  private framesDone = 0;
  private framesReported = 0;
  private scene = 1;

  constructor(
    private readonly frames: number,
    private readonly scenes: number,
    private readonly call: Pick<ComposeCall, 'onProgress'>,
  ) {}

  /** The scene that is being drawn. */
  enter(scene: TimelineScene, scenes: readonly TimelineScene[]): void {
    this.scene = scenes.indexOf(scene) + 1;
  }

  /** So many more frames are drawn. */
  advance(frames: number): void {
    this.framesDone += frames;
    const due =
      this.framesDone - this.framesReported >= framesBetweenReports || this.framesDone === this.frames;
    if (due) this.report(`Drawing scene ${this.scene} of ${this.scenes}`);
  }

  report(message: string): void {
    this.framesReported = this.framesDone;
    const fraction = (this.framesDone / Math.max(1, this.frames)) * drawingShare;
    this.call.onProgress?.({ fraction, message, current: this.scene, total: this.scenes });
  }
}
