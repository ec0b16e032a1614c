import path from 'node:path';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { VideoEncoding } from '../../../domain/media/media-backend.js';
import { encodeArguments } from './ffmpeg-arguments.js';
import type { FfmpegInstallation } from './ffmpeg-engine.js';
import { usedFilters } from './filter-graphs.js';
import { findInFolder, findOnPath } from './find-executable.js';
import { usedDemuxers } from './media-format.js';
import { programOutput } from './program-output.js';
import { frameBytes } from './segment-encoding.js';

/** The oldest FFmpeg with all options that we pass. */
const oldestVersion = { major: 5, minor: 1 };

/** One of FFmpeg's lists: how to ask for it, and what has to be in it. */
const needed: readonly {
  readonly option: string;
  readonly noun: string;
  readonly names: readonly string[];
}[] = [
  { option: '-encoders', noun: 'encoder', names: ['libx264', 'aac'] },
  { option: '-filters', noun: 'filter', names: usedFilters },
  { option: '-demuxers', noun: 'demuxer', names: [...usedDemuxers, 'concat', 'rawvideo'] },
  { option: '-bsfs', noun: 'bitstream filter', names: ['setts'] },
];

const trial: VideoEncoding = { width: 64, height: 64, framesPerSecond: 30, preset: 'veryfast', crf: 23 };

/** What a look at one FFmpeg found. */
export interface FfmpegInspection {
  readonly location: string;
  readonly version: string;
  /** Why it cannot be used; empty if it can. */
  readonly missing: readonly string[];
  readonly installation?: FfmpegInstallation;
}

/** Where FFmpeg is: the path of the settings, or the first on PATH. */
export async function locateFfmpeg(configuredPath: string): Promise<string | undefined> {
  if (configuredPath !== '') return path.resolve(configuredPath);
  return findOnPath('ffmpeg');
}

/** Asks an FFmpeg what it can do and has it encode two frames. Never throws for what it finds. */
export async function inspectFfmpeg(ffmpegPath: string): Promise<FfmpegInspection> {
  const ffprobePath = await findInFolder(path.dirname(ffmpegPath), 'ffprobe');
  const version = await ask(ffmpegPath, ['-version'])
    .then(readVersion)
    .catch((error: unknown) => error);
  if (typeof version !== 'string') {
    return { location: ffmpegPath, version: 'unknown', missing: [reasonOf(version)] };
  }
  const answers = await Promise.all(needed.map((list) => missingFromList(ffmpegPath, list)));
  const lacking = [
    ...(isTooOld(version) ? [`version 5.1 or newer (this is ${version})`] : []),
    ...(ffprobePath === undefined ? ['ffprobe beside it'] : []),
    ...answers.flat(),
  ];
  const missing = lacking.length > 0 ? lacking : await tryToWork(ffmpegPath, ffprobePath!);
  if (missing.length > 0) return { location: ffmpegPath, version, missing };
  return {
    location: ffmpegPath,
    version,
    missing,
    installation: { ffmpegPath, ffprobePath: ffprobePath!, version },
  };
}

async function ask(executable: string, args: readonly string[], input?: Uint8Array): Promise<string> {
  return programOutput({ executable, args }, `asking “${executable}” what it can do`, input);
}

function readVersion(answer: string): string {
  const version = /^ff(?:mpeg|probe) version (\S+)/m.exec(answer)?.[1];
  if (version !== undefined) return version;
  throw new VideoGenerationError('MEDIA_PROCESS_FAILED', { message: 'it does not answer like FFmpeg' });
}

/** Builds from the repository have no release number (`N-12345-g…`, a date) and are taken for new. */
function isTooOld(version: string): boolean {
  const [, major, minor] = /^n?(\d{1,2})\.(\d+)/.exec(version) ?? [];
  if (major === undefined) return false;
  const isSameMajor = Number(major) === oldestVersion.major;
  return Number(major) < oldestVersion.major || (isSameMajor && Number(minor) < oldestVersion.minor);
}

async function missingFromList(ffmpegPath: string, list: (typeof needed)[number]): Promise<string[]> {
  try {
    const answer = await ask(ffmpegPath, ['-hide_banner', list.option]);
    const known = new Set(answer.split(/[\s,]+/));
    return list.names.filter((name) => !known.has(name)).map((name) => `${list.noun} ${name}`);
  } catch (error) {
    return [reasonOf(error)];
  }
}

/** Lists can lie: a broken library shows only at work. */
async function tryToWork(ffmpegPath: string, ffprobePath: string): Promise<string[]> {
  const frames = new Uint8Array(frameBytes(trial) * 2).fill(128);
  const attempts = await Promise.allSettled([
    ask(ffmpegPath, encodeArguments(trial, ['-f', 'null', '-']), frames),
    ask(ffprobePath, ['-version']).then(readVersion),
  ]);
  return attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [reasonOf(attempt.reason)] : []));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
