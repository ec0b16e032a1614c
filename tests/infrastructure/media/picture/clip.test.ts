import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DecodeVideoRequest, IMediaBackend, MediaCall } from '../../../../domain/media/media-backend.js';
import type { ClipVisual } from '../../../../domain/timeline/video-timeline.js';
import { FrameKernel } from '../../../../infrastructure/media/kernel/frame-kernel.js';
import { planPasses } from '../../../../infrastructure/media/picture/clip/stretched-clip.js';
import { openScenePicture } from '../../../../infrastructure/media/picture/open-scene-picture.js';
import type { ScenePicture } from '../../../../infrastructure/media/picture/scene-picture.js';
import { sceneOf, timelineOf } from './scene-fixtures.js';

let kernel: FrameKernel;
beforeAll(async () => {
  kernel = await FrameKernel.create();
});

const size = { width: 16, height: 24 };
const frameBytes = (size.width * size.height * 3) / 2;

/** A decoder of clips whose every frame is filled with its number. */
class FakeDecoder {
  readonly requests: DecodeVideoRequest[] = [];
  open = 0;

  constructor(
    private readonly frames: number,
    private readonly bytes = frameBytes,
  ) {}

  async *decodeVideo(request: DecodeVideoRequest, call: MediaCall): AsyncGenerator<Uint8Array> {
    this.requests.push(request);
    this.open++;
    const reused = new Uint8Array(this.bytes);
    try {
      for (let number = 0; number < this.frames || request.loop; number++) {
        call.signal.throwIfAborted();
        await Promise.resolve();
        yield reused.fill(number % this.frames);
      }
    } finally {
      this.open--;
    }
  }
}

const clip: ClipVisual = {
  kind: 'clip',
  path: '/clip.mp4',
  contentHash: '',
  fit: 'cover',
  durationSeconds: 2,
};

async function open(
  decoder: FakeDecoder,
  frames = 60,
  signal = new AbortController().signal,
  fill?: ClipVisual['fill'],
): Promise<ScenePicture> {
  const backend = decoder as unknown as IMediaBackend;
  return openScenePicture(
    sceneOf({ ...clip, ...(fill ? { fill } : {}) }, frames),
    timelineOf(size.width, size.height),
    kernel,
    backend,
    {
      signal,
    },
  );
}

async function numberAt(picture: ScenePicture, frame: number): Promise<number> {
  const target = kernel.allocateFrame(size.width, size.height);
  try {
    await picture.render(frame, target);
    return kernel.bytes(target)[100]!;
  } finally {
    kernel.release(target);
  }
}

describe('clips', () => {
  it('are read once, forwards, skipping and repeating as asked', async () => {
    const decoder = new FakeDecoder(60);
    const picture = await open(decoder);
    const numbers = [];
    for (const frame of [0, 1, 1, 5, 40]) numbers.push(await numberAt(picture, frame));
    expect(numbers).toEqual([0, 1, 1, 5, 40]);
    expect(decoder.requests).toEqual([
      { path: '/clip.mp4', ...size, fit: 'cover', framesPerSecond: 30, loop: false },
    ]);
    await picture.close();
    expect(decoder.open).toBe(0);
  });

  it('start again when an earlier frame is asked for', async () => {
    const decoder = new FakeDecoder(60);
    const picture = await open(decoder);
    expect(await numberAt(picture, 30)).toBe(30);
    expect(await numberAt(picture, 4)).toBe(4);
    expect(decoder.requests).toHaveLength(2);
    expect(decoder.open).toBe(1);
    await picture.close();
  });

  it('loop when the scene is longer, and only then', async () => {
    const decoder = new FakeDecoder(60);
    const picture = await open(decoder, 100);
    expect(await numberAt(picture, 61)).toBe(1);
    expect(decoder.requests[0]!.loop).toBe(true);
    await picture.close();
  });

  it('that end a little early stand on their last frame', async () => {
    const picture = await open(new FakeDecoder(57));
    expect(await numberAt(picture, 59)).toBe(56);
    await picture.close();
  });

  it('without a picture, or with frames of a wrong size, are named errors', async () => {
    const empty = await open(new FakeDecoder(0));
    await expect(numberAt(empty, 0)).rejects.toMatchObject({ code: 'MEDIA_CORRUPT' });
    await empty.close();
    const wrong = await open(new FakeDecoder(5, 100));
    await expect(numberAt(wrong, 0)).rejects.toMatchObject({ code: 'MEDIA_PROCESS_FAILED' });
    await wrong.close();
  });

  it('stop when the work is cancelled, and give everything back', async () => {
    const before = kernel.arena.usedBytes;
    const controller = new AbortController();
    const decoder = new FakeDecoder(60);
    const picture = await open(decoder, 60, controller.signal);
    await numberAt(picture, 3);
    controller.abort();
    await expect(numberAt(picture, 4)).rejects.toMatchObject({ code: 'CANCELLED' });
    await picture.close();
    expect(decoder.open).toBe(0);
    expect(kernel.arena.usedBytes).toBe(before);
  });

  it('that a provider made are slowed down to fill a longer scene, every frame of it moving', async () => {
    const decoder = new FakeDecoder(60);
    const picture = await open(decoder, 90, undefined, 'stretch');
    const numbers: number[] = [];
    for (let frame = 0; frame < 90; frame += 1) numbers.push(await numberAt(picture, frame));
    expect(numbers[0]).toBe(0);
    expect(numbers[89]).toBe(59);
    expect(numbers.every((number, at) => at === 0 || number >= numbers[at - 1]!)).toBe(true);
    expect(new Set(numbers).size).toBeGreaterThan(55);
    expect(decoder.requests).toMatchObject([{ loop: false }]);
    await picture.close();
    expect(decoder.open).toBe(0);
  });

  it('begin anew with a soft seam where slowing down would not do', async () => {
    const decoder = new FakeDecoder(60);
    const picture = await open(decoder, 200, undefined, 'stretch');
    const numbers: number[] = [];
    for (let frame = 0; frame < 200; frame += 1) numbers.push(await numberAt(picture, frame));
    const steps = numbers.slice(1).map((number, at) => Math.abs(number - numbers[at]!));
    expect(Math.max(...steps)).toBeLessThanOrEqual(5);
    expect(decoder.requests).toHaveLength(3);
    expect(decoder.open).toBe(1);
    await picture.close();
    expect(decoder.open).toBe(0);
  });

  it('fill any scene exactly, never slower than a movement bears', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 600 }),
        fc.integer({ min: 3, max: 3000 }),
        (clipFrames, sceneFrames) => {
          fc.pre(sceneFrames > clipFrames);
          const { passes, length, seam } = planPasses(clipFrames, sceneFrames);
          expect(length + (passes - 1) * (length - seam)).toBeGreaterThanOrEqual(sceneFrames);
          expect(length).toBeLessThanOrEqual(Math.max(2, clipFrames * 1.6));
          expect(seam).toBeLessThan(length);
        },
      ),
    );
  });
});
