import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Emulator } from '../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../testing/emulator/start-emulator.js';
import { synthesiaEmulator } from '../../../testing/emulators/synthesia/synthesia-emulator.js';
import { booksOf, startBench, temporaryFolder, type GatewayBench } from './gateway-bench.js';

const place = temporaryFolder();
let emulator: Emulator;
let bench: GatewayBench;

const script = {
  topic: 'A quiet minute',
  hook: 'Your mind wants a pause.',
  main_points: ['Breathe in for four seconds.', 'Let R&D < rest for once.'],
  call_to_action: 'Try it today.',
};
const request = { script, provider: 'synthesia', voice: 'none', aspect: '16:9' } as const;

beforeAll(async () => {
  emulator = await startEmulator(synthesiaEmulator, { pace: { by: 'polls', polls: 0 } });
  bench = await startBench([emulator], place.folder);
});
afterAll(async () => {
  await bench.dispose();
  await emulator.close();
  place.remove();
});
beforeEach(() => emulator.clearFaults());

const sent = (): Record<string, unknown> =>
  emulator.requestsTo('submit').at(-1)!.body as Record<string, unknown>;

describe('a script at Synthesia', () => {
  it('becomes one scene of input for each scene, and comes back with its own captions and length', async () => {
    const result = await bench.service.generateVideo(request);
    const texts = [
      'Your mind wants a pause.',
      'Breathe in for four seconds.',
      'Let R&D rest for once.',
      'Try it today.',
    ];
    expect(sent()).toMatchObject({
      title: 'A quiet minute',
      aspectRatio: '16:9',
      visibility: 'private',
      test: false,
      callbackId: expect.stringContaining(result.id) as string,
      input: texts.map((scriptText) => ({
        avatar: 'anna_costume1_cameraA',
        scriptText,
        scriptLanguage: 'en-US',
      })),
    });
    expect(result.video).toMatchObject({ durationSeconds: 2, width: 640, height: 360 });
    const srt = readFileSync(result.captions!.srtPath, 'utf8');
    expect(srt).toContain('00:00:00,500 --> 00:00:01,000\nBreathe in for four seconds.');
    expect(readFileSync(result.captions!.vttPath, 'utf8')).toMatch(/^WEBVTT/);
    expect(result.cost).toEqual({ micros: 100_000, currency: 'USD' });
    expect(result.warnings.map(({ code }) => code)).toEqual([
      'TEXT_CHANGED',
      'MUSIC_UNUSED',
      'TIMES_PLANNED',
    ]);
  });

  it('whose answer is lost is found by its callbackId, and made once', async () => {
    const before = emulator.acceptedSubmissions;
    emulator.inject({ step: 'submit', kind: 'reset', accepted: true });
    const result = await bench.service.generateVideo(request);
    expect(result.status).toBe('completed');
    expect(emulator.acceptedSubmissions - before).toBe(1);
    const [{ entry, lines } = { entry: undefined, lines: [] }] = await booksOf(bench, result.id);
    expect(entry).toMatchObject({ state: 'delivered', providerId: 'synthesia', model: 'timeline' });
    expect(lines.map(({ kind }) => kind)).toEqual(['reserve', 'settle']);
  });

  it('that moderation rejects fails, and nobody knows what it cost', async () => {
    emulator.inject({ step: 'submit', kind: 'outcome', outcome: 'moderated-input' });
    const { status, error } = await bench.service.generateVideo(request);
    expect(status).toBe('failed');
    expect(error).toMatchObject({ code: 'CONTENT_POLICY_VIOLATION', billed: 'unknown' });
  });

  it('has the captions of the plan where Synthesia’s cannot be fetched', async () => {
    emulator.inject({ step: 'captions', kind: 'status', status: 403, times: 2 });
    const result = await bench.service.generateVideo(request);
    expect(result.warnings.map(({ code }) => code)).toContain('CAPTIONS_UNAVAILABLE');
    expect(readFileSync(result.captions!.srtPath, 'utf8')).toContain('pause');
  });
});
