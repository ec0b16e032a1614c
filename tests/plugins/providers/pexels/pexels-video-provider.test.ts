import { describe, expect, it } from 'vitest';
import type { PromptRequest } from '../../../../domain/provider/video-provider.js';
import { bestFile, byLength, type PexelsVideo } from '../../../../plugins/providers/pexels/pexels-media.js';
import { pexelsOptionsSchema } from '../../../../plugins/providers/pexels/pexels-options.js';
import { PexelsVideoProvider } from '../../../../plugins/providers/pexels/pexels-video-provider.js';
import { searchWords } from '../../../../plugins/providers/pexels/search-words.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { pexelsEmulator } from '../../../../testing/emulators/pexels/pexels-emulator.js';
import { fakeHost } from '../../../../testing/fakes/fake-host.js';

async function withPexels<Result>(
  use: (kit: {
    readonly start: (model: 'videos' | 'photos', more: Partial<PromptRequest>) => Promise<string>;
    readonly result: (operationId: string) => Promise<unknown>;
    readonly queries: () => string[];
    readonly emulator: Awaited<ReturnType<typeof startEmulator>>;
  }) => Promise<Result>,
): Promise<Result> {
  const emulator = await startEmulator(pexelsEmulator);
  try {
    const options = pexelsOptionsSchema.parse(emulator.pluginOptions);
    const host = fakeHost({ pluginId: 'pexels', options });
    const provider = new PexelsVideoProvider(host);
    const call = {
      signal: new AbortController().signal,
      idempotencyKey: 'k',
      logger: host.logger,
      workspace: '/nowhere',
    };
    return await use({
      start: async (id, more) => {
        const model = provider.descriptor.models!.find((one) => one.id === id)!;
        return (await provider.start(promptRequest(model, more), call)).operationId;
      },
      result: (operationId) => provider.status({ providerId: 'pexels', operationId }, call),
      queries: () => emulator.requestsTo('submit').map(({ path }) => path),
      emulator,
    });
  } finally {
    await emulator.close();
  }
}

const video = (id: number, duration: number): PexelsVideo => ({
  ...{ id, duration, width: 1, height: 1, url: '', user: { name: '', url: '' }, video_files: [] },
});

describe('Pexels', () => {
  it('asks for the shape of the video and the words that tell something', () =>
    withPexels(async ({ start, queries }) => {
      await start('videos', { prompt: 'ocean waves', aspectRatio: '9:16' });
      const prompt = 'When a thought comes, name it, and let it drift by like a cloud.';
      await start('photos', { prompt, aspectRatio: '1:1' });
      expect(queries()).toEqual([
        '/videos/search?query=ocean+waves&per_page=40&orientation=portrait',
        '/v1/search?query=thought+comes+name+drift+cloud&per_page=40&orientation=square',
      ]);
    }));

  it('gives the same hit for the same seed, and another for another', () =>
    withPexels(async ({ start }) => {
      const hit = (seed: number) => start('videos', { prompt: 'ocean', seed });
      expect(await hit(0)).toBe(await hit(0));
      expect(new Set([await hit(0), await hit(1), await hit(2)]).size).toBe(3);
      expect(await hit(40_000_001)).toBe(await hit(1));
    }));

  it('keeps whom to thank, costs nothing, and has no key in what it hands on', () =>
    withPexels(async ({ start, result, emulator }) => {
      for (const model of ['videos', 'photos'] as const) {
        const status = await result(await start(model, { prompt: 'ocean' }));
        expect(status).toMatchObject({
          state: 'succeeded',
          cost: { micros: 0 },
          output: {
            authenticated: false,
            facts: {
              attribution: { source: 'Pexels', author: expect.stringMatching(/^Photographer/u) as string },
            },
          },
        });
        expect(JSON.stringify(status)).not.toContain(emulator.apiKey);
      }
    }));

  it('says what it looked for in vain, and that nothing is lost', () =>
    withPexels(async ({ start, emulator }) => {
      emulator.inject({ step: 'submit', kind: 'outcome', outcome: 'empty-result' });
      await expect(start('videos', { prompt: 'a zebra that files taxes' })).rejects.toMatchObject({
        message: 'Pexels has nothing for “a zebra that files taxes”.',
        retryable: false,
        details: { submission: 'rejected' },
      });
    }));
});

describe('the choice of a clip', () => {
  it('takes those that are long enough, then the longest', () => {
    const found = byLength([video(1, 3), video(2, 9), video(3, 5), video(4, 8)], 6);
    expect(found.map(({ id }) => id)).toEqual([2, 4, 3, 1]);
  });

  it('takes the smallest file that is large enough, and no stream', () => {
    const file = (side: number, type = 'video/mp4') => ({
      ...{ width: side * 2, height: side, file_type: type, link: `https://v.example/${side}` },
    });
    const files = [file(2160), file(540), file(1080), file(1200, 'application/x-mpegURL')];
    expect(bestFile({ ...video(1, 1), video_files: files })).toBe('https://v.example/1080');
    expect(bestFile({ ...video(1, 1), video_files: files.slice(1, 2) })).toBe('https://v.example/540');
    expect(bestFile({ ...video(1, 1), video_files: files.slice(3) })).toBeUndefined();
  });

  it.each([
    ['two swans', 'two swans'],
    ['It is what it is, and that is all there is to it!', 'all'],
    ['山 の 上 の 雲 を 見る', '見る'],
  ])('looks for %s as %s', (text, words) => {
    expect(searchWords(text)).toBe(words);
  });
});
