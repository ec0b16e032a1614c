import { read } from 'node:fs';
import { once } from 'node:events';

const standardInput = 0;

/** Fills `target` from standard input; gives the bytes read, fewer at its end alone. */
export async function readStandardInput(target: Buffer): Promise<number> {
  let filled = 0;
  while (filled < target.byteLength) {
    const count = await readSome(target, filled);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

async function readSome(target: Buffer, offset: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(standardInput, target, offset, target.byteLength - offset, null, (error, count) => {
      if (error && error.code !== 'EOF') reject(error);
      else resolve(error ? 0 : count);
    });
  });
}

/** Writes to standard output at the reader's pace. */
export async function writeStandardOutput(bytes: Uint8Array | string): Promise<void> {
  if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
}
