import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationStatus } from '../../../../domain/provider/provider-operation.js';
import type { CaptionCue, VideoTimeline } from '../../../../domain/timeline/video-timeline.js';
import { placeScenes, totalFrames } from '../../../../domain/timeline/video-timeline.js';
import { waterStyle } from '../../../../plugins/channels/water/water-style.js';
import { aScene, aTimeline } from '../../../builders/timeline-builder.js';
import { highlightedWord, likeness, plain } from '../../../end-to-end/rendering/judges/captions.js';
import {
  blackSpansOf,
  decodeWhole,
  framesOf,
  frozenSpansOf,
} from '../../../end-to-end/rendering/judges/picture.js';
import { ffmpeg } from '../../../end-to-end/rendering/judges/run-tool.js';
import { loudnessOf } from '../../../end-to-end/rendering/judges/sound.js';
import { boxesOf, frameTimes, streamsOf } from '../../../end-to-end/rendering/judges/streams.js';
import { openRemotion, whyNoRender } from './remotion-kit.js';

const reason = await whyNoRender();
if (reason !== undefined) console.warn(`Nothing is rendered with Remotion here: ${reason}`);

/** Milliseconds for a bundle and a rendering on a busy machine. */
const patience = 180_000;

const size = { width: 360, height: 640 };

/** Words of a quarter of a second each. */
function cueOf(text: string): CaptionCue {
  const words = text.split(' ').map((word, index) => ({
    text: word,
    spaceBefore: true,
    startSeconds: index * 0.25,
    endSeconds: (index + 1) * 0.25,
  }));
  return { startSeconds: 0, endSeconds: words.length * 0.25, words };
}

let remotion: Awaited<ReturnType<typeof openRemotion>>;
beforeAll(async () => {
  remotion = await openRemotion();
});
afterAll(() => remotion.close());

async function finishedVideo(start: Awaited<ReturnType<typeof remotion.start>>) {
  const status = await start.finish();
  expect(status, JSON.stringify(status)).toMatchObject({ state: 'succeeded' });
  const { output } = status as Extract<OperationStatus, { state: 'succeeded' }>;
  return output as { path: string; facts: { loudness?: { integratedLufs: number } } };
}

describe.skipIf(reason !== undefined)('a timeline rendered with Remotion', () => {
  let timeline: VideoTimeline;
  let file: string;
  let messages: readonly string[];
  let integratedLufs: number | undefined;

  beforeAll(async () => {
    const media = path.join(remotion.folder, 'media of a user');
    await mkdir(media);
    const bars =
      '<svg width="400" height="300"><rect width="400" height="300" fill="#c03030"/><rect x="20" y="20" width="360" height="260" fill="#30c030"/></svg>';
    const picture = path.join(media, 'a "wide" picture.png');
    await writeFile(picture, await sharp(Buffer.from(bars)).png().toBuffer());
    const clip = path.join(media, 'clip.mp4');
    const source = 'testsrc2=s=320x240:r=25:d=0.6';
    await ffmpeg('-v', 'error', '-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p', clip);
    const voice = path.join(media, 'voice.wav');
    await ffmpeg('-v', 'error', '-f', 'lavfi', '-i', 'sine=f=300:d=1', '-ac', '1', voice);
    timeline = aTimeline({
      ...size,
      style: waterStyle,
      music: { kind: 'ambient', seed: 3 },
      scenes: [
        aScene({
          id: 'title',
          frames: 30,
          overlapFrames: 4,
          treatment: 'title',
          cues: [cueOf('Listen now')],
          narration: { path: voice, offsetSeconds: 0, durationSeconds: 1 },
        }),
        aScene({
          id: 'picture',
          frames: 34,
          overlapFrames: 4,
          visual: {
            kind: 'image',
            path: picture,
            contentHash: '',
            fit: 'cover',
            motion: 'ken-burns',
            seed: 2,
          },
          cues: [cueOf('Breathe in <b>slowly</b>')],
        }),
        aScene({
          id: 'clip',
          frames: 30,
          visual: { kind: 'clip', path: clip, contentHash: '', fit: 'contain', durationSeconds: 0.6 },
        }),
      ],
    });
    const started = await remotion.start(timeline);
    const output = await finishedVideo(started);
    file = output.path;
    integratedLufs = output.facts.loudness?.integratedLufs;
    messages = started.messages;
  }, patience);

  it('has the form of every other video', async () => {
    const { video, audio } = await streamsOf(file);
    expect(video).toMatchObject({
      ...{ codec_name: 'h264', profile: 'High', pix_fmt: 'yuv420p', ...size },
      ...{ color_space: 'bt709', color_primaries: 'bt709', color_transfer: 'bt709', color_range: 'tv' },
      ...{ r_frame_rate: '30/1', avg_frame_rate: '30/1' },
    });
    expect(audio).toMatchObject({ codec_name: 'aac', sample_rate: '48000', channels: 2 });
    const times = await frameTimes(file);
    expect(times).toHaveLength(totalFrames(timeline));
    for (const [index, time] of times.entries()) expect(time).toBeCloseTo(index / 30, 3);
    const boxes = await boxesOf(file);
    expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'));
    await decodeWhole(file);
  });

  it('is never black or frozen, and is as loud as platforms want', async () => {
    expect(await blackSpansOf(file)).toEqual([]);
    expect(await frozenSpansOf(file)).toEqual([]);
    const { integrated, truePeak } = await loudnessOf(file);
    expect(Math.abs(integrated + 14)).toBeLessThanOrEqual(0.7);
    expect(truePeak).toBeLessThanOrEqual(-1);
    expect(integratedLufs).toBeCloseTo(-14, 0);
  });

  it('highlights the word that is spoken, and shows markup as text', async () => {
    const { highlight } = waterStyle.palette;
    const [, captions] = placeScenes(timeline.scenes);
    const at = [0.1, 0.35, 0.6].map((seconds) => captions!.startFrame + Math.round(seconds * 30) + 2);
    const frames = await framesOf(file, size, at);
    const seen = await Promise.all(frames.map((frame) => highlightedWord(frame, highlight)));
    for (const [index, word] of ['Breathe', 'in', '<b>slowly</b>'].entries()) {
      expect(likeness(seen[index]!, word), seen.map(plain).join(' ')).toBeGreaterThan(0.7);
    }
  });

  it('shows the picture over the whole frame, and the clip whole', async () => {
    const placed = placeScenes(timeline.scenes);
    const middle = (index: number): number =>
      Math.round((placed[index]!.startFrame + placed[index]!.endFrame) / 2);
    const [picture, clip] = await framesOf(file, size, [middle(1), middle(2)]);
    const pixel = (rgb: Buffer, x: number, y: number): number[] => [
      ...rgb.subarray((y * size.width + x) * 3).subarray(0, 3),
    ];
    // Red edges above and below, green between: nothing of the background is left free.
    for (const [y, edge] of [
      [6, true],
      [250, false],
      [633, true],
    ] as const) {
      const [red, green] = pixel(picture!.rgb, 180, y);
      expect(red! > green!, `row ${y}: ${red}, ${green}`).toBe(edge);
    }
    const variety = (y: number): number =>
      new Set(Array.from({ length: 36 }, (_, x) => pixel(clip!.rgb, x * 10, y).join())).size;
    // The test pattern is sharp in the middle, and only a soft copy of it stands above.
    expect(variety(320)).toBeGreaterThan(15);
    expect(Math.max(...pixel(clip!.rgb, 180, 40))).toBeLessThan(190);
  });

  it('tells how far it is, and leaves nothing running', () => {
    expect(messages).toContain('Drawing the frames in Chrome');
    expect(messages.at(-1)).toBe('Adding the sound');
    expect(processesOf(remotion.folder)).toEqual([]);
  });
});

/** Programs whose command line names the folder. */
function processesOf(folder: string): string[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(folder) && !line.includes('ps -eo'));
}

const ownEntry = (address: string): string => `
import { useEffect, useState } from 'react';
import { Composition, continueRender, delayRender, registerRoot, useCurrentFrame } from 'remotion';

function Own({ timeline }) {
  const frame = useCurrentFrame();
  const [handle] = useState(() => delayRender());
  const [reached, setReached] = useState('waiting');
  useEffect(() => {
    fetch('${address}').then(() => setReached('reached'), () => setReached('blocked')).finally(() => continueRender(handle));
  }, []);
  const color = { waiting: '#000000', reached: '#ff0000', blocked: '#00ff00' }[reached];
  return <div style={{ position: 'absolute', inset: 0, background: color }}>
    <div style={{ position: 'absolute', left: frame * 10, top: 10, width: 60, height: 60, background: '#fff' }}>{timeline.topic}</div>
  </div>;
}

registerRoot(() => <Composition id="own" component={Own} width={100} height={100} fps={10} durationInFrames={5} />);
`;

describe.skipIf(reason !== undefined)('a composition of one’s own', () => {
  it(
    'gets the timeline, and cannot reach another address',
    async () => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.setHeader('access-control-allow-origin', '*').end('here');
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      try {
        const folder = path.join(remotion.folder, 'own');
        await mkdir(folder);
        await writeFile(path.join(folder, 'package.json'), '{"name":"own","private":true}');
        await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'), 'junction');
        const entryPoint = path.join(folder, 'entry.jsx');
        await writeFile(entryPoint, ownEntry(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
        const timeline = aTimeline({ ...size, topic: 'Mine', scenes: [aScene({ frames: 12 })] });
        const started = await remotion.start(timeline, { entryPoint, compositionId: 'own' });
        const { path: file } = await finishedVideo(started);
        const { video } = await streamsOf(file);
        expect(video).toMatchObject({ ...size, nb_read_packets: '12' });
        const [frame] = await framesOf(file, size, [6]);
        expect([...frame!.rgb.subarray(-3)].map((value) => value > 128)).toEqual([false, true, false]);
        expect(asked).toEqual([]);
      } finally {
        server.close();
      }
    },
    patience,
  );

  it(
    'that cannot be bundled is named',
    async () => {
      const entryPoint = path.join(remotion.folder, 'broken.jsx');
      await writeFile(entryPoint, 'registerRoot(');
      const status = await (await remotion.start(aTimeline(), { entryPoint })).finish();
      expect(status).toMatchObject({ state: 'failed', error: { code: 'INVALID_REQUEST' } });
      expect(JSON.stringify(status)).toContain('broken.jsx');
    },
    patience,
  );
});

describe.skipIf(reason !== undefined)('a rendering that is cancelled', () => {
  it(
    'stops Chrome and everything else',
    async () => {
      const started = await remotion.start(aTimeline({ ...size, scenes: [aScene({ frames: 900 })] }));
      while (!started.messages.includes('Drawing the frames in Chrome')) await started.next();
      expect(processesOf(started.workspace)).not.toEqual([]);
      await started.cancel();
      expect(await started.finish()).toMatchObject({ state: 'cancelled' });
      expect(processesOf(started.workspace)).toEqual([]);
    },
    patience,
  );

  it(
    'that takes more memory than it may ends with its own error',
    async () => {
      const timeline = aTimeline({ width: 2160, height: 3840, scenes: [aScene({ frames: 900 })] });
      const status = await (await remotion.start(timeline, { maxMemoryMegabytes: 512 })).finish();
      expect(status, JSON.stringify(status)).toMatchObject({
        state: 'failed',
        error: { code: 'MEDIA_PROCESS_MEMORY' },
      });
    },
    patience,
  );
});
