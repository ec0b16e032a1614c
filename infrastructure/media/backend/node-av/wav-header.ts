import { VideoGenerationError } from '../../../../domain/errors/video-generation-error.js';
import { decodedSampleRate } from '../media-task.js';
import { readStandardInput } from './standard-streams.js';

/** Reads standard input up to a WAV file's samples, and checks that they are ours: 48 kHz stereo floats. */
export async function skipWavHeader(): Promise<void> {
  const riff = await readBytes(12);
  if (riff.toString('latin1', 0, 4) !== 'RIFF' || riff.toString('latin1', 8, 12) !== 'WAVE') throw badWav();
  let isOurs = false;
  for (;;) {
    const chunk = await readBytes(8);
    const name = chunk.toString('latin1', 0, 4);
    if (name === 'data') break;
    const size = chunk.readUInt32LE(4);
    const body = await readBytes(size + (size % 2));
    if (name === 'fmt ') {
      isOurs =
        body.readUInt16LE(2) === 2 &&
        body.readUInt32LE(4) === decodedSampleRate &&
        body.readUInt16LE(14) === 32;
    }
  }
  if (!isOurs) throw badWav();
}

async function readBytes(count: number): Promise<Buffer> {
  if (count > 65_536) throw badWav();
  const bytes = Buffer.alloc(count);
  if ((await readStandardInput(bytes)) < count) throw badWav();
  return bytes;
}

function badWav(): VideoGenerationError {
  return new VideoGenerationError('MEDIA_PROCESS_FAILED', {
    message: 'The sound is no 48 kHz stereo WAV of 32-bit floats.',
  });
}
