import type { MediaBackendInfo } from '../../../domain/media/media-backend.js';
import type { MediaSettings } from '../../../domain/settings/settings.js';
import { createFfmpegEngine } from './ffmpeg-engine.js';
import { inspectFfmpeg, locateFfmpeg } from './inspect-ffmpeg.js';
import type { NodeAvDescription } from './node-av/describe-node-av.js';
import { createNodeAvEngine, isNodeAvInstalled, nodeAvProgram } from './node-av-engine.js';
import type { MediaEngine } from './process-media-backend.js';
import { programOutput } from './program-output.js';

/** One media backend as `aether doctor` shows it. */
export interface MediaBackendInspection {
  readonly id: MediaBackendInfo['id'];
  /** Path of the executable, or name of the package; empty if there is none. */
  readonly location: string;
  /** `unknown` if it did not say. */
  readonly version: string;
  readonly usable: boolean;
  /** Why it is not usable. */
  readonly missing: readonly string[];
  /** Empty if it is usable. */
  readonly howToFix: string;
}

/** An inspection, with the engine if it is usable. */
export interface InspectedEngine {
  readonly inspection: MediaBackendInspection;
  readonly engine?: MediaEngine;
}

const inspections = new Map<string, Promise<InspectedEngine>>();

/** Looks at one backend; asks each installation once in the life of this process. */
export function inspectEngine(
  id: MediaBackendInfo['id'],
  settings: Pick<MediaSettings, 'ffmpegPath'>,
): Promise<InspectedEngine> {
  const key = id === 'node-av' ? id : `${id} ${settings.ffmpegPath} ${process.env.PATH ?? ''}`;
  const known = inspections.get(key);
  if (known) return known;
  const inspection = id === 'node-av' ? lookAtNodeAv() : lookAtFfmpeg(settings.ffmpegPath);
  inspections.set(key, inspection);
  return inspection;
}

/** Both backends in the order in which they are tried, for `aether doctor`. Never throws for what it finds. */
export async function inspectMediaBackends(
  settings: Pick<MediaSettings, 'ffmpegPath'>,
): Promise<readonly MediaBackendInspection[]> {
  const both = await Promise.all([inspectEngine('ffmpeg', settings), inspectEngine('node-av', settings)]);
  return both.map(({ inspection }) => inspection);
}

async function lookAtFfmpeg(configuredPath: string): Promise<InspectedEngine> {
  const location = await locateFfmpeg(configuredPath);
  if (location === undefined) {
    const missing = ['an ffmpeg on PATH'];
    return unusable({ id: 'ffmpeg', location: '', version: 'unknown', missing }, installFfmpeg);
  }
  const { installation, ...found } = await inspectFfmpeg(location);
  if (!installation) return unusable({ id: 'ffmpeg', ...found }, installFfmpeg);
  return usable(createFfmpegEngine(installation));
}

async function lookAtNodeAv(): Promise<InspectedEngine> {
  const lacks = (version: string, missing: readonly string[]): InspectedEngine =>
    unusable({ id: 'node-av', location: 'node-av', version, missing }, installNodeAv);
  if (!isNodeAvInstalled()) return lacks('unknown', ['the npm package node-av']);
  try {
    const command = { executable: process.execPath, args: [nodeAvProgram], message: { kind: 'describe' } };
    const answer = await programOutput(command, 'asking node-av what it can do');
    const { version, missing } = JSON.parse(answer) as NodeAvDescription;
    return missing.length > 0 ? lacks(version, missing) : usable(createNodeAvEngine(version));
  } catch (error) {
    return lacks('unknown', [error instanceof Error ? error.message : String(error)]);
  }
}

const installFfmpeg =
  'Install FFmpeg 5.1 or newer with ffprobe beside it (Debian and Ubuntu: sudo apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg), or set FFMPEG_PATH to its executable.';
const installNodeAv = 'Run `npm install node-av@6.1.1`.';

function unusable(
  found: Omit<MediaBackendInspection, 'usable' | 'howToFix'>,
  howToFix: string,
): InspectedEngine {
  return { inspection: { ...found, usable: false, howToFix } };
}

function usable(engine: MediaEngine): InspectedEngine {
  return { inspection: { ...engine.info, usable: true, missing: [], howToFix: '' }, engine };
}
