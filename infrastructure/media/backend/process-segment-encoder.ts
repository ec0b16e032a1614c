import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ISegmentEncoder } from '../../../domain/media/media-backend.js';
import type { PartialFile } from './partial-file.js';
import type { SupervisedProcess } from './supervised-process.js';

/** Feeds raw frames to an encoder process and publishes its file when it is whole. */
export class ProcessSegmentEncoder implements ISegmentEncoder {
  private result: Promise<void> | undefined;
  private frames = 0;

  /** @param bytesPerFrame what every frame has to measure */
  constructor(
    private readonly process: SupervisedProcess,
    private readonly file: PartialFile,
    private readonly bytesPerFrame: number,
  ) {
    // The file goes with its process, even if nobody calls us again.
    process.ended.catch(() => file.discard());
  }

  async write(frame: Uint8Array): Promise<void> {
    if (frame.byteLength !== this.bytesPerFrame || this.result) {
      throw new VideoGenerationError('INTERNAL_ERROR', {
        message: this.result
          ? 'A frame was written after the segment was finished.'
          : `A frame has ${frame.byteLength} bytes; ${this.bytesPerFrame} were expected.`,
      });
    }
    this.frames += 1;
    const failed = await new Promise<boolean>((resolve) => {
      this.process.stdin.write(frame, (error) => resolve(Boolean(error)));
    });
    if (failed) await this.fail();
  }

  finish(): Promise<void> {
    this.result ??= this.publish();
    return this.result;
  }

  async abort(): Promise<void> {
    await this.process.kill();
    await this.file.discard();
  }

  private async publish(): Promise<void> {
    this.process.stdin.end();
    try {
      await this.process.ended;
      if (this.frames === 0) {
        throw new VideoGenerationError('INTERNAL_ERROR', {
          message: 'A segment was finished without a frame.',
        });
      }
      await this.file.publish();
    } catch (error) {
      await this.file.discard();
      throw error;
    }
  }

  private async fail(): Promise<never> {
    await this.process.ended.finally(() => this.file.discard());
    throw new VideoGenerationError('MEDIA_PROCESS_FAILED', {
      message: 'The encoder ended before its last frame.',
    });
  }
}
