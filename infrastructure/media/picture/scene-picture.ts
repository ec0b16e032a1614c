import type { FrameBuffer } from '../kernel/frame-kernel.js';

/** What one scene shows, without its text. */
export interface ScenePicture {
  /**
   * Draws a frame, counted from the scene's first, into a buffer of the video's size. Frames may come in
   * any order, but clips are fast only forwards.
   */
  render(frame: number, destination: FrameBuffer): Promise<void> | void;
  /** Frees memory and stops decoders. */
  close(): Promise<void>;
}
