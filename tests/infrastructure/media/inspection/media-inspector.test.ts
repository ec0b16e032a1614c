import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../../domain/errors/video-generation-error.js';
import { createMediaBackend } from '../../../../infrastructure/media/backend/create-media-backend.js';
import { sniffMediaFormat } from '../../../../infrastructure/media/backend/media-format.js';
import { MediaInspector } from '../../../../infrastructure/media/inspection/media-inspector.js';
import { call, ffmpeg } from '../backend/media-fixtures.js';

async function codeOf(action: Promise<unknown>): Promise<string> {
  const error: unknown = await action.then(
    (value) => value,
    (reason: unknown) => reason,
  );
  return VideoGenerationError.isInstance(error) ? error.code : `no error: ${JSON.stringify(error)}`;
}

describe('MediaInspector', () => {
  let root: string;
  let inspector: MediaInspector;
  const file = (name: string): string => path.join(root, 'script', name);

  beforeAll(async () => {
    root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'aether-inspect-')));
    for (const name of ['script', 'script/sub', 'allowed', 'secret', 'script-of-another'])
      await mkdir(path.join(root, name));
    for (const name of [
      'script/a.jpg',
      'script/sub/b.jpg',
      'allowed/c.jpg',
      'secret/d.jpg',
      'script-of-another/e.jpg',
    ]) {
      await writeFile(path.join(root, name), 'x');
    }
    const settings = {
      backend: 'ffmpeg',
      ffmpegPath: '',
      timeoutSeconds: 30,
      maxMemoryMegabytes: 1000,
    } as const;
    inspector = new MediaInspector([path.join(root, 'allowed'), path.join(root, 'absent')], () =>
      createMediaBackend(settings),
    );
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  describe('resolve', () => {
    const resolve = (given: string): Promise<string> => inspector.resolve(given, path.join(root, 'script'));

    it('takes files of the script’s folder and of allowed folders', async () => {
      expect(await resolve('a.jpg')).toBe(file('a.jpg'));
      expect(await resolve('./sub/../sub/b.jpg')).toBe(file('sub/b.jpg'));
      expect(await resolve(path.join(root, 'allowed/c.jpg'))).toBe(path.join(root, 'allowed/c.jpg'));
      expect(await resolve('../allowed/c.jpg')).toBe(path.join(root, 'allowed/c.jpg'));
    });

    it('follows links before it judges', async () => {
      await symlink(path.join(root, 'secret'), file('door'));
      await symlink(path.join(root, 'secret/d.jpg'), file('window.jpg'));
      await symlink(file('sub/b.jpg'), file('fine.jpg'));
      expect(await codeOf(resolve('door/d.jpg'))).toBe('MEDIA_OUTSIDE_ALLOWED_FOLDERS');
      expect(await codeOf(resolve('window.jpg'))).toBe('MEDIA_OUTSIDE_ALLOWED_FOLDERS');
      expect(await resolve('fine.jpg')).toBe(file('sub/b.jpg'));
      await symlink(root, path.join(root, 'linked-root'));
      expect(await inspector.resolve('a.jpg', path.join(root, 'linked-root/script'))).toBe(file('a.jpg'));
    });

    it.each([
      ...[
        '../secret/d.jpg',
        '../script-of-another/e.jpg',
        '..',
        '.',
        '/etc/passwd',
        '/dev/zero',
        '//server/share/x.jpg',
      ],
      ...['\\\\server\\share\\x.jpg', 'C:\\Windows\\win.ini', 'c:x.jpg', '\\Windows\\win.ini'],
      ...[
        'http://example.com/x.jpg',
        'concat:a.jpg|b.jpg',
        'file:///etc/passwd',
        'file://server/x.jpg',
        'a.jpg\0.png',
      ],
      ...['../absent-too/nothing.jpg', 'sub/../../secret/d.jpg', 'data:image/png;base64,AAAA'],
    ])('refuses %j', async (given) => {
      expect(await codeOf(resolve(given))).toBe('MEDIA_OUTSIDE_ALLOWED_FOLDERS');
    });

    it('refuses what is not there, folders and pipes', async () => {
      expect(await codeOf(resolve('missing.jpg'))).toBe('MEDIA_NOT_FOUND');
      expect(await codeOf(resolve('a.jpg/b.jpg'))).toBe('MEDIA_NOT_FOUND');
      expect(await codeOf(resolve('sub'))).toBe('MEDIA_TYPE_UNSUPPORTED');
      execFileSync('mkfifo', [file('pipe.jpg')]);
      expect(await codeOf(resolve('pipe.jpg'))).toBe('MEDIA_TYPE_UNSUPPORTED');
      expect(await codeOf(inspector.inspect(file('pipe.jpg'), call()))).toBe('MEDIA_TYPE_UNSUPPORTED');
    });

    it('never leaves the folders, whatever the path', async () => {
      const part = fc.constantFrom(
        '..',
        '.',
        'sub',
        'door',
        'secret',
        'd.jpg',
        'b.jpg',
        '',
        'script',
        '~',
        '%2e%2e',
        '...',
      );
      const paths = fc.array(part, { maxLength: 8 }).map((parts) => parts.join('/'));
      await fc.assert(
        fc.asyncProperty(fc.oneof(paths, fc.string()), async (given) => {
          const found = await resolve(given).catch((error: unknown) => error);
          if (typeof found !== 'string') expect(VideoGenerationError.isInstance(found), given).toBe(true);
          else
            expect(found.startsWith(file('')) || found.startsWith(path.join(root, 'allowed/')), given).toBe(
              true,
            );
        }),
        { numRuns: 300 },
      );
    });
  });

  describe('inspect', () => {
    const inspect = (name: string) => inspector.inspect(file(name), call());

    it('knows images by their bytes, upright', async () => {
      const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: '#268' } });
      for (const type of ['jpeg', 'png', 'webp', 'avif', 'gif'] as const) {
        await picture
          .clone()
          .toFormat(type)
          .toFile(file(`picture ${type} [1]`));
        const found = await inspect(`picture ${type} [1]`);
        expect(found, type).toMatchObject({ kind: 'image', width: 60, height: 40, durationSeconds: 0 });
        const hash = createHash('sha256').update(await readFile(file(`picture ${type} [1]`)));
        expect(found.contentHash).toBe(hash.digest('hex'));
      }
      await picture.clone().withMetadata({ orientation: 6 }).jpeg().toFile(file('turned.mp4'));
      expect(await inspect('turned.mp4')).toMatchObject({ kind: 'image', width: 40, height: 60 });
    });

    it('knows clips and sounds', async () => {
      await ffmpeg(
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        'testsrc=s=64x48:r=10:d=1',
        '-pix_fmt',
        'yuv420p',
        file('clip.mp4'),
      );
      await ffmpeg(
        '-v',
        'error',
        '-i',
        file('clip.mp4'),
        '-c',
        'copy',
        '-metadata:s:v',
        'rotate=90',
        file('turned clip.mov'),
      );
      await ffmpeg('-v', 'error', '-i', file('clip.mp4'), '-c:v', 'vp8', file('clip.webm'));
      await ffmpeg('-v', 'error', '-i', file('clip.mp4'), file('moving.gif'));
      await ffmpeg('-v', 'error', '-f', 'lavfi', '-i', 'sine=d=1', file('tone.mp3'));
      await ffmpeg('-v', 'error', '-f', 'lavfi', '-i', 'sine=d=1', '-brand', 'mp42', file('tone.mp4'));
      for (const name of ['clip.mp4', 'clip.webm', 'moving.gif']) {
        const found = await inspect(name);
        expect(found, name).toMatchObject({ kind: 'clip', width: 64, height: 48 });
        expect(found.durationSeconds).toBeCloseTo(1, 1);
      }
      expect(await inspect('turned clip.mov')).toMatchObject({ kind: 'clip', width: 48, height: 64 });
      for (const name of ['tone.mp3', 'tone.mp4']) {
        const found = await inspect(name);
        expect(found, name).toMatchObject({ kind: 'audio', width: 0, height: 0 });
        expect(Math.abs(found.durationSeconds - 1)).toBeLessThan(0.1);
      }
    });

    it.each([
      ['list.mp4', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n/etc/passwd\n'],
      ['list.jpg', '\ufeff#EXTM3U\r\nhttp://127.0.0.1/x.ts\r\n'],
      ['list.mp3', '[playlist]\nFile1=/etc/passwd\n'],
      ['concat.mp4', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
      ['bare.mp4', "file '/etc/passwd'\n"],
      ['session.mp4', 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 5004 RTP/AVP 96\n'],
      ['dash.mp4', '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011">'],
      ['xspf.mp3', '<?xml version="1.0"?><playlist version="1"></playlist>'],
      ['asx.mp4', '<ASX version="3.0">'],
    ])('refuses the playlist %s', async (name, content) => {
      await writeFile(file(name), content);
      expect(await codeOf(inspect(name))).toBe('MEDIA_PLAYLIST_REFUSED');
    });

    it.each([
      [
        'drawing.png',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>',
        'MEDIA_TYPE_UNSUPPORTED',
      ],
      ['drawing2.jpg', '<?xml version="1.0"?><!-- x --><svg width="9"></svg>', 'MEDIA_TYPE_UNSUPPORTED'],
      ['text.mp4', 'Once upon a time.\n'.repeat(99), 'MEDIA_TYPE_UNSUPPORTED'],
      ['document.mp4', '%PDF-1.7\n', 'MEDIA_TYPE_UNSUPPORTED'],
      ['page.jpg', '<!doctype html><title>404</title>', 'MEDIA_TYPE_UNSUPPORTED'],
      ['empty.png', '', 'MEDIA_EMPTY'],
      ['short.jpg', '\xff\xd8\xff\xe0', 'MEDIA_CORRUPT'],
    ])('refuses %s', async (name, content, code) => {
      await writeFile(file(name), Buffer.from(content, 'latin1'));
      expect(await codeOf(inspect(name))).toBe(code);
    });

    it('refuses a picture of 30,000 pixels before it is decoded', async () => {
      const strip = sharp({ create: { width: 30_000, height: 4, channels: 3, background: '#fff' } });
      await strip.png().toFile(file('wide.png'));
      expect(await codeOf(inspect('wide.png'))).toBe('MEDIA_TOO_LARGE');
      // A PNG header alone that claims 30,000 × 30,000.
      const header = Buffer.from(
        await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
          .png()
          .toBuffer(),
      );
      header.writeUInt32BE(30_000, 16);
      header.writeUInt32BE(30_000, 20);
      await writeFile(file('bomb.png'), header);
      expect(['MEDIA_TOO_LARGE', 'MEDIA_CORRUPT']).toContain(await codeOf(inspect('bomb.png')));
      await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#fff' } })
        .png()
        .toFile(file('area.png'));
      expect(await codeOf(inspect('area.png'))).toBe('MEDIA_TOO_LARGE');
    });

    it('refuses truncated pictures and clips', async () => {
      const noise = sharp({
        create: {
          width: 400,
          height: 400,
          channels: 3,
          background: '#888',
          noise: { type: 'gaussian', mean: 128, sigma: 60 },
        },
      });
      for (const type of ['jpeg', 'png', 'webp'] as const) {
        const whole = await noise.clone().toFormat(type).toBuffer();
        await writeFile(file(`half.${type}`), whole.subarray(0, whole.length / 2));
        expect(await codeOf(inspect(`half.${type}`)), type).toBe('MEDIA_CORRUPT');
      }
      for (const flags of [[], ['-movflags', '+faststart']]) {
        await ffmpeg(
          '-v',
          'error',
          '-f',
          'lavfi',
          '-i',
          'testsrc=s=320x240:r=10:d=4',
          ...flags,
          file('half.mp4'),
        );
        const { length } = await readFile(file('half.mp4'));
        await truncate(file('half.mp4'), Math.round(length * 0.7));
        expect(await codeOf(inspect('half.mp4')), flags.join(' ')).toBe('MEDIA_CORRUPT');
      }
      await writeFile(
        file('fake.webm'),
        Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(5000, 1)]),
      );
      expect(await codeOf(inspect('fake.webm'))).toBe('MEDIA_CORRUPT');
    });

    it('stops when it is cancelled', async () => {
      const controller = new AbortController();
      controller.abort();
      expect(await codeOf(inspector.inspect(file('clip.mp4'), call(controller.signal)))).toBe('CANCELLED');
    });
  });

  it('sniffs any bytes without failing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void sniffMediaFormat(bytes)));
    expect(sniffMediaFormat(Buffer.from([0xff, 0xfb, 0x90, 0x00]))).toMatchObject({ name: 'MP3' });
    expect(sniffMediaFormat(Buffer.from([0xff, 0xf1, 0x50, 0x80]))).toMatchObject({ name: 'AAC' });
    expect(sniffMediaFormat(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toBeUndefined();
  });
});
