import { spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../testing/emulator/start-emulator.js';
import { runwayEmulator } from '../../../testing/emulators/runway/runway-emulator.js';
import { benchSettings, booksOf, startBench, temporaryFolder } from './gateway-bench.js';

const rounds = Number(process.env.AETHER_KILL_ROUNDS ?? 6);
const clipsAtOnce = 5;
const longestLifeMilliseconds = 700;
const program = fileURLToPath(new URL('generate-clips.mjs', import.meta.url));

interface Clip {
  readonly requestId: string;
  readonly provider: string;
  readonly model: string;
  readonly prompt: string;
  readonly parameters: { readonly duration: number };
}

let emulator: Emulator;
const figures: Record<string, number> = {};
const count = (what: string, by = 1): void => void (figures[what] = (figures[what] ?? 0) + by);

beforeAll(async () => {
  emulator = await startEmulator(runwayEmulator, { pace: { by: 'polls', polls: 0 } });
});
afterAll(async () => {
  await emulator.close();
  if (rounds > 6) console.info(figures);
});

/** Each request is told by its prompt, which the emulator sees. */
function newClips(): Clip[] {
  return Array.from({ length: clipsAtOnce }, () => {
    const requestId = randomUUID();
    const prompt = `Dawn over the sea ${requestId}`;
    return { requestId, provider: 'runway', model: 'gen4.5', prompt, parameters: { duration: 2 } };
  });
}

function submissionsOf({ prompt }: Clip): number {
  return emulator
    .requestsTo('submit')
    .filter(({ body }) => (body as { promptText?: string } | undefined)?.promptText === prompt).length;
}

/** Runs the program and kills it some time after it has begun to work. */
async function killedAtRandom(clips: readonly Clip[], folder: string): Promise<void> {
  const settings = { ...benchSettings(emulator.url, folder), 'providers.runway.maxConcurrent': clipsAtOnce };
  const child = spawn(process.execPath, [program, JSON.stringify([settings, emulator.apiKey, clips])], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  const timer = setTimeout(() => child.kill('SIGKILL'), randomInt(longestLifeMilliseconds));
  const [, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  count(signal === 'SIGKILL' ? 'killed' : 'ran to the end');
}

describe.skipIf(process.platform === 'win32')(`${rounds} processes killed at random moments`, () => {
  let temporary: ReturnType<typeof temporaryFolder> | undefined;
  afterEach(() => temporary?.remove());

  it.each(Array.from({ length: rounds }, (_, index) => index + 1))('round %i', async () => {
    temporary = temporaryFolder();
    const clips = newClips();
    const acceptedBefore = emulator.acceptedSubmissions;
    await killedAtRandom(clips, temporary.folder);
    const bench = await startBench(emulator, temporary.folder);
    try {
      for (const { state } of await bench.journal.unfinished()) count(`left at ${state}`);
      const sent = clips.map(submissionsOf);
      const resumed = await bench.service.resumeUnfinished();
      expect(resumed.filter(({ outcome }) => outcome === 'held')).toEqual([]);
      // Taking work up never pays again.
      expect(clips.map(submissionsOf)).toEqual(sent);
      for (const clip of clips) {
        const books = await booksOf(bench, clip.requestId);
        expect(submissionsOf(clip)).toBeLessThanOrEqual(1);
        // Whatever went out was on record before.
        if (submissionsOf(clip) === 1) expect(books).toHaveLength(1);
        expect(books.length).toBeLessThanOrEqual(1);
        for (const { entry, lines } of books) {
          const kinds = lines.map(({ kind }) => kind);
          count(entry.state);
          if (entry.state === 'submission_unknown') expect(kinds).toEqual(['reserve']);
          else {
            expect(entry.state).toBe('delivered');
            expect(kinds).toEqual(['reserve', 'settle']);
            const { output } = entry;
            expect(output && 'path' in output && existsSync(output.path)).toBe(true);
          }
        }
        if (books.length === 0) count('never begun');
      }
      // The same requests once more: what is delivered is handed out, what is unknown stays so, the rest is made.
      const again = await bench.service.batchGenerate(clips);
      expect(again.filter(({ status }) => status === 'failed' || status === 'cancelled')).toEqual([]);
      for (const clip of clips) expect(submissionsOf(clip)).toBeLessThanOrEqual(1);
      expect(emulator.acceptedSubmissions - acceptedBefore).toBeLessThanOrEqual(clips.length);
      count('accepted', emulator.acceptedSubmissions - acceptedBefore);
    } finally {
      await bench.dispose();
    }
  });
});
