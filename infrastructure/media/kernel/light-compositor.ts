import {
  crestLimit,
  fixedOne,
  tileColumns,
  writeCrest,
  writeEdge,
  type CrestLine,
  type LayerEdge,
} from './crest-line.js';
import type { FrameBuffer, FrameKernel } from './frame-kernel.js';
import { ditherPattern, writeTaps } from './light-tables.js';

/** Cells along the frame's short side: 9 pixels each at 1080. */
const cellsOnShortSide = 120;
const descriptorBytes = 64;
/** Of 8 columns; see `writeCurves`. */
const curveBytes = 48;
const noEdge: LayerEdge = { softness: 0, rimWidth: 0, rimLight: [0, 0, 0] };

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
  readonly #ring: number;
  readonly #descriptors: number;
  /** Crest units for one pixel: crests are 16-bit numbers. */
  readonly #unit: number;
  readonly #gridStride: number;
  readonly #lineBytes: number;
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
    this.#lineBytes = Math.ceil(width / 8) * 16;
    this.#planes = [this.#layPlane(1), this.#layPlane(2), this.#layPlane(2)];
    this.#layers = layers.map((layer) => this.#layLayer(layer));
    this.#dither = this.#allocate(64 * 64 * 2);
    this.#row = this.#allocate(width * 2 + 64);
    this.#mixed = this.#allocate(this.#gridStride * 2 + 64);
    this.#ring = this.#allocate(Math.ceil(width / 8) * 16 * 3);
    this.#descriptors = this.#allocate(descriptorBytes * layers.length);
    this.#view(this.#dither, 64 * 64).set(ditherPattern());
  }

  /** The grid of a layer for one of the two key moments; good until the next allocation. */
  grid(layer: number, key: 0 | 1): LightGrid {
    const memory = this.#layers[layer]!;
    const planeStride = this.#gridStride * (this.cellsDown + 2);
    return {
      samples: this.#view(memory.keys[key], planeStride * 3),
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
    const edge = this.layers[layer]!.edge ?? noEdge;
    memory.lowest = crestLimit;
    memory.highest = -crestLimit;
    for (const [index, divisor] of [1, 2].entries()) {
      const line = this.#line(memory, index);
      writeCrest(line, crest, rim, divisor, this.#unit);
      const range = writeEdge(line, edge, divisor, this.#unit);
      memory.lowest = Math.min(memory.lowest, range.lowest);
      memory.highest = Math.max(memory.highest, range.highest);
    }
  }

  /** Draws the frame between the key moments `from` and the other: 0 is the first, 1 the second. */
  compose(from: 0 | 1, fraction: number, destination: FrameBuffer): void {
    let target = destination.pointer;
    const unit = this.#unit;
    for (const [index, plane] of this.#planes.entries()) {
      const { divisor, width, height } = plane;
      for (const [number, layer] of this.#layers.entries()) {
        this.#expand(layer, this.#visibleRows(number), index, from, fraction);
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

  /** Grid rows of a layer between its own edge and where the layers above cover it, with the taps' margins. */
  #visibleRows(number: number): GridRows {
    const { firstRow, endRow, lowest } = this.#layers[number]!;
    const rowOf = (level: number): number => (level / this.#unit / this.height) * this.cellsDown;
    const hidden = Math.min(...this.#layers.slice(number + 1).map(({ highest }) => highest));
    return {
      from: number === 0 ? firstRow : Math.max(firstRow, Math.floor(rowOf(lowest)) - 2),
      to: Math.min(endRow, hidden === Infinity ? endRow : Math.ceil(rowOf(hidden)) + 4),
    };
  }

  #expand(layer: LayerMemory, rows: GridRows, plane: number, from: 0 | 1, fraction: number): void {
    const { table, groups, expandedStride } = this.#planes[plane]!;
    const offset = plane * this.#gridStride * (this.cellsDown + 2) * 2;
    this.kernel.exports.expandRows(
      layer.keys[from] + offset,
      layer.keys[from === 0 ? 1 : 0] + offset,
      Math.round(fraction * fixedOne),
      this.#gridStride * 2,
      rows.from,
      rows.to,
      table,
      groups,
      layer.expanded,
      expandedStride,
      this.#mixed,
      this.#ring,
    );
  }

  /** See `compositePlane` for the order. */
  #describe(number: number, plane: number): void {
    const layer = this.#layers[number]!;
    const { rimWidth, rimLight } = this.layers[number]!.edge ?? noEdge;
    const reach = Math.round(rimWidth * this.#unit);
    const line = layer.lines[Math.min(plane, 1)]!;
    const values = [
      layer.expanded,
      this.#planes[plane]!.expandedStride,
      ...[0, 1, 2, 3, 4].map((part) => line + part * this.#lineBytes),
      layer.lowest,
      layer.highest,
      reach,
      reach > 0 ? Math.floor(fixedOne / reach) : 0,
      Math.round(rimLight[plane]! * 64),
      line + 5 * this.#lineBytes,
    ];
    const { buffer } = this.kernel.arena.memory;
    new Int32Array(buffer, this.#descriptors + number * descriptorBytes, values.length).set(values);
  }

  #line({ lines }: LayerMemory, index: number): CrestLine {
    const columns = this.width / (index + 1);
    const at = (number: number): number => lines[index]! + number * this.#lineBytes;
    const part = (number: number): Int16Array => this.#view(at(number), columns);
    const { buffer } = this.kernel.arena.memory;
    const tiles = new Int32Array(buffer, at(5), Math.ceil(columns / tileColumns) * 2);
    return { level: part(0), rim: part(1), softness: part(2), gain: part(3), full: part(4), tiles };
  }

  #layPlane(divisor: number): PlaneLayout {
    const width = this.width / divisor;
    const groups = Math.ceil(width / 8);
    const table = this.#allocate(groups * 80);
    writeTaps(this.kernel.arena.memory.buffer, table, width, this.cellsAcross);
    const expandedStride = Math.ceil(width / 16) * 2 * curveBytes;
    return { width, height: this.height / divisor, groups, table, expandedStride, divisor };
  }

  #layLayer({ top, bottom }: LightLayer): LayerMemory {
    const rows = this.cellsDown + 2;
    const gridBytes = this.#gridStride * rows * 3 * 2;
    const lineBytes = this.#lineBytes * 5 + Math.ceil(this.width / tileColumns) * 8;
    return {
      keys: [this.#allocate(gridBytes), this.#allocate(gridBytes)],
      expanded: this.#allocate(this.#planes[0]!.expandedStride * rows),
      lines: [this.#allocate(lineBytes), this.#allocate(lineBytes)],
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

/** `to` is not part of them. */
interface GridRows {
  readonly from: number;
  readonly to: number;
}

interface LayerMemory {
  readonly keys: readonly [number, number];
  readonly expanded: number;
  /** The crest line of the luma plane and that of the chroma planes: five arrays and the tiles each. */
  readonly lines: readonly [number, number];
  readonly firstRow: number;
  readonly endRow: number;
  lowest: number;
  highest: number;
}
