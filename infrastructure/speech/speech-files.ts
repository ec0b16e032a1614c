import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import { decodeWav, encodeWav } from '../../domain/media/wav.js';
import type { ISpeechCache } from '../../domain/speech/speech-cache.js';
import type { SpokenAudio } from '../../domain/speech/speech-synthesizer.js';
import type { IClock } from '../../domain/time/clock.js';
import { makeFolder } from '../storage/make-folder.js';

export interface SpeechFilesParts {
  /** Made on first use; its files are readable by their owner alone. */
  readonly folder: string;
  readonly ttlSeconds: number;
  /** The oldest go first; 0 remembers nothing. */
  readonly maxEntries: number;
  readonly clock: Pick<IClock, 'now'>;
  readonly logger: ILogger;
}

const lengthBytes = 4;

/** What services spoke: one file for each line, with the length of its word times, those times as JSON, and a WAV. */
export class SpeechFiles implements ISpeechCache {
  constructor(private readonly parts: SpeechFilesParts) {}

  async get(key: string): Promise<SpokenAudio | undefined> {
    const { clock, ttlSeconds, maxEntries } = this.parts;
    if (maxEntries === 0) return undefined;
    try {
      const file = this.fileOf(key);
      const { mtimeMs } = await stat(file);
      if (clock.now().getTime() - mtimeMs > ttlSeconds * 1000) return undefined;
      return parse(await readFile(file));
    } catch {
      return undefined;
    }
  }

  async put(key: string, audio: SpokenAudio): Promise<void> {
    const { folder, maxEntries, clock, logger } = this.parts;
    if (maxEntries === 0) return;
    const partial = path.join(folder, `${randomUUID()}.part`);
    try {
      await makeFolder(folder);
      await writeFile(partial, serialize(audio), { mode: 0o600 });
      const now = clock.now();
      await utimes(partial, now, now);
      await rename(partial, this.fileOf(key));
      await this.makeRoom();
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      const { message } = VideoGenerationError.from(error);
      logger.warn('What a service spoke could not be remembered.', { reason: message });
    }
  }

  private fileOf(key: string): string {
    return path.join(this.parts.folder, `${key}.speech`);
  }

  private async makeRoom(): Promise<void> {
    const { folder, maxEntries } = this.parts;
    const names = (await readdir(folder)).filter((name) => name.endsWith('.speech'));
    if (names.length <= maxEntries) return;
    const files = await Promise.all(
      names.map(async (name) => ({ name, time: (await stat(path.join(folder, name))).mtimeMs })),
    );
    files.sort((left, right) => left.time - right.time);
    const old = files.slice(0, files.length - maxEntries);
    await Promise.all(old.map(({ name }) => rm(path.join(folder, name), { force: true })));
  }
}

function serialize({ samples, sampleRate, words }: SpokenAudio): Buffer {
  const times = Buffer.from(
    JSON.stringify(words.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds])),
  );
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(times.length);
  return Buffer.concat([length, times, encodeWav(samples, sampleRate)]);
}

function parse(file: Buffer): SpokenAudio {
  const wavStart = lengthBytes + file.readUInt32LE();
  const times = JSON.parse(file.toString('utf8', lengthBytes, wavStart)) as [number, number][];
  const { channels, sampleRate } = decodeWav(file.subarray(wavStart), 'a remembered line');
  const words = times.map(([startSeconds, endSeconds]) => ({ startSeconds, endSeconds }));
  return { samples: channels[0], sampleRate, words };
}
