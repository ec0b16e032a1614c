import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IAnswerCache } from '../../domain/language-model/answer-cache.js';
import type { LanguageModelAnswer } from '../../domain/language-model/language-model.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { IClock } from '../../domain/time/clock.js';
import { makeFolder } from '../storage/make-folder.js';

export interface AnswerFilesParts {
  /** Made on first use; readable by its owner alone. */
  readonly folder: string;
  readonly ttlSeconds: number;
  /** The oldest go first; 0 remembers nothing. */
  readonly maxEntries: number;
  readonly clock: Pick<IClock, 'now'>;
  readonly logger: ILogger;
}

/** Answers of language models, one small file each, so that a dry run and the video after it pay once. */
export class AnswerFiles implements IAnswerCache {
  constructor(private readonly parts: AnswerFilesParts) {}

  async get(key: string): Promise<LanguageModelAnswer | undefined> {
    const { clock, ttlSeconds, maxEntries } = this.parts;
    if (maxEntries === 0) return undefined;
    try {
      const file = this.fileOf(key);
      const { mtimeMs } = await stat(file);
      if (clock.now().getTime() - mtimeMs > ttlSeconds * 1000) return undefined;
      const answer = JSON.parse(await readFile(file, 'utf8')) as Partial<LanguageModelAnswer>;
      return typeof answer.text === 'string' && typeof answer.model === 'string'
        ? (answer as LanguageModelAnswer)
        : undefined;
    } catch {
      return undefined;
    }
  }

  async put(key: string, answer: LanguageModelAnswer): Promise<void> {
    const { folder, maxEntries, clock, logger } = this.parts;
    if (maxEntries === 0) return;
    try {
      await makeFolder(folder);
      const partial = path.join(folder, `${randomUUID()}.part`);
      await writeFile(partial, JSON.stringify(answer), { mode: 0o600 });
      const now = clock.now();
      await utimes(partial, now, now);
      await rename(partial, this.fileOf(key));
      await this.makeRoom();
    } catch (error) {
      const { message } = VideoGenerationError.from(error);
      logger.warn('The answer of a language model could not be remembered.', { reason: message });
    }
  }

  private fileOf(key: string): string {
    return path.join(this.parts.folder, `${key}.json`);
  }

  private async makeRoom(): Promise<void> {
    const { folder, maxEntries } = this.parts;
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    if (names.length <= maxEntries) return;
    const files = await Promise.all(
      names.map(async (name) => ({ name, time: (await stat(path.join(folder, name))).mtimeMs })),
    );
    files.sort((left, right) => left.time - right.time);
    const old = files.slice(0, files.length - maxEntries);
    await Promise.all(old.map(({ name }) => rm(path.join(folder, name), { force: true })));
  }
}
