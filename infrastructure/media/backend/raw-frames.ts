import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { SupervisedProcess } from './supervised-process.js';

/**
 * Cuts a process's standard output into pieces of `bytes` each. Two buffers take turns, so a piece is valid
 * until the next one is asked for. Leaving the loop kills the process.
 */
export async function* rawFrames(process: SupervisedProcess, bytes: number): AsyncGenerator<Uint8Array> {
  let [current, next] = [new Uint8Array(bytes), new Uint8Array(bytes)];
  let filled = 0;
  try {
    process.stdin.end();
    for await (const chunk of process.stdout as AsyncIterable<Uint8Array>) {
      for (let at = 0; at < chunk.byteLength;) {
        const part = chunk.subarray(at, at + bytes - filled);
        current.set(part, filled);
        filled += part.byteLength;
        at += part.byteLength;
        if (filled < bytes) continue;
        yield current;
        [current, next] = [next, current];
        filled = 0;
      }
    }
    await process.ended;
  } catch (error) {
    // A pipe that broke says less than the process that broke it.
    await process.ended;
    throw error;
  } finally {
    await process.kill();
  }
  if (filled === 0) return;
  throw new VideoGenerationError('MEDIA_PROCESS_FAILED', {
    message: `The media engine gave ${filled} of ${bytes} bytes of its last frame.`,
  });
}
