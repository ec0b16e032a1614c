import { parseFfprobeOutput } from './ffprobe-output.js';
import { ffmpegArguments } from './ffmpeg-arguments.js';
import type { MediaEngine } from './process-media-backend.js';

/** A system FFmpeg that passed the capability probe. */
export interface FfmpegInstallation {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  /** Such as `5.1.9`. */
  readonly version: string;
}

/** The system's FFmpeg as an engine: each task is one argv array. */
export function createFfmpegEngine(installation: FfmpegInstallation): MediaEngine {
  const { ffmpegPath, ffprobePath, version } = installation;
  return {
    info: { id: 'ffmpeg', version, location: ffmpegPath },
    command: (task) => ({
      executable: task.kind === 'probe' ? ffprobePath : ffmpegPath,
      args: ffmpegArguments(task),
    }),
    parseProbe: parseFfprobeOutput,
  };
}
