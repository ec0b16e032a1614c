import type { FrameKernel, OverlayBuffer } from '../kernel/frame-kernel.js';
import type { TextLayer } from '../text/text-renderer.js';

/** Text layers as the kernel blends them, converted once; the least recently used are released. */
export class OverlayCache {
  private readonly buffers = new Map<TextLayer, OverlayBuffer>();

  /** @param capacity layers kept; more than one frame ever shows */
  constructor(
    private readonly kernel: FrameKernel,
    private readonly capacity = 12,
  ) {}

  get(layer: TextLayer): OverlayBuffer {
    const buffer = this.buffers.get(layer) ?? this.kernel.loadOverlay(layer.rgba, layer.width, layer.height);
    this.buffers.delete(layer);
    this.buffers.set(layer, buffer);
    for (const [oldest, released] of this.buffers) {
      if (this.buffers.size <= this.capacity) break;
      this.kernel.release(released);
      this.buffers.delete(oldest);
    }
    return buffer;
  }
}
