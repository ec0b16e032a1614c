import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVideoGenerationService, type VideoGenerationService } from '../../../index.js';
import type { Emulator } from '../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../testing/emulator/start-emulator.js';
import { runwayEmulator } from '../../../testing/emulators/runway/runway-emulator.js';

const script = {
  channel: 'air',
  topic: 'A pause',
  hook: 'Look up.',
  main_points: [{ text: 'Breathe.', visual: { kind: 'image', prompt: 'a lake at dawn' } }],
  call_to_action: { text: 'Follow.', visual: 'background' },
};

let folder: string;
let emulator: Emulator;
const open: VideoGenerationService[] = [];

async function service(): Promise<VideoGenerationService> {
  const made = await createVideoGenerationService({
    env: { VIDEO_LOG_LEVEL: 'silent' },
    cwd: folder,
    overrides: {
      'gateway.retry.initialSeconds': 0.01,
      'providers.runway.options': emulator.pluginOptions,
    },
  });
  open.push(made);
  return made;
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aether-clips-'));
  emulator = await startEmulator(runwayEmulator, { pace: { by: 'polls', polls: 1 } });
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.dispose();
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a channel script with clips of a provider', () => {
  it('becomes a video, and costs nothing the second time, in another process', async () => {
    const own = { script: { ...script, visual: 'clip' }, provider: 'runway', quality: 'draft' } as const;
    const first = await service();
    const made = await first.generateVideo(own);
    expect(made.error).toBeUndefined();
    expect(made.degradations).toEqual([]);
    expect(made.scenes.map(({ visual }) => visual?.kind)).toEqual(['clip', 'image', undefined]);
    expect(made.cost.micros).toBeGreaterThan(0);
    expect(made.video!.durationSeconds).toBeGreaterThan(2);
    expect(made.video!.loudness).toBeDefined();
    for (const { visual } of made.scenes) {
      if (visual?.path) expect((await readFile(visual.path)).length).toBeGreaterThan(0);
    }
    const paid = emulator.acceptedSubmissions;
    await first.dispose();
    const again = await (await service()).generateVideo(own);
    expect(again.scenes[0]!.visual).toMatchObject({ kind: 'clip', reused: true });
    expect(again.cost.micros).toBe(0);
    expect(emulator.acceptedSubmissions).toBe(paid);
    expect(paid).toBe(2);
  }, 60_000);

  it('falls back to a picture, and to the background, each said', async () => {
    emulator.inject({ kind: 'outcome', outcome: 'moderated-output', step: 'submit', times: 1 });
    const made = await (
      await service()
    ).generateVideo({
      script: { ...script, main_points: ['Breathe.'] },
      visual: 'clip',
      provider: 'runway',
      quality: 'draft',
    });
    expect(made.status).toBe('completed');
    expect(made.degradations.map(({ code }) => code)).toEqual(['CLIP_FALLBACK']);
    emulator.inject({ kind: 'status', status: 402, step: 'submit', times: Infinity });
    const broke = await (
      await service()
    ).generateVideo({
      script: { ...script, hook: 'Look again.', main_points: ['Rest.'] },
      visual: 'clip',
      provider: 'runway',
      quality: 'draft',
    });
    expect(broke.status).toBe('completed');
    expect(new Set(broke.degradations.map(({ code }) => code))).toEqual(new Set(['VISUAL_FALLBACK']));
    expect(broke.cost.micros).toBe(0);
  }, 60_000);
});
