import { throwIfCancelled, VideoGenerationError } from '../../../../domain/errors/video-generation-error.js';
import type { DecodeVideoRequest, IMediaBackend, MediaCall } from '../../../../domain/media/media-backend.js';
import type { ClipVisual, TimelineScene, VideoTimeline } from '../../../../domain/timeline/video-timeline.js';
import type { FrameBuffer, FrameKernel } from '../../kernel/frame-kernel.js';
import type { ScenePicture } from '../scene-picture.js';
import { StretchedClip } from './stretched-clip.js';

/** Opens a video clip; the decoder starts with the first frame that is asked for. */
export function openClip(
  visual: ClipVisual,
  scene: Pick<TimelineScene, 'frames'>,
  timeline: Pick<VideoTimeline, 'width' | 'height' | 'framesPerSecond'>,
  kernel: FrameKernel,
  backend: IMediaBackend,
  call: MediaCall,
): ScenePicture {
  const { width, height, framesPerSecond } = timeline;
  const { path, fit } = visual;
  const clipFrames = Math.floor(visual.durationSeconds * framesPerSecond);
  const short = visual.durationSeconds * framesPerSecond < scene.frames;
  const stretch = short && visual.fill === 'stretch' && clipFrames > 1;
  const request = { path, width, height, fit, framesPerSecond, loop: short && !stretch };
  const open = (): ScenePicture => new ClipPicture(request, kernel, backend, call);
  if (!stretch) return open();
  return new StretchedClip({ clipFrames, sceneFrames: scene.frames, size: { width, height }, open }, kernel);
}

class ClipPicture implements ScenePicture {
  readonly #current: FrameBuffer;
  #frames: AsyncIterator<Uint8Array> | undefined;
  /** Number of the frame in `#current`. */
  #position = -1;
  #ended = false;

  constructor(
    private readonly request: DecodeVideoRequest,
    private readonly kernel: FrameKernel,
    private readonly backend: IMediaBackend,
    private readonly call: MediaCall,
  ) {
    this.#current = kernel.allocateFrame(request.width, request.height);
  }

  async render(frame: number, destination: FrameBuffer): Promise<void> {
    throwIfCancelled(this.call.signal);
    if (frame < this.#position) await this.#stop();
    while (this.#position < frame && !this.#ended) await this.#advance();
    this.kernel.copy(this.#current, destination);
  }

  async close(): Promise<void> {
    await this.#stop();
    this.kernel.release(this.#current);
  }

  /** Takes the next frame. A clip that ends early stands still on its last one. */
  async #advance(): Promise<void> {
    this.#frames ??= this.backend.decodeVideo(this.request, this.call)[Symbol.asyncIterator]();
    const next = await this.#frames.next();
    if (next.done) {
      if (this.#position < 0) throw this.#emptyClip();
      this.#ended = true;
      return;
    }
    const bytes = this.kernel.bytes(this.#current);
    if (next.value.length !== bytes.length) {
      throw new VideoGenerationError('MEDIA_PROCESS_FAILED', {
        message: `The decoder gave a frame of ${next.value.length} bytes instead of ${bytes.length}.`,
        details: { path: this.request.path },
      });
    }
    bytes.set(next.value);
    this.#position++;
  }

  async #stop(): Promise<void> {
    const frames = this.#frames;
    this.#frames = undefined;
    this.#position = -1;
    this.#ended = false;
    await frames?.return?.();
  }

  #emptyClip(): VideoGenerationError {
    return new VideoGenerationError('MEDIA_CORRUPT', {
      message: `${this.request.path} holds no picture that can be decoded.`,
      details: { path: this.request.path },
    });
  }
}
