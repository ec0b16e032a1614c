import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpokenAudio } from '../../../domain/speech/speech-synthesizer.js';
import { SpeechFiles } from '../../../infrastructure/speech/speech-files.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

const audio: SpokenAudio = {
  samples: Float32Array.from({ length: 4001 }, (_, index) => Math.sin(index / 7) / 3),
  sampleRate: 24_000,
  words: [
    { startSeconds: 0.01, endSeconds: 0.1 / 3 },
    { startSeconds: 0.05, endSeconds: 0.16 },
  ],
};

describe('SpeechFiles', () => {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'aether-speech-files-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  let count = 0;
  const kit = (changes: { maxEntries?: number; folder?: string } = {}) => {
    const clock = new FakeClock();
    const folder = changes.folder ?? path.join(root, `cache-${(count += 1)}`);
    const logger = new RecordingLogger();
    const files = new SpeechFiles({ ttlSeconds: 60, maxEntries: 10, clock, logger, ...changes, folder });
    return { files, clock, folder, logger };
  };

  it('gives back what it was given, to the last bit', async () => {
    const { files } = kit();
    await files.put('a', audio);
    expect(await files.get('a')).toEqual(audio);
    expect(await files.get('b')).toBeUndefined();
  });

  it('forgets after its time, and keeps the newest', async () => {
    const { files, clock, folder } = kit({ maxEntries: 2 });
    for (const key of ['a', 'b', 'c']) {
      await files.put(key, audio);
      clock.advance(1000);
    }
    expect((await readdir(folder)).sort()).toEqual(['b.speech', 'c.speech']);
    clock.advance(61_000);
    expect(await files.get('c')).toBeUndefined();
  });

  it('takes a damaged file for none, and a folder that cannot be written for no reason to fail', async () => {
    const { files, folder } = kit();
    await files.put('a', audio);
    await writeFile(path.join(folder, 'a.speech'), 'no speech');
    expect(await files.get('a')).toBeUndefined();
    const blocked = path.join(root, 'file');
    await writeFile(blocked, '');
    const { files: nowhere, logger } = kit({ folder: path.join(blocked, 'below') });
    await nowhere.put('a', audio);
    expect(logger.entries).toHaveLength(1);
  });
});
