import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../../domain/errors/video-generation-error.js';
import type { IMediaBackend, VideoEncoding } from '../../../../domain/media/media-backend.js';
import { createMediaBackend } from '../../../../infrastructure/media/backend/create-media-backend.js';
import { call, ffmpeg, ffprobeJson, makeFolder, testFrame, writeFloatWav } from './media-fixtures.js';

const encoding: VideoEncoding = { width: 144, height: 256, framesPerSecond: 30, preset: 'veryfast', crf: 23 };
const settings = { ffmpegPath: '', timeoutSeconds: 60, maxMemoryMegabytes: 1000 };

/** Top-level boxes of an MP4 file, in order. */
function boxes(bytes: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += Math.max(8, bytes.readUInt32BE(at))) {
    names.push(bytes.toString('latin1', at + 4, at + 8));
  }
  return names;
}

async function codeOf(action: Promise<unknown>): Promise<string> {
  const error: unknown = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return VideoGenerationError.isInstance(error) ? error.code : `no VideoGenerationError: ${String(error)}`;
}

async function collect(frames: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const frame of frames) all.push(frame.slice());
  return all;
}

function mean(bytes: Uint8Array): number {
  return bytes.reduce((sum, value) => sum + value, 0) / bytes.length;
}

/** Means of Y, U and V. */
function means(frame: Uint8Array, width: number, height: number): number[] {
  const luma = width * height;
  return [frame.subarray(0, luma), frame.subarray(luma, (luma * 5) / 4), frame.subarray((luma * 5) / 4)].map(
    (plane) => Math.round(mean(plane)),
  );
}

describe.each(['ffmpeg', 'node-av'] as const)('media backend %s', (id) => {
  let backend: IMediaBackend;
  let folder: string;
  let dispose: () => Promise<void>;
  const file = (name: string): string => path.join(folder, name);

  beforeAll(async () => {
    backend = await createMediaBackend({ backend: id, ...settings });
    ({ folder, dispose } = await makeFolder());
  });
  afterAll(() => dispose());

  async function encode(name: string, count: number, settings: VideoEncoding = encoding, first = 0) {
    const encoder = await backend.openSegmentEncoder(file(name), settings, call());
    for (let index = 0; index < count; index += 1) await encoder.write(testFrame(settings, first + index));
    await encoder.finish();
    return file(name);
  }

  it('says what it is', () => {
    expect(backend.info.id).toBe(id);
    expect(backend.info.version).toMatch(/^\d+\.\d+/);
  });

  it.each(['ultrafast', 'veryfast', 'medium'] as const)(
    'joins segments of any length at preset %s without losing or shifting a frame',
    async (preset) => {
      const own = { ...encoding, preset };
      const lengths = [1, 2, 7, 15, 90, 1, 1, 3, 2, 31, 4, 5];
      const total = lengths.reduce((sum, length) => sum + length, 0);
      const segments: string[] = [];
      let first = 0;
      for (const [index, length] of lengths.entries()) {
        segments.push(await encode(`${preset} ${index}.mp4`, length, own, first));
        first += length;
      }
      const audioPath = file(`${preset}.wav`);
      const outputPath = file(`${preset} joined.mp4`);
      await writeFloatWav(audioPath, total / 30);
      const title = '-map 0=a\\b;c\'\n"[in]%{pts} éあ🙂=';
      await backend.join({ segments, encoding: own, audioPath, outputPath, metadata: { title } }, call());

      const answer = await ffprobeJson(
        outputPath,
        ...['-count_frames', '-show_streams', '-show_format', '-show_packets'],
      );
      const [video, audio] = answer.streams;
      expect(video).toMatchObject({
        ...{ codec_name: 'h264', profile: 'High', pix_fmt: 'yuv420p', width: 144, height: 256 },
        ...{ color_range: 'tv', color_space: 'bt709', color_transfer: 'bt709', color_primaries: 'bt709' },
        ...{ nb_frames: String(total), nb_read_frames: String(total) },
        ...{ r_frame_rate: '30/1', avg_frame_rate: '30/1', start_time: '0.000000' },
      });
      expect(audio).toMatchObject({ codec_name: 'aac', sample_rate: '48000', channels: 2 });
      expect(Number(audio!.bit_rate)).toBeGreaterThan(60_000);
      expect(Math.abs(Number(video!.duration) - total / 30)).toBeLessThan(0.001);
      expect(Math.abs(Number(audio!.duration) - Number(video!.duration))).toBeLessThan(1 / 30);
      expect(answer.format.tags.title).toBe(title);
      expect(answer.format.tags.encoder).toBeUndefined();

      const packets = answer.packets.filter((packet) => packet.stream_index === 0);
      const ticks = packets[0]!.duration;
      expect(packets.map((packet) => packet.dts)).toEqual(
        packets.map((_, index) => packets[0]!.dts + index * ticks),
      );
      expect(packets.map((packet) => packet.pts).sort((a, b) => a - b)).toEqual(
        packets.map((_, index) => index * ticks),
      );
      const keyframes = packets
        .filter((packet) => packet.flags.includes('K'))
        .map((packet) => packet.pts / ticks);
      let start = 0;
      for (const length of lengths) {
        expect(keyframes).toContain(start);
        start += length;
      }
      expect(Math.max(...keyframes.map((at, index) => at - (keyframes[index - 1] ?? 0)))).toBeLessThanOrEqual(
        60,
      );
      expect(boxes(await readFile(outputPath)).slice(0, 2)).toEqual(['ftyp', 'moov']);
      expect(await ffmpeg('-v', 'error', '-i', `file:${outputPath}`, '-f', 'null', '-')).toBe('');

      // Every frame is the one that was written there.
      const frames = await collect(
        backend.decodeVideo(
          { path: outputPath, width: 144, height: 256, fit: 'cover', framesPerSecond: 30 },
          call(),
        ),
      );
      expect(frames).toHaveLength(total);
      for (const [index, frame] of frames.entries()) {
        const [, u, v] = means(frame, 144, 256);
        expect(Math.abs(u! - (100 + (index % 50))) + Math.abs(v! - (160 - (index % 50)))).toBeLessThanOrEqual(
          3,
        );
      }
    },
  );

  it('joins without sound', async () => {
    const segments = [await encode('quiet 1.mp4', 3), await encode('quiet 2.mp4', 4)];
    const outputPath = file('quiet.mp4');
    await backend.join({ segments, encoding, outputPath, metadata: { title: '' } }, call());
    const probe = await backend.probe(outputPath, call());
    expect(probe.audio).toBeUndefined();
    expect(probe.video).toMatchObject({ codec: 'h264', profile: 'High', framesPerSecond: 30 });
    expect(probe.durationSeconds).toBeCloseTo(7 / 30, 2);
  });

  it('gives the same bytes for the same frames', async () => {
    const [one, two] = [await encode('same 1.mp4', 40), await encode('same 2.mp4', 40)];
    expect((await readFile(one)).equals(await readFile(two))).toBe(true);
    await writeFloatWav(file('same.wav'), 80 / 30);
    const joined = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const outputPath = file(`same ${name}.mp4`);
        const request = { segments: [one, two], encoding, audioPath: file('same.wav'), outputPath };
        await backend.join({ ...request, metadata: { title: 'Same' } }, call());
        return readFile(outputPath);
      }),
    );
    expect(joined[0]!.equals(joined[1]!)).toBe(true);
  });

  it('reports a join whose files are missing, and leaves nothing behind', async () => {
    const segments = [await encode('there.mp4', 2)];
    const request = { segments, encoding, outputPath: file('failed.mp4'), metadata: { title: '' } };
    const silent = { ...request, audioPath: file('absent.wav') };
    expect(await codeOf(backend.join(silent, call()))).toBe('MEDIA_NOT_FOUND');
    const gap = { ...request, segments: [...segments, file('absent.mp4')] };
    expect(await codeOf(backend.join(gap, call()))).toBe('MEDIA_PROCESS_FAILED');
    await writeFile(file('broken.mp4'), (await readFile(segments[0]!)).subarray(0, 300));
    const broken = { ...request, segments: [...segments, file('broken.mp4'), ...segments] };
    expect(await codeOf(backend.join(broken, call()))).toBe('MEDIA_PROCESS_FAILED');
    expect(await codeOf(backend.join({ ...request, segments: [] }, call()))).toBe('INTERNAL_ERROR');
    expect((await readdir(folder)).filter((name) => name.startsWith('failed'))).toEqual([]);
  });

  it('leaves nothing behind when a segment is aborted or cancelled', async () => {
    const aborted = await backend.openSegmentEncoder(file('aborted.mp4'), encoding, call());
    await aborted.write(testFrame(encoding, 0));
    await aborted.abort();
    await aborted.abort();
    const controller = new AbortController();
    const cancelled = await backend.openSegmentEncoder(
      file('cancelled.mp4'),
      encoding,
      call(controller.signal),
    );
    await cancelled.write(testFrame(encoding, 0));
    controller.abort();
    expect(await codeOf(cancelled.finish())).toBe('CANCELLED');
    expect(await codeOf(aborted.finish())).toBe('CANCELLED');
    expect(
      await codeOf(backend.openSegmentEncoder(file('late.mp4'), encoding, call(controller.signal))),
    ).toBe('CANCELLED');
    expect((await readdir(folder)).filter((name) => /aborted|cancelled|late/.test(name))).toEqual([]);
  });

  it('refuses what it cannot encode, and frames of the wrong size', async () => {
    const odd = { ...encoding, width: 143 };
    expect(await codeOf(backend.openSegmentEncoder(file('odd.mp4'), odd, call()))).toBe('INVALID_REQUEST');
    const encoder = await backend.openSegmentEncoder(file('short.mp4'), encoding, call());
    expect(await codeOf(encoder.write(new Uint8Array(10)))).toBe('INTERNAL_ERROR');
    expect(await codeOf(encoder.finish())).not.toBe('');
    expect((await readdir(folder)).filter((name) => name.startsWith('short'))).toEqual([]);
  });

  it('stops at its deadline', async () => {
    const encoder = await backend.openSegmentEncoder(file('slow.mp4'), encoding, {
      ...call(),
      timeoutSeconds: 0.3,
    });
    await encoder.write(testFrame(encoding, 0)).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await codeOf(encoder.finish())).toBe('TIMEOUT');
    expect(await readdir(folder)).not.toContain('slow.mp4.partial');
  });

  it('stops above its memory limit', async () => {
    const small = await createMediaBackend({ backend: id, ...settings, maxMemoryMegabytes: 20 });
    const encoder = await small.openSegmentEncoder(file('big.mp4'), encoding, call());
    const failed = (async () => {
      for (let index = 0; index < 1000; index += 1) {
        await encoder.write(testFrame(encoding, index));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    expect(await codeOf(failed)).toBe('MEDIA_PROCESS_MEMORY');
    expect(await readdir(folder)).not.toContain('big.mp4.partial');
  });

  it('obeys rotation, aspect ratio of pixels and fit', async () => {
    const quarters = 'color=white:s=320x180:d=0.2:r=10[r];[r]drawbox=x=160:w=160:h=180:c=black:t=fill';
    await ffmpeg(
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      quarters,
      '-c:v',
      'libx264',
      '-qp',
      '0',
      file('plain.mp4'),
    );
    await ffmpeg(
      ...[
        '-v',
        'error',
        '-i',
        file('plain.mp4'),
        '-c',
        'copy',
        '-metadata:s:v',
        'rotate=90',
        file('rotated.mp4'),
      ],
    );
    const probe = await backend.probe(file('rotated.mp4'), call());
    expect([90, 270]).toContain(probe.video!.rotationDegrees);
    const upright = { path: file('rotated.mp4'), width: 90, height: 160, framesPerSecond: 10 } as const;
    const [frame] = await collect(backend.decodeVideo({ ...upright, fit: 'cover' }, call()));
    const reference = file('reference.yuv');
    await ffmpeg(
      '-v',
      'error',
      '-i',
      file('rotated.mp4'),
      '-vf',
      'scale=90:160',
      '-frames:v',
      '1',
      '-f',
      'rawvideo',
      reference,
    );
    const expected = await readFile(reference);
    const halves = (pixels: Uint8Array): number[] =>
      [pixels.subarray(0, 90 * 70), pixels.subarray(90 * 90, 90 * 160)].map(mean);
    const [top, bottom] = halves(frame!);
    const [expectedTop, expectedBottom] = halves(expected);
    expect(Math.abs(top! - expectedTop!)).toBeLessThan(15);
    expect(Math.abs(bottom! - expectedBottom!)).toBeLessThan(15);
    expect(Math.abs(top! - bottom!)).toBeGreaterThan(20);

    const [boxed] = await collect(
      backend.decodeVideo(
        { path: file('plain.mp4'), width: 160, height: 160, fit: 'contain', framesPerSecond: 10 },
        call(),
      ),
    );
    // What is left free shows a darkened copy, as behind contained pictures.
    const band = boxed!.subarray(0, 160 * 30);
    const middle = boxed!.subarray(160 * 70, 160 * 90);
    expect(mean(band)).toBeGreaterThan(24);
    expect(mean(band)).toBeLessThan(mean(middle) * 0.85);
    await ffmpeg(
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'color=white:s=90x160:d=0.2:r=10,setsar=2',
      file('wide.mp4'),
    );
    const [wide] = await collect(
      backend.decodeVideo(
        { path: file('wide.mp4'), width: 180, height: 160, fit: 'contain', framesPerSecond: 10 },
        call(),
      ),
    );
    expect(mean(wide!.subarray(0, 180 * 160))).toBeGreaterThan(230);
  });

  it('turns every kind of colour into BT.709 limited range', async () => {
    // A saturated colour, written in four ways that mean the same.
    const source = ['-v', 'error', '-f', 'lavfi', '-i', 'color=0x20C040:s=64x64:d=0.2:r=10,format=rgb24'];
    const ways: Record<string, string[]> = {
      'bt709.mp4': [
        '-vf',
        'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams=colorspace=bt709:range=tv',
        '-colorspace',
        'bt709',
        '-color_range',
        'tv',
      ],
      'full.mp4': [
        '-vf',
        'scale=out_color_matrix=bt709:out_range=pc,format=yuv420p,setparams=colorspace=bt709:range=pc',
        '-colorspace',
        'bt709',
        '-color_range',
        'pc',
      ],
      'bt601.mp4': [
        '-vf',
        'scale=out_color_matrix=bt601:out_range=tv,format=yuv420p,setparams=colorspace=smpte170m:range=tv',
        '-colorspace',
        'smpte170m',
        '-color_range',
        'tv',
      ],
      'untagged.mkv': [
        '-vf',
        'scale=out_color_matrix=bt601:out_range=tv,format=yuv420p',
        '-c:v',
        'mpeg4',
        '-q:v',
        '1',
      ],
      'still.jpg': ['-vf', 'format=yuvj420p', '-frames:v', '1', '-update', '1', '-q:v', '1'],
      'still.png': ['-frames:v', '1', '-update', '1'],
    };
    for (const [name, how] of Object.entries(ways)) {
      await ffmpeg(...source, ...how, file(name));
      const request = { path: file(name), width: 64, height: 64, fit: 'cover', framesPerSecond: 10 } as const;
      const [frame] = await collect(backend.decodeVideo(request, call()));
      // BT.709: Y' = 16 + 219·(.2126R + .7152G + .0722B) of (32, 192, 64) / 255.
      const [y, u, v] = means(frame!, 64, 64);
      expect(
        [Math.abs(y! - 144), Math.abs(u! - 90), Math.abs(v! - 62)].every((off) => off <= 3),
        `${name}: ${y} ${u} ${v}`,
      ).toBe(true);
    }
  });

  it.each(['mp4', 'webm', 'gif'])(
    'changes the frame rate, loops a %s and can be left early',
    async (type) => {
      const clip = file(`clip.${type}`);
      await ffmpeg(
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        'testsrc=s=64x48:r=20:d=0.5',
        ...(type === 'webm' ? ['-c:v', 'vp8'] : []),
        clip,
      );
      const request = { path: clip, width: 32, height: 32, fit: 'cover', framesPerSecond: 30 } as const;
      const once = await collect(backend.decodeVideo(request, call()));
      expect(Math.abs(once.length - 15)).toBeLessThanOrEqual(1);
      let count = 0;
      for await (const frame of backend.decodeVideo({ ...request, loop: true }, call())) {
        expect(frame.byteLength).toBe(32 * 32 * 1.5);
        count += 1;
        if (count === 100) break;
      }
      expect(count).toBe(100);
    },
  );

  it('samples keyframes alone', async () => {
    const clip = file('keyframes.mp4');
    await ffmpeg(
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'color=black:s=64x64:r=10:d=3',
      '-g',
      '10',
      '-pix_fmt',
      'yuv420p',
      clip,
    );
    const planes = await collect(backend.sampleKeyframes({ path: clip, width: 32, height: 16 }, call()));
    expect(planes).toHaveLength(3);
    expect(planes.map((plane) => [plane.byteLength, Math.round(mean(plane))])).toEqual([
      [512, 16],
      [512, 16],
      [512, 16],
    ]);
  });

  it.each(['wav', 'mp3', 'm4a', 'flac', 'ogg'])('decodes %s to 48 kHz stereo', async (type) => {
    const sound = file(`sound.${type}`);
    const tone = 'aevalsrc=0.5*sin(2*PI*440*t)|0.25*sin(2*PI*440*t):s=44100:d=1';
    await ffmpeg('-v', 'error', '-f', 'lavfi', '-i', tone, sound);
    const { left, right, sampleRate } = await backend.decodeAudio(sound, call());
    expect(sampleRate).toBe(48_000);
    expect(Math.abs(left.length - 48_000)).toBeLessThan(3000);
    expect(right).toHaveLength(left.length);
    const loudest = (samples: Float32Array): number =>
      samples.slice(8000, 40_000).reduce((a, b) => Math.max(a, b), 0);
    expect(loudest(left)).toBeCloseTo(0.5, 1);
    expect(loudest(right)).toBeCloseTo(0.25, 1);
    expect((await backend.decodeAudio(sound, call(), 0.25)).left).toHaveLength(12_000);
  });

  it('reads files whatever they are called', async () => {
    await ffmpeg('-v', 'error', '-f', 'lavfi', '-i', 'color=gray:s=32x32:r=10:d=0.2', file('source.mp4'));
    const bytes = await readFile(file('source.mp4'));
    for (const name of [
      '-i.mp4',
      'a%03d.mp4',
      'http:colon.mp4',
      'quo\'te".mp4',
      '日本語 ملف.mp4',
      'lies.jpg',
      'no ending',
      '[in];x.mp4',
    ]) {
      await writeFile(file(name), bytes);
      const request = { path: file(name), width: 16, height: 16 };
      expect(await collect(backend.sampleKeyframes(request, call())), name).toHaveLength(1);
    }
  });

  it('never follows a playlist and refuses what is no media', async () => {
    await ffmpeg('-v', 'error', '-f', 'lavfi', '-i', 'sine=d=0.2', file('secret.wav'));
    await writeFile(file('list.mp4'), `ffconcat version 1.0\nfile '${file('secret.wav')}'\n`);
    await writeFile(file('list.mp3'), `#EXTM3U\n#EXTINF:1,\nfile://${file('secret.wav')}\n`);
    await writeFile(file('text.mp4'), 'This is a text.\n'.repeat(50));
    await writeFile(
      file('noise.mp4'),
      Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'), Buffer.alloc(4000, 7)]),
    );
    for (const name of ['list.mp4', 'list.mp3', 'text.mp4', 'noise.mp4']) {
      expect(await codeOf(backend.probe(file(name), call())), name).toBe('MEDIA_CORRUPT');
      expect(await codeOf(backend.decodeAudio(file(name), call())), name).toBe('MEDIA_CORRUPT');
      const request = { path: file(name), width: 16, height: 16 };
      expect(await codeOf(collect(backend.sampleKeyframes(request, call()))), name).toBe('MEDIA_CORRUPT');
    }
    expect(await codeOf(backend.decodeAudio(file('keyframes.mp4'), call()))).toBe('MEDIA_CORRUPT');
    expect(await codeOf(backend.probe(file('absent.mp4'), call()))).toBe('MEDIA_NOT_FOUND');
  });
});
