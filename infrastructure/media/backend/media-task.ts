import type {
  DecodeVideoRequest,
  JoinRequest,
  SampleFramesRequest,
  VideoEncoding,
} from '../../../domain/media/media-backend.js';
import type { MediaFormat } from './media-format.js';

/** Orientation and colour that a decoder has to be told, because files leave them out or FFmpeg guesses wrong. */
export interface PictureFacts {
  /** Clockwise quarter turns in degrees that show the picture upright: 0, 90, 180 or 270. */
  readonly rotationDegrees: number;
  /** Matrix to assume; `auto` where the file names its own. */
  readonly assumedMatrix: 'auto' | 'bt601' | 'bt709';
  readonly hasSquarePixels: boolean;
}

/**
 * One job for one media process, as plain JSON: numbers, enumerations and paths alone. The FFmpeg backend
 * turns it into an argv array, the node-av backend sends it to its child process.
 */
export type MediaTask =
  | {
      /** Raw frames on standard input. */
      readonly kind: 'encode-segment';
      readonly encoding: VideoEncoding;
      readonly outputPath: string;
    }
  | {
      /** 32-bit float WAV on standard input if `hasAudio`. */
      readonly kind: 'join';
      readonly segments: readonly string[];
      /** The segments again, as a file for FFmpeg's concat demuxer. */
      readonly listPath: string;
      readonly encoding: VideoEncoding;
      readonly hasAudio: boolean;
      readonly outputPath: string;
      readonly metadata: JoinRequest['metadata'];
    }
  | {
      /** JSON on standard output. */
      readonly kind: 'probe';
      readonly path: string;
      readonly format: MediaFormat;
    }
  | {
      /** Raw yuv420p frames on standard output. */
      readonly kind: 'decode-video';
      readonly request: DecodeVideoRequest;
      readonly format: MediaFormat;
      readonly facts: PictureFacts;
    }
  | {
      /** Luma planes on standard output. */
      readonly kind: 'sample-keyframes';
      readonly request: SampleFramesRequest;
      readonly format: MediaFormat;
      readonly facts: PictureFacts;
    }
  | {
      /** Interleaved stereo 32-bit little-endian floats at {@link decodedSampleRate} on standard output. */
      readonly kind: 'decode-audio';
      readonly path: string;
      readonly format: MediaFormat;
      /** Stop after so many seconds. */
      readonly maxSeconds: number;
    };

/** Hertz of all sound inside Aether. */
export const decodedSampleRate = 48_000;
