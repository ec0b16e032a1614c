export const IMediaBackend: unique symbol = Symbol.for('aether-video/IMediaBackend@1');

/** What ffprobe would say of a file. */
export interface MediaProbe {
  /** Container name as FFmpeg gives it, such as `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly format: string;
  readonly durationSeconds: number;
  readonly sizeBytes: number;
  readonly video?: VideoStreamProbe;
  readonly audio?: AudioStreamProbe;
}

export interface VideoStreamProbe {
  readonly codec: string;
  readonly profile?: string;
  readonly pixelFormat: string;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly durationSeconds: number;
  readonly colorSpace?: string;
  readonly colorRange?: string;
  /** Clockwise quarter turns in degrees that show the picture upright (0, 90, 180, 270); decoding obeys it. */
  readonly rotationDegrees: number;
  /** Width of a pixel over its height; decoding makes it 1. */
  readonly pixelAspectRatio: number;
}

export interface AudioStreamProbe {
  readonly codec: string;
  readonly sampleRate: number;
  readonly channels: number;
  readonly durationSeconds: number;
}

/** x264 settings. They are part of each segment's key, because joined segments must share them. */
export interface VideoEncoding {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly preset: 'ultrafast' | 'veryfast' | 'medium' | 'slow';
  /** Constant rate factor, 0 to 51. */
  readonly crf: number;
}

export interface MediaCall {
  readonly signal: AbortSignal;
  /** Seconds until the process is killed. Default: from settings. */
  readonly timeoutSeconds?: number;
}

/** Encodes one segment: closed GOPs, BT.709 limited range, yuv420p, first frame a keyframe. */
export interface ISegmentEncoder {
  /**
   * Hands over one frame: planar YUV 4:2:0, Y then U then V, `width·height·3/2` bytes. The buffer may be
   * reused as soon as the promise resolves, which is when the encoder wants more.
   */
  write(frame: Uint8Array): Promise<void>;
  /** No more frames: resolves when the file is whole. */
  finish(): Promise<void>;
  /** Kills the encoder and removes the unfinished file; a finished one stays. Safe at any time, and twice. */
  abort(): Promise<void>;
}

export interface JoinRequest {
  /** Segment files in order; all made by this backend with one {@link VideoEncoding}. */
  readonly segments: readonly string[];
  readonly encoding: VideoEncoding;
  /** 48 kHz stereo 32-bit float WAV, as long as the picture. Encoded to AAC. Absent: a silent video track alone. */
  readonly audioPath?: string;
  readonly outputPath: string;
  readonly metadata: { readonly title: string; readonly comment?: string };
}

export interface DecodeVideoRequest {
  readonly path: string;
  /**
   * The picture is scaled to exactly this size, after cropping to its aspect ratio with `cover`; with
   * `contain` a blurred and darkened copy fills what the whole picture leaves free.
   */
  readonly width: number;
  readonly height: number;
  readonly fit: 'cover' | 'contain';
  /** Frames are dropped or doubled to this constant rate. */
  readonly framesPerSecond: number;
  /** Plays the clip again and again. Default false. */
  readonly loop?: boolean;
}

export interface SampleFramesRequest {
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

export interface StereoAudio {
  /** Hertz. */
  readonly sampleRate: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/** What the backend is and can do; `aether doctor` shows it. */
export interface MediaBackendInfo {
  readonly id: 'ffmpeg' | 'node-av';
  readonly version: string;
  /** Path of the executable, or name of the package. */
  readonly location: string;
}

/**
 * The only road to codecs. User text never passes through it: it sees numbers, enumerations and paths of
 * our own making. Every method may throw MEDIA_PROCESS_FAILED, MEDIA_PROCESS_MEMORY, TIMEOUT, STORAGE_FULL
 * or CANCELLED.
 */
export interface IMediaBackend {
  readonly info: MediaBackendInfo;
  openSegmentEncoder(outputPath: string, encoding: VideoEncoding, call: MediaCall): Promise<ISegmentEncoder>;
  /** Joins segments by stream copy, encodes the audio, writes a `+faststart` MP4. */
  join(request: JoinRequest, call: MediaCall): Promise<void>;
  /** @throws VideoGenerationError MEDIA_CORRUPT if the file is no media; playlists are never followed. */
  probe(path: string, call: MediaCall): Promise<MediaProbe>;
  /**
   * Raw frames as {@link ISegmentEncoder.write} takes them, upright, BT.709 limited range. A frame is valid
   * until the next one is asked for. Ending the iteration early stops the decoder.
   */
  decodeVideo(request: DecodeVideoRequest, call: MediaCall): AsyncIterable<Uint8Array>;
  /**
   * Luma planes (`width·height` bytes each, 16 black to 235 white) of the file's keyframes alone, in order:
   * cheap looks for checks. A plane is valid until the next one is asked for.
   */
  sampleKeyframes(request: SampleFramesRequest, call: MediaCall): AsyncIterable<Uint8Array>;
  /**
   * All of the first audio stream, or its first `maxSeconds`, resampled to 48 kHz stereo.
   * @throws VideoGenerationError MEDIA_TOO_LARGE above 20 minutes
   */
  decodeAudio(path: string, call: MediaCall, maxSeconds?: number): Promise<StereoAudio>;
}
