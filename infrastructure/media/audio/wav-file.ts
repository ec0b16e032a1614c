import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { StereoAudio } from '../../../domain/media/media-backend.js';
import { decodeWav, interleaveWavSamples, wavHeader, type WavAudio } from '../../../domain/media/wav.js';

/** An hour of mono 24 kHz float speech, or 12 minutes of stereo 48 kHz: more is no narration of one scene. */
const maxReadBytes = 350_000_000;
const framesPerWrite = 65_536;

/**
 * Reads a mono or stereo WAV file of 16-bit, 24-bit or float samples. It blocks: for worker threads.
 * @throws VideoGenerationError MEDIA_NOT_FOUND, MEDIA_TOO_LARGE or MEDIA_CORRUPT.
 */
export function readWavFile(path: string): WavAudio {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    throw new VideoGenerationError('MEDIA_NOT_FOUND', {
      message: `The audio file ${path} does not exist.`,
      details: { path },
    });
  }
  if (size > maxReadBytes) {
    throw new VideoGenerationError('MEDIA_TOO_LARGE', {
      message: `The audio file ${path} has ${size} bytes; at most ${maxReadBytes} are read.`,
      howToFix: 'Shorten the audio, or split it into several scenes.',
      details: { path, limit: maxReadBytes, actual: size },
    });
  }
  return decodeWav(readFileSync(path), path);
}

/**
 * Writes stereo 32-bit float, a piece at a time, so that no second copy of the audio is made. It blocks: for
 * worker threads.
 * @throws VideoGenerationError STORAGE_FULL or STORAGE_NOT_WRITABLE.
 */
export function writeWavFile(path: string, audio: StereoAudio): void {
  const frames = audio.left.length;
  try {
    const file = openSync(path, 'w');
    try {
      writeWhole(file, wavHeader(frames, 2, audio.sampleRate));
      for (let from = 0; from < frames; from += framesPerWrite) {
        writeWhole(file, interleaveWavSamples(audio, from, Math.min(frames, from + framesPerWrite)));
      }
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    const full =
      cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
    throw new VideoGenerationError(full ? 'STORAGE_FULL' : 'STORAGE_NOT_WRITABLE', {
      message: `The mixed sound could not be written to ${path}.`,
      details: { path },
      cause,
    });
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}
