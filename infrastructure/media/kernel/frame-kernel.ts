import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { loadKernel, type KernelExports } from './load-kernel.js';
import { WasmArena } from './wasm-arena.js';

/** A picture in WASM memory: planar YUV 4:2:0, BT.709 limited range, Y then U then V without gaps. */
export interface FrameBuffer {
  /** Byte address; stays valid when the memory grows. */
  readonly pointer: number;
  /** Pixels, even. */
  readonly width: number;
  /** Pixels, even. */
  readonly height: number;
}

/** A picture with alpha in WASM memory: premultiplied Y, U, V, then alpha and alpha of the chroma planes. */
export interface OverlayBuffer {
  readonly pointer: number;
  /** Pixels, even. */
  readonly width: number;
  /** Pixels, even. */
  readonly height: number;
}

/** A part of a picture in pixels, as fine as you like; it may reach over the edges, which then repeat. */
export interface FrameWindow {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Plane {
  readonly pointer: number;
  readonly width: number;
  readonly height: number;
  /** 1 for luma, 2 for chroma: pixels of the frame for one of the plane. */
  readonly divisor: number;
}

const conversionRows = 64;
/** The horizontal pass reads 16 source pixels for 8 of the result. */
const maxReduction = 2;

/**
 * The pixel work of every frame, in WebAssembly SIMD on planar YUV. One kernel serves one composition; its
 * memory is freed with it.
 */
export class FrameKernel {
  readonly #scratch: number;

  private constructor(
    readonly exports: KernelExports,
    readonly arena: WasmArena,
  ) {
    this.#scratch = arena.allocate(64);
  }

  static async create(): Promise<FrameKernel> {
    const memory = new WebAssembly.Memory({ initial: 16 });
    const exports = await loadKernel(memory);
    return new FrameKernel(exports, new WasmArena(memory, exports.heapBase()));
  }

  /** A frame of undefined content. Sizes are even. */
  allocateFrame(width: number, height: number): FrameBuffer {
    checkSize(width, height);
    return { pointer: this.arena.allocate(frameBytes(width, height)), width, height };
  }

  release(buffer: FrameBuffer | OverlayBuffer): void {
    this.arena.release(buffer.pointer);
  }

  /** The frame's bytes, `width·height·3/2`. Good until the next allocation: take it afresh each time. */
  bytes(frame: FrameBuffer): Uint8Array {
    return new Uint8Array(this.arena.memory.buffer, frame.pointer, frameBytes(frame.width, frame.height));
  }

  /** Copies a frame of the same size. */
  copy(source: FrameBuffer, destination: FrameBuffer): void {
    checkSameSize(source, destination);
    this.bytes(destination).set(this.bytes(source));
  }

  /**
   * Scales a window of `source` to the whole of `destination`: bilinear, 1/256 pixel fine. A window is at
   * most twice as large as the destination; prescale beyond that.
   */
  resample(source: FrameBuffer, window: FrameWindow, destination: FrameBuffer): void {
    const stepX = window.width / destination.width;
    const stepY = window.height / destination.height;
    if (!(stepX > 0 && stepX <= maxReduction && stepY > 0 && stepY <= maxReduction)) {
      throw new VideoGenerationError('INTERNAL_ERROR', {
        message: `A window of ${window.width}×${window.height} cannot be resampled to ${destination.width}×${destination.height}.`,
      });
    }
    const table = this.arena.allocate(Math.ceil(destination.width / 8) * 64);
    const row = this.arena.allocate(source.width + 64);
    const targets = planesOf(destination);
    for (const [index, plane] of planesOf(source).entries()) {
      const target = targets[index]!;
      this.exports.resamplePlane(
        plane.pointer,
        plane.width,
        plane.height,
        target.pointer,
        target.width,
        target.height,
        window.x / plane.divisor,
        window.y / plane.divisor,
        stepX,
        stepY,
        table,
        row,
      );
    }
    this.arena.release(row);
    this.arena.release(table);
  }

  /** `from` at fraction 0, `to` at 1. The destination may be one of the two. */
  crossfade(from: FrameBuffer, to: FrameBuffer, fraction: number, destination: FrameBuffer): void {
    checkSameSize(from, destination);
    checkSameSize(to, destination);
    const weight = Math.round(Math.min(Math.max(fraction, 0), 1) * 256);
    const length = frameBytes(from.width, from.height);
    this.exports.blendRows(from.pointer, to.pointer, destination.pointer, length, weight);
  }

  /** Converts straight RGBA, `width·height·4` bytes, to a layer for {@link FrameKernel.overlay}. */
  loadOverlay(rgba: Uint8ClampedArray | Uint8Array, width: number, height: number): OverlayBuffer {
    checkSize(width, height);
    const pointer = this.arena.allocate(frameBytes(width, height) + (width * height * 5) / 4);
    const alpha = pointer + frameBytes(width, height);
    this.#convert(rgba, { pointer, width, height }, alpha);
    return { pointer, width, height };
  }

  /** Converts opaque RGBA, `width·height·4` bytes; alpha counts as laid over black. */
  loadPicture(rgba: Uint8ClampedArray | Uint8Array, width: number, height: number): FrameBuffer {
    const frame = this.allocateFrame(width, height);
    this.#convert(rgba, frame, 0);
    return frame;
  }

  /**
   * Blends a layer over the frame with its upper left corner at even `x`, `y`; what lies outside is cut off.
   * `opacity` is 0 to 1.
   */
  overlay(layer: OverlayBuffer, destination: FrameBuffer, x: number, y: number, opacity: number): void {
    if (x % 2 !== 0 || y % 2 !== 0) {
      throw new VideoGenerationError('INTERNAL_ERROR', {
        message: `An overlay stands at ${x}, ${y}: positions must be even.`,
      });
    }
    const left = Math.max(x, 0);
    const top = Math.max(y, 0);
    const right = Math.min(x + layer.width, destination.width);
    const bottom = Math.min(y + layer.height, destination.height);
    const strength = Math.round(Math.min(Math.max(opacity, 0), 1) * 255);
    if (right <= left || bottom <= top || strength === 0) return;
    const targets = planesOf(destination);
    const alpha = layer.pointer + frameBytes(layer.width, layer.height);
    for (const [index, plane] of planesOf(layer).entries()) {
      const { divisor } = plane;
      const inLayer = ((top - y) / divisor) * plane.width + (left - x) / divisor;
      const target = targets[index]!;
      this.exports.overlayPlane(
        plane.pointer + inLayer,
        (index === 0 ? alpha : alpha + layer.width * layer.height) + inLayer,
        plane.width,
        target.pointer + (top / divisor) * target.width + left / divisor,
        target.width,
        (right - left) / divisor,
        (bottom - top) / divisor,
        strength,
        this.#scratch,
      );
    }
  }

  /** In bands, so that the RGBA picture is never in WASM memory as a whole. `alpha` is 0 for none. */
  #convert(rgba: Uint8ClampedArray | Uint8Array, target: FrameBuffer, alpha: number): void {
    const { width, height } = target;
    if (rgba.length !== width * height * 4) {
      throw new VideoGenerationError('INTERNAL_ERROR', {
        message: `A picture of ${width}×${height} came with ${rgba.length} bytes.`,
      });
    }
    const [luma, u, v] = planesOf(target);
    const bandBytes = width * 4 * conversionRows;
    const band = this.arena.allocate(bandBytes);
    for (let y = 0; y < height; y += conversionRows) {
      const part = rgba.subarray(y * width * 4, y * width * 4 + bandBytes);
      new Uint8Array(this.arena.memory.buffer, band, part.length).set(part);
      const quarter = (y * width) / 4;
      this.exports.convertRows(
        band,
        width,
        part.length / (width * 4),
        luma.pointer + y * width,
        u.pointer + quarter,
        v.pointer + quarter,
        alpha && alpha + y * width,
        alpha && alpha + width * height + quarter,
      );
    }
    this.arena.release(band);
  }
}

function frameBytes(width: number, height: number): number {
  return (width * height * 3) / 2;
}

function planesOf({ pointer, width, height }: FrameBuffer): [Plane, Plane, Plane] {
  const half = { width: width / 2, height: height / 2, divisor: 2 };
  const chroma = pointer + width * height;
  return [
    { pointer, width, height, divisor: 1 },
    { pointer: chroma, ...half },
    { pointer: chroma + (width * height) / 4, ...half },
  ];
}

function checkSize(width: number, height: number): void {
  if (width > 0 && height > 0 && width % 2 === 0 && height % 2 === 0) return;
  throw new VideoGenerationError('INTERNAL_ERROR', {
    message: `A frame of ${width}×${height} pixels was asked for: sizes must be even.`,
  });
}

function checkSameSize(a: FrameBuffer, b: FrameBuffer): void {
  if (a.width === b.width && a.height === b.height) return;
  throw new VideoGenerationError('INTERNAL_ERROR', {
    message: `Frames of ${a.width}×${a.height} and ${b.width}×${b.height} pixels do not match.`,
  });
}
