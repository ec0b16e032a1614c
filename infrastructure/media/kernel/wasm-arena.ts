import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';

const pageBytes = 65_536;
const alignment = 64;
/** Behind every block: vector instructions may run over the end of the last row. */
const guardBytes = 128;

interface Span {
  start: number;
  end: number;
}

/** Hands out blocks of a WebAssembly memory, first fit, and grows it when nothing fits. */
export class WasmArena {
  readonly #used = new Map<number, Span>();
  /** Ordered by address, never adjacent. */
  readonly #free: Span[] = [];
  #end: number;

  constructor(
    readonly memory: WebAssembly.Memory,
    base: number,
  ) {
    this.#end = align(base + guardBytes);
  }

  /** Bytes that are handed out now. */
  get usedBytes(): number {
    return [...this.#used.values()].reduce((sum, { start, end }) => sum + end - start, 0);
  }

  /** @returns the address of `size` bytes, aligned to 64, of undefined content. */
  allocate(size: number): number {
    const length = align(size + guardBytes);
    const index = this.#free.findIndex(({ start, end }) => end - start >= length);
    const start = index < 0 ? this.#extend(length) : this.#take(index, length);
    this.#used.set(start, { start, end: start + length });
    return start;
  }

  release(pointer: number): void {
    const span = this.#used.get(pointer);
    if (!span) {
      throw new VideoGenerationError('INTERNAL_ERROR', {
        message: `Frame memory at ${pointer} was released twice.`,
      });
    }
    this.#used.delete(pointer);
    const after = this.#free.findIndex(({ start }) => start > span.start);
    const index = after < 0 ? this.#free.length : after;
    this.#free.splice(index, 0, { ...span });
    this.#merge(index);
    if (index > 0) this.#merge(index - 1);
    const last = this.#free.at(-1);
    if (last?.end !== this.#end) return;
    this.#end = last.start;
    this.#free.pop();
  }

  #take(index: number, length: number): number {
    const span = this.#free[index]!;
    const { start } = span;
    span.start += length;
    if (span.start === span.end) this.#free.splice(index, 1);
    return start;
  }

  #extend(length: number): number {
    const start = this.#end;
    const missing = start + length + guardBytes - this.memory.buffer.byteLength;
    if (missing > 0) grow(this.memory, Math.ceil(missing / pageBytes));
    this.#end = start + length;
    return start;
  }

  /** Joins a free span with its successor if they touch. */
  #merge(index: number): void {
    const [span, next] = [this.#free[index], this.#free[index + 1]];
    if (!span || span.end !== next?.start) return;
    span.end = next.end;
    this.#free.splice(index + 1, 1);
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

function grow(memory: WebAssembly.Memory, pages: number): void {
  try {
    memory.grow(pages);
  } catch (cause) {
    throw new VideoGenerationError('MEDIA_PROCESS_MEMORY', {
      message: `No memory for frames: ${Math.ceil((pages * pageBytes) / 1_000_000)} MB more were needed.`,
      howToFix: 'Choose a lower quality, or generate fewer videos at once.',
      cause,
    });
  }
}
