import { ffmpeg, numbersAfter } from './run-tool.js';

export interface Loudness {
  /** LUFS. */
  readonly integrated: number;
  /** dBTP. */
  readonly truePeak: number;
}

/** EBU R 128, measured on the sound as a player decodes it. */
export async function loudnessOf(file: string): Promise<Loudness> {
  const filter = 'ebur128=peak=true:framelog=verbose';
  const { stderr } = await ffmpeg('-i', file, '-map', '0:a:0', '-af', filter, '-f', 'null', '-');
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const integrated = numbersAfter('I', summary)[0];
  const truePeak = numbersAfter('Peak', summary)[0];
  if (integrated === undefined || truePeak === undefined) throw new Error(`no loudness in ${file}`);
  return { integrated, truePeak };
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Stretches below `level` dB for at least `seconds`; one that lasts to the end ends at Infinity. */
export async function silencesOf(file: string, level = -50, seconds = 0.5): Promise<Span[]> {
  const filter = `silencedetect=noise=${level}dB:duration=${seconds}`;
  const { stderr } = await ffmpeg('-i', file, '-map', '0:a:0', '-af', filter, '-f', 'null', '-');
  const ends = numbersAfter('silence_end', stderr);
  return numbersAfter('silence_start', stderr).map((start, index) => ({
    start: Math.max(0, start),
    end: ends[index] ?? Infinity,
  }));
}

/** Samples of one channel at 8 kHz, −1 to 1. */
export async function samplesOf(file: string): Promise<Float32Array> {
  const { stdout } = await ffmpeg(
    ...['-v', 'error', '-i', file, '-map', '0:a:0', '-ac', '1', '-ar', '8000', '-f', 'f32le', '-'],
  );
  if (stdout.length === 0) throw new Error(`no sound in ${file}`);
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length));
}
