import { throwIfCancelled } from '../../../domain/errors/video-generation-error.js';
import type {
  ISegmentEncoder,
  IMediaBackend,
  MediaCall,
  VideoEncoding,
} from '../../../domain/media/media-backend.js';
import type { FrameBuffer, FrameKernel } from '../kernel/frame-kernel.js';
import type { SceneStage } from './scene-stage.js';
import type { Segment } from './segment-plan.js';

/** Frames that may be on their way to the encoder while the next is drawn. */
const framesInFlight = 2;

/** Draws the frames of segments and hands them to encoders: each pixel is drawn once and encoded once. */
export class SegmentRenderer {
  private readonly target: FrameBuffer;
  private readonly from: FrameBuffer;
  private readonly to: FrameBuffer;
  private readonly outgoing: Uint8Array[];

  constructor(
    private readonly kernel: FrameKernel,
    private readonly stage: SceneStage,
    private readonly backend: IMediaBackend,
    private readonly encoding: VideoEncoding,
    private readonly call: MediaCall,
  ) {
    const { width, height } = encoding;
    this.target = kernel.allocateFrame(width, height);
    this.from = kernel.allocateFrame(width, height);
    this.to = kernel.allocateFrame(width, height);
    this.outgoing = Array.from(
      { length: framesInFlight + 1 },
      () => new Uint8Array((width * height * 3) / 2),
    );
  }

  /**
   * Draws a segment into `outputPath`.
   * @returns the finishing encoder: the next segment may be drawn while this one is still being flushed
   */
  async render(
    segment: Segment,
    outputPath: string,
    onFrame: () => void,
  ): Promise<{ finished: Promise<void> }> {
    const encoder = await this.backend.openSegmentEncoder(outputPath, this.encoding, this.call);
    try {
      await this.drawFrames(segment, encoder, onFrame);
    } catch (error) {
      await encoder.abort();
      throw error;
    }
    const finished = encoder.finish();
    finished.catch(() => undefined);
    return { finished };
  }

  private async drawFrames(segment: Segment, encoder: ISegmentEncoder, onFrame: () => void): Promise<void> {
    const writes: Promise<void>[] = [];
    try {
      for (let index = 0; index < segment.frames; index++) {
        throwIfCancelled(this.call.signal);
        await this.drawFrame(segment, index);
        if (index >= framesInFlight) await writes[index - framesInFlight];
        const buffer = this.outgoing[index % this.outgoing.length]!;
        buffer.set(this.kernel.bytes(this.target));
        const write = encoder.write(buffer);
        write.catch(() => undefined);
        writes.push(write);
        onFrame();
      }
    } finally {
      await Promise.allSettled(writes.slice(-framesInFlight));
    }
    await Promise.all(writes.slice(-framesInFlight));
  }

  private async drawFrame(segment: Segment, index: number): Promise<void> {
    const { stage, target } = this;
    if (segment.kind === 'body') {
      const frame = segment.firstFrame + index;
      await stage.drawPicture(segment.scene, frame, target);
      await stage.drawText(segment.scene, frame, target);
      return;
    }
    const fromFrame = segment.from.frames - segment.frames + index;
    await stage.drawPicture(segment.from, fromFrame, this.from);
    await stage.drawPicture(segment.to, index, this.to);
    this.kernel.crossfade(this.from, this.to, (index + 1) / (segment.frames + 1), target);
    await stage.drawText(segment.from, fromFrame, target);
    await stage.drawText(segment.to, index, target);
  }
}
