/** A compiled program. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: 'WebAssembly.Module';
}

/** A program's memory; the buffer is replaced when it grows. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

type WasmImports = Readonly<Record<string, Readonly<Record<string, (...values: never[]) => number>>>>;

/** What is used here of Node's WebAssembly: TypeScript has its types in the library of browsers alone. */
interface WasmNamespace {
  readonly compile: (bytes: Uint8Array) => Promise<WasmModule>;
  readonly Instance: new (
    program: WasmModule,
    imports: WasmImports,
  ) => { readonly exports: { readonly memory: WasmMemory; readonly _start: () => void } };
}

export const { compile: compileWasm, Instance: WasmInstance } = (
  globalThis as unknown as { readonly WebAssembly: WasmNamespace }
).WebAssembly;
