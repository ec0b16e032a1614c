import { readFile } from 'node:fs/promises';

/** What `frame-kernel.as.ts` exports; every pointer is a byte address. */
export interface KernelExports {
  heapBase(): number;
  blendRows(a: number, b: number, destination: number, count: number, weight: number): void;
  resamplePlane(
    source: number,
    sourceWidth: number,
    sourceHeight: number,
    destination: number,
    width: number,
    height: number,
    x: number,
    y: number,
    stepX: number,
    stepY: number,
    table: number,
    row: number,
  ): void;
  convertRows(
    rgba: number,
    width: number,
    rows: number,
    luma: number,
    u: number,
    v: number,
    alpha: number,
    chromaAlpha: number,
  ): void;
  overlayPlane(
    layer: number,
    alpha: number,
    layerStride: number,
    destination: number,
    stride: number,
    columns: number,
    rows: number,
    opacity: number,
    scratch: number,
  ): void;
  expandRows(
    keyA: number,
    keyB: number,
    fraction: number,
    gridStride: number,
    from: number,
    to: number,
    table: number,
    groups: number,
    expanded: number,
    expandedStride: number,
    mixed: number,
    ring: number,
  ): void;
  compositePlane(
    layers: number,
    count: number,
    cells: number,
    destination: number,
    width: number,
    height: number,
    levelOrigin: number,
    levelStep: number,
    dither: number,
    row: number,
  ): void;
}

let compiled: Promise<WebAssembly.Module> | undefined;

async function compile(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(new URL('./frame-kernel.wasm', import.meta.url)));
}

/** A fresh instance of the kernel over `memory`; the module is compiled once. */
export async function loadKernel(memory: WebAssembly.Memory): Promise<KernelExports> {
  compiled ??= compile();
  const instance = await WebAssembly.instantiate(await compiled, {
    env: { memory },
  });
  return instance.exports as unknown as KernelExports;
}
