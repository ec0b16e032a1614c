import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { StereoAudio } from '../../../domain/media/media-backend.js';
import { decodedSampleRate } from './media-task.js';
import type { SupervisedProcess } from './supervised-process.js';

/** Sound longer than this is refused: it would take more than 460 MB of memory. */
export const longestAudioSeconds = 1200;

const bytesPerSample = 8;

/** Gathers interleaved stereo floats from a process. @throws VideoGenerationError MEDIA_TOO_LARGE */
export async function collectStereo(process: SupervisedProcess, path: string): Promise<StereoAudio> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  process.stdin.end();
  process.stdout.on('data', (chunk: Uint8Array) => {
    chunks.push(chunk);
    bytes += chunk.byteLength;
  });
  await process.ended;
  const samples = Math.floor(bytes / bytesPerSample);
  if (samples > longestAudioSeconds * decodedSampleRate) {
    throw new VideoGenerationError('MEDIA_TOO_LARGE', {
      message: `“${path}” plays for more than ${longestAudioSeconds / 60} minutes.`,
      howToFix: 'Cut the sound shorter: a video needs no more than its own length.',
      details: { limitSeconds: longestAudioSeconds },
    });
  }
  return deinterleave(chunks, samples);
}

/** Takes the chunks apart as it goes, so that the memory of each can be freed. */
function deinterleave(chunks: Uint8Array[], samples: number): StereoAudio {
  const left = new Float32Array(samples);
  const right = new Float32Array(samples);
  let rest: Buffer = Buffer.alloc(0);
  let at = 0;
  for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
    const bytes =
      rest.byteLength === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        : Buffer.concat([rest, chunk]);
    const whole = bytes.byteLength - (bytes.byteLength % bytesPerSample);
    for (let offset = 0; offset < whole; offset += bytesPerSample) {
      left[at] = bytes.readFloatLE(offset);
      right[at] = bytes.readFloatLE(offset + 4);
      at += 1;
    }
    rest = bytes.subarray(whole);
  }
  return { sampleRate: decodedSampleRate, left, right };
}
