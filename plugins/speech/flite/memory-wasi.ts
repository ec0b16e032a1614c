import { WasmInstance, type WasmMemory, type WasmModule } from './web-assembly.js';

/** WASI error numbers (wasi_snapshot_preview1). */
const success = 0;
const badDescriptor = 8;
const noSuchFile = 44;
const isPipe = 70;
const oflagCreate = 1;
const oflagTruncate = 8;
const rootDescriptor = 3;
const directory = 3;
const characterDevice = 2;
const regularFile = 4;

/** Ends the program: thrown out of `_start` by `proc_exit`. */
class ProgramExit extends Error {}

class MemoryFile {
  #bytes = new Uint8Array(1 << 16);
  size = 0;

  write(position: number, bytes: Uint8Array): void {
    const end = position + bytes.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, 2 * this.#bytes.length));
      grown.set(this.contents());
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, position);
    this.size = Math.max(this.size, end);
  }

  contents(): Uint8Array {
    return this.#bytes.subarray(0, this.size);
  }
}

interface OpenFile {
  readonly file: MemoryFile;
  position: number;
}

/**
 * Runs a WASI command in memory alone: it sees its arguments and files that exist only here, no clock and no
 * disk. Node's own `node:wasi` is experimental, prints a warning, and was seen to crash the process with this
 * program.
 * Source: https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md
 */
export class MemoryWasi {
  readonly #files = new Map<string, MemoryFile>();
  readonly #open = new Map<number, OpenFile>();
  readonly #printed: Uint8Array[] = [];
  #memory: WasmMemory | undefined;
  #nextDescriptor = rootDescriptor + 1;

  constructor(private readonly programArguments: readonly string[]) {}

  /** Puts a file at `/name` before the program runs. */
  addFile(name: string, contents: Uint8Array): void {
    this.#file(name).write(0, contents);
  }

  /** What the program wrote to `/name`; empty if nothing. */
  fileContents(name: string): Uint8Array {
    return this.#file(name).contents();
  }

  /** Standard output and standard error together. */
  printed(): string {
    return Buffer.concat(this.#printed).toString('latin1');
  }

  /** Instantiates the program and runs it to its end. A trap throws. */
  run(program: WasmModule): void {
    const instance = new WasmInstance(program, { wasi_snapshot_preview1: this.#imports() });
    this.#memory = instance.exports.memory;
    try {
      instance.exports._start();
    } catch (error) {
      if (!(error instanceof ProgramExit)) throw error;
    }
  }

  #imports(): Readonly<Record<string, (...values: never[]) => number>> {
    return {
      args_sizes_get: (count: number, size: number) => this.#argumentSizes(count, size),
      args_get: (pointers: number, buffer: number) => this.#copyArguments(pointers, buffer),
      clock_time_get: (_id: number, _precision: bigint, time: number) => this.#setUint64(time, 0),
      fd_close: (descriptor: number) => (this.#open.delete(descriptor) ? success : badDescriptor),
      fd_fdstat_get: (descriptor: number, stat: number) => this.#describe(descriptor, stat),
      fd_fdstat_set_flags: () => success,
      fd_prestat_get: (descriptor: number, stat: number) => this.#preopened(descriptor, stat),
      fd_prestat_dir_name: (_descriptor: number, path: number) => this.#setByte(path, '/'.charCodeAt(0)),
      fd_read: (descriptor: number, vectors: number, count: number, total: number) =>
        this.#read(descriptor, this.#vectors(vectors, count), total),
      fd_seek: (descriptor: number, offset: bigint, whence: number, position: number) =>
        this.#seek(descriptor, Number(offset), whence, position),
      fd_write: (descriptor: number, vectors: number, count: number, total: number) =>
        this.#write(descriptor, this.#vectors(vectors, count), total),
      // prettier-ignore
      path_open: (_folder: number, _lookup: number, path: number, length: number, flags: number,
        _rights: bigint, _inherited: bigint, _fdflags: number, descriptor: number) =>
        this.#openPath(Buffer.from(this.#bytes(path, length)).toString('latin1'), flags, descriptor),
      proc_exit: () => {
        throw new ProgramExit();
      },
    };
  }

  #view(): DataView {
    return new DataView(this.#memory!.buffer);
  }

  #bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory!.buffer, address, length);
  }

  #setByte(address: number, value: number): number {
    this.#view().setUint8(address, value);
    return success;
  }

  #setUint32(address: number, value: number): number {
    this.#view().setUint32(address, value, true);
    return success;
  }

  #setUint64(address: number, value: number): number {
    this.#view().setBigUint64(address, BigInt(value), true);
    return success;
  }

  #vectors(address: number, count: number): Uint8Array[] {
    const view = this.#view();
    return Array.from({ length: count }, (_, index) =>
      this.#bytes(view.getUint32(address + 8 * index, true), view.getUint32(address + 8 * index + 4, true)),
    );
  }

  #file(name: string): MemoryFile {
    const known = this.#files.get(name);
    if (known) return known;
    const file = new MemoryFile();
    this.#files.set(name, file);
    return file;
  }

  #encodedArguments(): Buffer[] {
    return this.programArguments.map((argument) => Buffer.from(`${argument}\0`, 'latin1'));
  }

  #argumentSizes(count: number, size: number): number {
    const encoded = this.#encodedArguments();
    this.#setUint32(count, encoded.length);
    return this.#setUint32(size, Buffer.concat(encoded).length);
  }

  #copyArguments(pointers: number, buffer: number): number {
    let address = buffer;
    for (const [index, argument] of this.#encodedArguments().entries()) {
      this.#setUint32(pointers + 4 * index, address);
      this.#bytes(address, argument.length).set(argument);
      address += argument.length;
    }
    return success;
  }

  #describe(descriptor: number, stat: number): number {
    const kind = descriptor === rootDescriptor ? directory : descriptor < 3 ? characterDevice : regularFile;
    this.#setUint64(stat, kind);
    this.#setUint64(stat + 8, 0xffffffff);
    return this.#setUint64(stat + 16, 0xffffffff);
  }

  /** The root folder is the only one there is. */
  #preopened(descriptor: number, stat: number): number {
    if (descriptor !== rootDescriptor) return badDescriptor;
    this.#setUint32(stat, 0);
    return this.#setUint32(stat + 4, 1);
  }

  #openPath(name: string, flags: number, descriptor: number): number {
    if (!this.#files.has(name) && !(flags & oflagCreate)) return noSuchFile;
    const file = this.#file(name);
    if (flags & oflagTruncate) file.size = 0;
    this.#open.set(this.#nextDescriptor, { file, position: 0 });
    return this.#setUint32(descriptor, this.#nextDescriptor++);
  }

  #read(descriptor: number, targets: readonly Uint8Array[], total: number): number {
    const open = this.#open.get(descriptor);
    if (!open) return badDescriptor;
    const start = open.position;
    for (const target of targets) {
      const bytes = open.file.contents().subarray(open.position, open.position + target.length);
      target.set(bytes);
      open.position += bytes.length;
    }
    return this.#setUint32(total, open.position - start);
  }

  #write(descriptor: number, sources: readonly Uint8Array[], total: number): number {
    const open = this.#open.get(descriptor);
    if (!open && descriptor >= rootDescriptor) return badDescriptor;
    let written = 0;
    for (const source of sources) {
      if (open) {
        open.file.write(open.position, source);
        open.position += source.length;
      } else this.#printed.push(source.slice());
      written += source.length;
    }
    return this.#setUint32(total, written);
  }

  #seek(descriptor: number, offset: number, whence: number, position: number): number {
    const open = this.#open.get(descriptor);
    if (!open) return isPipe;
    const base = [0, open.position, open.file.size][whence] ?? 0;
    open.position = base + offset;
    return this.#setUint64(position, open.position);
  }
}
