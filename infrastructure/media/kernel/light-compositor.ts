import type { FrameBuffer, FrameKernel } from './frame-kernel.js';

/** Cells along the frame's short side: 9 pixels each at 1080. */
const cellsOnShortSide = 120;
const descriptorBytes = 64;
const fixedOne = 32_767;

/** How a layer's upper edge looks. Lengths are pixels of the frame. */
export interface LayerEdge {
  /** Half the width of the transition; at least half a pixel. */
  readonly softness: number;
  /** How far the rim of light reaches below the crest; 0 for none. */
  readonly rimWidth: number;
  /** What the full rim adds to Y, U and V. */
  readonly rimLight: readonly [number, number, number];
}

/** One layer of light: its rows are painted and shown from `top` to `bottom`, fractions of the height. */
export interface LightLayer {
  readonly top: number;
  /** Below this, other layers always cover it. */
  readonly bottom: number;
  /** Absent for the lowest layer, which fills the frame. */
  readonly edge?: LayerEdge;
}

/** The coarse picture of one layer at one moment: three planes of samples, 64 for one 8-bit step. */
export interface LightGrid {
  readonly samples: Int16Array;
  /** Samples from one row to the next. */
  readonly stride: number;
  /** Samples from one plane to the next. */
  readonly planeStride: number;
  /** Cells across, with one of margin on each side. */
  readonly columns: number;
  /** Rows to paint, both within 0 and the height in cells plus margins. */
  readonly firstRow: number;
  readonly endRow: number;
}

interface PlaneLayout {
  readonly width: number;
  readonly height: number;
  readonly groups: number;
  readonly table: number;
  readonly expandedStride: number;
  readonly divisor: number;
}

/**
 * Turns coarse light fields into frames: expands them smoothly, lays them over each other along sharp,
 * sub-pixel crest lines, and dithers to 8 bits, so that no gradient shows bands.
 */
export class LightCompositor {
  readonly #pointers: number[] = [];
  readonly #planes: readonly PlaneLayout[];
  readonly #layers: readonly LayerMemory[];
  readonly #dither: number;
  readonly #row: number;
  readonly #mixed: number;
  readonly #descriptors: number;
  /** Crest units for one pixel: crests are 16-bit numbers. */
  readonly #unit: number;
  readonly #gridStride: number;
  /** Cells across and down, without margins. */
  readonly cellsAcross: number;
  readonly cellsDown: number;

  constructor(
    readonly kernel: FrameKernel,
    readonly width: number,
    readonly height: number,
    readonly layers: readonly LightLayer[],
  ) {
    const cell = Math.min(width, height) / cellsOnShortSide;
    this.cellsAcross = Math.round(width / cell);
    this.cellsDown = Math.round(height / cell);
    this.#unit = height > 2000 ? 8 : 16;
    this.#gridStride = Math.ceil((this.cellsAcross + 2) / 8) * 8 + 8;
    this.#planes = [this.#layPlane(1), this.#layPlane(2), this.#layPlane(2)];
    this.#layers = layers.map((layer) => this.#layLayer(layer));
    this.#dither = this.#allocate(64 * 64 * 2);
    this.#row = this.#allocate(width * 2 + 64);
    this.#mixed = this.#allocate(this.#gridStride * 2 + 64);
    this.#descriptors = this.#allocate(descriptorBytes * layers.length);
    this.#view(this.#dither, 64 * 64).set(ditherPattern());
  }

  /** The grid of a layer for one of the two key moments; good until the next allocation. */
  grid(layer: number, key: 0 | 1): LightGrid {
    const memory = this.#layers[layer]!;
    const planeStride = this.#gridStride * (this.cellsDown + 2);
    return {
      samples: this.#view(memory.keys[key]!, planeStride * 3),
      stride: this.#gridStride,
      planeStride,
      columns: this.cellsAcross + 2,
      firstRow: memory.firstRow,
      endRow: memory.endRow,
    };
  }

  /**
   * Sets where a layer begins, for each column of the frame: pixels from the top, and the strength of its
   * rim there, 0 to 1.
   */
  setCrest(layer: number, crest: Float32Array, rim: Float32Array): void {
    const memory = this.#layers[layer]!;
    const { width } = this;
    const line = this.#view(memory.crest, width);
    const strength = this.#view(memory.rim, width);
    const limit = 32_000;
    let [lowest, highest] = [limit, -limit];
    for (let x = 0; x < width; x++) {
      const level = Math.max(-limit, Math.min(limit, Math.round(crest[x]! * this.#unit)));
      line[x] = level;
      if (level < lowest) lowest = level;
      if (level > highest) highest = level;
      strength[x] = Math.max(0, Math.min(1, rim[x]!)) * fixedOne;
    }
    memory.lowest = lowest;
    memory.highest = highest;
    this.kernel.exports.halveLine(memory.crest, memory.crest + width * 2, width / 2);
    this.kernel.exports.halveLine(memory.rim, memory.rim + width * 2, width / 2);
  }

  /** Draws the frame between the key moments `from` and the other: 0 is the first, 1 the second. */
  compose(from: 0 | 1, fraction: number, destination: FrameBuffer): void {
    let target = destination.pointer;
    const unit = this.#unit;
    for (const [index, plane] of this.#planes.entries()) {
      const { divisor, width, height } = plane;
      for (const [number, layer] of this.#layers.entries()) {
        this.#expand(layer, index, from, fraction);
        this.#describe(number, index);
      }
      this.kernel.exports.compositePlane(
        this.#descriptors,
        this.layers.length,
        this.cellsDown,
        target,
        width,
        height,
        (unit * divisor) / 2,
        unit * divisor,
        this.#dither,
        this.#row,
      );
      target += width * height;
    }
  }

  close(): void {
    for (const pointer of this.#pointers.splice(0)) this.kernel.arena.release(pointer);
  }

  #expand(layer: LayerMemory, plane: number, from: 0 | 1, fraction: number): void {
    const { table, groups, expandedStride } = this.#planes[plane]!;
    const offset = plane * this.#gridStride * (this.cellsDown + 2) * 2;
    this.kernel.exports.expandRows(
      layer.keys[from] + offset,
      layer.keys[from === 0 ? 1 : 0] + offset,
      Math.round(fraction * fixedOne),
      this.#gridStride * 2,
      layer.firstRow,
      layer.endRow,
      table,
      groups,
      layer.expanded,
      expandedStride,
      this.#mixed,
    );
  }

  /** See `compositePlane` for the order. */
  #describe(number: number, plane: number): void {
    const { divisor, expandedStride } = this.#planes[plane]!;
    const layer = this.#layers[number]!;
    const edge = this.layers[number]!.edge ?? { softness: 0, rimWidth: 0, rimLight: [0, 0, 0] };
    const softness = Math.round(Math.max(edge.softness, divisor / 2) * this.#unit);
    const gain = Math.ceil(fixedOne / (softness * 2));
    const rimWidth = Math.round(edge.rimWidth * this.#unit);
    const line = divisor === 1 ? 0 : this.width * 2;
    const values = [
      layer.expanded,
      expandedStride,
      layer.crest + line,
      layer.rim + line,
      softness,
      gain,
      layer.lowest - softness,
      layer.highest + Math.max(softness, rimWidth),
      rimWidth,
      rimWidth > 0 ? Math.floor(fixedOne / rimWidth) : 0,
      Math.round(edge.rimLight[plane]! * 64),
      Math.floor(fixedOne / gain),
    ];
    const { buffer } = this.kernel.arena.memory;
    new Int32Array(buffer, this.#descriptors + number * descriptorBytes, values.length).set(values);
  }

  #layPlane(divisor: number): PlaneLayout {
    const width = this.width / divisor;
    const groups = Math.ceil(width / 8);
    const table = this.#allocate(groups * 80);
    writeTaps(this.kernel.arena.memory.buffer, table, width, this.cellsAcross);
    const expandedStride = Math.ceil(width / 16) * 32;
    return { width, height: this.height / divisor, groups, table, expandedStride, divisor };
  }

  #layLayer({ top, bottom }: LightLayer): LayerMemory {
    const rows = this.cellsDown + 2;
    const gridBytes = this.#gridStride * rows * 3 * 2;
    return {
      keys: [this.#allocate(gridBytes), this.#allocate(gridBytes)],
      expanded: this.#allocate(this.#planes[0]!.expandedStride * rows),
      crest: this.#allocate(this.width * 3),
      rim: this.#allocate(this.width * 3),
      firstRow: Math.max(0, Math.floor(top * this.cellsDown) - 1),
      endRow: Math.min(rows, Math.ceil(bottom * this.cellsDown) + 3),
      lowest: 0,
      highest: 0,
    };
  }

  #allocate(size: number): number {
    const pointer = this.kernel.arena.allocate(size);
    this.#pointers.push(pointer);
    return pointer;
  }

  #view(pointer: number, length: number): Int16Array {
    return new Int16Array(this.kernel.arena.memory.buffer, pointer, length);
  }
}

interface LayerMemory {
  readonly keys: readonly [number, number];
  readonly expanded: number;
  /** The line of the luma plane, then that of the chroma planes. */
  readonly crest: number;
  readonly rim: number;
  readonly firstRow: number;
  readonly endRow: number;
  lowest: number;
  highest: number;
}

/** Quadratic B-spline taps for each 8 columns; see `expandRows`. */
function writeTaps(buffer: ArrayBuffer, table: number, width: number, cells: number): void {
  for (let x = 0; x < width; x += 8) {
    const entry = new DataView(buffer, table + x * 10, 80);
    let first = 0;
    for (let lane = 0; lane < 8; lane++) {
      const position = ((Math.min(x + lane, width - 1) + 0.5) * cells) / width - 0.5;
      const nearest = Math.floor(position + 0.5);
      if (lane === 0) first = nearest;
      const t = position - nearest;
      const upper = Math.round(16_384 * (0.5 - t) ** 2);
      const lower = Math.round(16_384 * (0.5 + t) ** 2);
      const byte = (nearest - first) * 2;
      entry.setUint8(16 + lane * 2, byte);
      entry.setUint8(17 + lane * 2, byte + 1);
      entry.setInt16(32 + lane * 2, upper, true);
      entry.setInt16(48 + lane * 2, 32_768 - upper - lower, true);
      entry.setInt16(64 + lane * 2, lower, true);
    }
    entry.setInt32(0, first * 2, true);
  }
}

/** Interleaved gradient noise (Jimenez 2014), 0 to 63: even at every scale, so it leaves no pattern. */
function ditherPattern(): Int16Array {
  return Int16Array.from({ length: 64 * 64 }, (_, index) => {
    const ramp = 0.06711056 * (index & 63) + 0.00583715 * (index >> 6);
    return Math.floor(((52.9829189 * (ramp % 1)) % 1) * 64);
  });
}
