import type { FrameBuffer, FrameKernel } from '../../kernel/frame-kernel.js';
import type { ScenePicture } from '../scene-picture.js';

/** Slower than this a movement looks like a fault. */
const longestStretch = 1.6;
/** Frames of the crossfade where a clip begins anew. */
const seamFrames = 15;

export interface StretchTerms {
  /** Frames of the clip at the timeline's rate; at least 1. */
  readonly clipFrames: number;
  readonly sceneFrames: number;
  readonly size: { readonly width: number; readonly height: number };
  /** Opens the clip from its beginning. */
  open(): ScenePicture;
}

/** How a clip fills a scene that is longer: equal passes, each slowed down alike, that overlap by `seam` frames. */
export interface PassPlan {
  readonly passes: number;
  /** Frames of one pass. */
  readonly length: number;
  readonly seam: number;
}

/** Pure. One pass as far as slowing down goes; beyond it as few as will do. */
export function planPasses(clipFrames: number, sceneFrames: number): PassPlan {
  const longest = Math.max(1, Math.floor(clipFrames * longestStretch));
  if (sceneFrames <= longest) return { passes: 1, length: sceneFrames, seam: 0 };
  const seam = Math.min(seamFrames, Math.floor(longest / 4));
  const passes = Math.ceil((sceneFrames - seam) / Math.max(1, longest - seam));
  return { passes, length: Math.ceil((sceneFrames + (passes - 1) * seam) / passes), seam };
}

/** One showing of the clip, slowed down: between two frames of the clip both are mixed. */
class Pass {
  readonly #buffers: [FrameBuffer, FrameBuffer];
  /** Frame of the clip in the first buffer; the second has the next. */
  #at = -1;

  constructor(
    private readonly source: ScenePicture,
    private readonly terms: StretchTerms,
    private readonly length: number,
    private readonly kernel: FrameKernel,
  ) {
    const { width, height } = terms.size;
    this.#buffers = [kernel.allocateFrame(width, height), kernel.allocateFrame(width, height)];
  }

  async render(frame: number, destination: FrameBuffer): Promise<void> {
    const last = Math.max(1, this.length - 1);
    const position = (Math.min(frame, last) * (this.terms.clipFrames - 1)) / last;
    const at = Math.floor(position);
    if (at === this.#at + 1 && this.#at >= 0) {
      this.#buffers.reverse();
      await this.source.render(at + 1, this.#buffers[1]);
    } else if (at !== this.#at) {
      await this.source.render(at, this.#buffers[0]);
      await this.source.render(at + 1, this.#buffers[1]);
    }
    this.#at = at;
    this.kernel.crossfade(this.#buffers[0], this.#buffers[1], position - at, destination);
  }

  async close(): Promise<void> {
    for (const buffer of this.#buffers) this.kernel.release(buffer);
    await this.source.close();
  }
}

/** A clip that is shorter than its scene, slowed down and, if need be, begun anew with a soft crossfade. */
export class StretchedClip implements ScenePicture {
  readonly #plan: PassPlan;
  readonly #open = new Map<number, Pass>();
  readonly #earlier: FrameBuffer;

  constructor(
    private readonly terms: StretchTerms,
    private readonly kernel: FrameKernel,
  ) {
    this.#plan = planPasses(terms.clipFrames, terms.sceneFrames);
    this.#earlier = kernel.allocateFrame(terms.size.width, terms.size.height);
  }

  async render(frame: number, destination: FrameBuffer): Promise<void> {
    const { passes, length, seam } = this.#plan;
    const step = length - seam;
    const index = Math.min(passes - 1, Math.floor(frame / step));
    const within = frame - index * step;
    const inSeam = index > 0 && within < seam;
    await this.#keep(inSeam ? [index - 1, index] : [index]);
    await this.#pass(index).render(within, destination);
    if (!inSeam) return;
    await this.#pass(index - 1).render(within + step, this.#earlier);
    this.kernel.crossfade(this.#earlier, destination, (within + 1) / (seam + 1), destination);
  }

  async close(): Promise<void> {
    await this.#keep([]);
    this.kernel.release(this.#earlier);
  }

  #pass(index: number): Pass {
    let pass = this.#open.get(index);
    if (!pass)
      this.#open.set(index, (pass = new Pass(this.terms.open(), this.terms, this.#plan.length, this.kernel)));
    return pass;
  }

  async #keep(wanted: readonly number[]): Promise<void> {
    for (const [index, pass] of this.#open) {
      if (wanted.includes(index)) continue;
      this.#open.delete(index);
      await pass.close();
    }
  }
}
