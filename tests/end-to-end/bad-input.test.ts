import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoGenerationService } from '../../application/generate-video/video-generation-service.js';
import type { VideoRequest } from '../../domain/video/video-request.js';
import { createVideoGenerationService } from '../../infrastructure/container/create-video-generation-service.js';
import { Bench, mock, shortScript } from './command-line.js';

const bench = new Bench();
afterAll(() => bench.remove());

const withHook = (hook: unknown) => ({ ...shortScript, hook });
const nested = (depth: number): unknown => {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};

describe('a bad script', () => {
  let service: VideoGenerationService;
  beforeAll(async () => {
    const overrides = {
      'storage.path': bench.videos,
      'storage.workPath': bench.work,
      'logging.level': 'silent',
    };
    service = await createVideoGenerationService({ env: {}, cwd: bench.folder, overrides });
  });
  afterAll(() => service.dispose());

  it.each<[string, unknown, string, RegExp]>([
    ['nothing', undefined, 'SCRIPT_EMPTY', /no script/],
    ['null', null, 'SCRIPT_EMPTY', /no script/],
    ['an empty text', ' \n', 'SCRIPT_EMPTY', /empty/],
    ['an empty object', {}, 'SCRIPT_EMPTY', /empty/],
    ['JSON that says null', { content: 'null', name: 'a.json' }, 'SCRIPT_EMPTY', /empty/],
    ['a number', 42, 'INVALID_REQUEST', /must be text or an object, but is a number/],
    ['binary data', new Uint8Array(3), 'INVALID_REQUEST', /binary data/],
    ['wrong types', withHook(42), 'SCRIPT_FIELD_INVALID', /hook must be .* but it is the number 42/],
    ['an unknown field', { ...shortScript, hok: 'x' }, 'SCRIPT_FIELD_INVALID', /hok is not a field/],
    [
      'an unknown channel',
      { ...shortScript, channel: 'aer' },
      'CHANNEL_UNKNOWN',
      /Did you mean “air”.*earth/,
    ],
    ['a missing hook', { ...shortScript, hook: undefined }, 'SCRIPT_FIELD_MISSING', /hook is missing/],
    [
      'over-long text',
      withHook('word '.repeat(200)),
      'SCRIPT_TEXT_TOO_LONG',
      /hook has 999 characters.* 200/,
    ],
    ['10 MB of text', 'word '.repeat(2_000_000), 'SCRIPT_TOO_LARGE', /larger than/],
    ['10 MB in an object', withHook('x'.repeat(10_000_000)), 'SCRIPT_TOO_LARGE', /larger than/],
    ['JSON 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000), 'SCRIPT_TOO_DEEP', /64 levels/],
    ['an object 100,000 deep', withHook(nested(100_000)), 'SCRIPT_TOO_DEEP', /64 levels/],
    ['a control character', withHook('a\u0007b c d'), 'SCRIPT_CONTROL_CHARACTERS', /U\+0007.*hook/],
    ['a bidi override', withHook('abc \u202e def'), 'SCRIPT_CONTROL_CHARACTERS', /U\+202E/],
    ['a lone surrogate', withHook('abc \ud800 def'), 'SCRIPT_CONTROL_CHARACTERS', /U\+D800/],
  ])('%s is named, with a way to fix it', async (_what, script, code, message) => {
    const result = await service.generateVideo({ script } as unknown as VideoRequest);
    expect(result).toMatchObject({ status: 'failed', error: { code, category: 'input' } });
    expect(result.error!.message).toMatch(message);
    expect(result.error!.howToFix).toMatch(/\w.*\.$/u);
    expect(bench.leftovers()).toEqual([]);
  });

  it('on the command line gives exit code 2; one bad script does not sink the rest', async () => {
    bench.write('good.json', shortScript);
    bench.write('bad.json', withHook(42));
    const bytes = Buffer.from([0x68, 0xff, 0x00, 0x80]);
    bench.write('binary.json', bytes);
    bench.write('large.json', JSON.stringify(withHook('x'.repeat(10_000_000))));
    const utf16 = Buffer.from(`\ufeff${JSON.stringify(shortScript)}`, 'utf16le');
    bench.write('notepad.json', utf16);
    const names = [
      'good.json',
      'bad.json',
      'binary.json',
      'large.json',
      'notepad.json',
      'no.json',
      'zz*.json',
    ];
    const { code, stdout, stderr } = await bench.run(['generate', ...names, ...mock, '--json']);
    const batch = JSON.parse(stdout) as {
      results: { script: string; status: string; error?: { code: string } }[];
    };
    expect(batch).toMatchObject({ total: 7, completed: 2 });
    expect(batch.results.map(({ script, error }) => [script, error?.code])).toEqual([
      ['good.json', undefined],
      ['bad.json', 'SCRIPT_FIELD_INVALID'],
      ['binary.json', 'SCRIPT_UNREADABLE'],
      ['large.json', 'SCRIPT_TOO_LARGE'],
      ['notepad.json', undefined],
      ['no.json', 'SCRIPT_UNREADABLE'],
      ['zz*.json', 'SCRIPT_UNREADABLE'],
    ]);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/^\s+at /mu);
    expect(bench.leftovers()).toEqual([]);
  });

  it('of 10 MB on standard input is refused', async () => {
    const run = await bench.run(['generate', '-', '--json'], { stdin: Buffer.alloc(10_000_000, 'word ') });
    expect(run.code).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: 'SCRIPT_TOO_LARGE' } });
  });
});

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A black PNG of one bit a pixel. */
function squarePng(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(side * (1 + Math.ceil(side / 8))));
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('bad media', () => {
  it('is refused by what it is, not by its name, and never followed out of its folder', async () => {
    mkdirSync(path.join(bench.folder, 'media'));
    symlinkSync('/etc/hostname', path.join(bench.folder, 'media', 'link.jpg'));
    bench.write('media/empty.jpg', '');
    bench.write('media/text.mp4', 'this is only a text\n'.repeat(40));
    bench.write('media/list.mp4', '#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n');
    bench.write('media/concat.mp4', "ffconcat version 1.0\nfile '/etc/passwd'\n");
    bench.write('media/huge.png', squarePng(30_000));
    const expected: Record<string, string> = {
      'media/empty.jpg': 'MEDIA_EMPTY',
      'media/text.mp4': 'MEDIA_TYPE_UNSUPPORTED',
      'media/list.mp4': 'MEDIA_PLAYLIST_REFUSED',
      'media/concat.mp4': 'MEDIA_PLAYLIST_REFUSED',
      'media/huge.png': 'MEDIA_TOO_LARGE',
      'media/link.jpg': 'MEDIA_OUTSIDE_ALLOWED_FOLDERS',
      '../secret.jpg': 'MEDIA_OUTSIDE_ALLOWED_FOLDERS',
      '/etc/passwd': 'MEDIA_OUTSIDE_ALLOWED_FOLDERS',
      'media/nothing.jpg': 'MEDIA_NOT_FOUND',
      media: 'MEDIA_TYPE_UNSUPPORTED',
      'http://127.0.0.1:1/x.mp4': 'SCRIPT_FIELD_INVALID',
    };
    const scripts = Object.keys(expected).map((media, index) =>
      bench.write(`media-${index}.json`, {
        channel: 'air',
        topic: 'x',
        scenes: [{ text: 'Breathe in.', media }],
      }),
    );
    const { code, stdout } = await bench.run(['generate', ...scripts, ...mock, '--json']);
    const { results } = JSON.parse(stdout) as { results: { error?: { code: string; howToFix: string } }[] };
    const found = Object.keys(expected).map((media, index) => [media, results[index]!.error?.code]);
    expect(Object.fromEntries(found)).toEqual(expected);
    expect(code).toBe(2);
    expect(bench.leftovers()).toEqual([]);
  });

  it('in a script is jailed, but the music that the caller names may lie anywhere', async () => {
    const other = new Bench();
    try {
      const script = other.write('music.json', {
        ...shortScript,
        music: path.join(bench.folder, 'good.json'),
      });
      const plain = other.write('plain.json', shortScript);
      const [fromScript, fromCaller] = await Promise.all([
        other.run(['generate', script, ...mock, '--json']),
        other.run(['generate', plain, ...mock, '--json', '--music', path.join(bench.folder, 'good.json')]),
      ]);
      expect(JSON.parse(fromScript.stdout)).toMatchObject({
        error: { code: 'MEDIA_OUTSIDE_ALLOWED_FOLDERS' },
      });
      // It was looked at, and is no music.
      expect(JSON.parse(fromCaller.stdout)).toMatchObject({ error: { code: 'MEDIA_TYPE_UNSUPPORTED' } });
    } finally {
      other.remove();
    }
  });
});

describe('a bad place', () => {
  it.each<[string, string[], NodeJS.ProcessEnv, string, number]>([
    ['--out that is no .mp4', ['--out', 'clip.avi'], {}, 'OUTPUT_PATH_INVALID', 2],
    ['--out that is a folder', ['--out', 'folder.mp4'], {}, 'OUTPUT_PATH_INVALID', 2],
    ['--out through a file', ['--out', 'good.json/x/clip.mp4'], {}, 'OUTPUT_PATH_INVALID', 2],
    ['storage below a file', [], { VIDEO_STORAGE_PATH: 'good.json/sub' }, 'STORAGE_NOT_WRITABLE', 3],
    ['a work folder below a file', [], { VIDEO_WORK_PATH: 'good.json/sub' }, 'STORAGE_NOT_WRITABLE', 3],
    // Node's recursive mkdir never returns here.
    [
      'storage where no folder can be',
      [],
      { VIDEO_STORAGE_PATH: '/proc/nowhere/x' },
      'STORAGE_NOT_WRITABLE',
      3,
    ],
  ])('%s', async (_what, args, env, code, exitCode) => {
    bench.write('good.json', shortScript);
    mkdirSync(path.join(bench.folder, 'folder.mp4'), { recursive: true });
    const run = await bench.run(['generate', 'good.json', ...mock, '--json', ...args], { env });
    expect(JSON.parse(run.stdout)).toMatchObject({ status: 'failed', error: { code } });
    expect(run.code).toBe(exitCode);
    expect(bench.leftovers()).toEqual([]);
  });

  it('that does not exist yet is made', async () => {
    const run = await bench.run(['generate', 'good.json', ...mock, '--out', 'new/deep/clip.mp4']);
    expect(run.code).toBe(0);
    expect(readdirSync(path.join(bench.folder, 'new/deep')).sort()).toEqual([
      'clip.json',
      'clip.timeline.json',
    ]);
  });
});

describe('a part that is missing', () => {
  it.each<[string, string[], NodeJS.ProcessEnv, string, RegExp]>([
    [
      'FFmpeg not on PATH',
      ['--voice', 'none'],
      { PATH: '/nowhere', VIDEO_MEDIA_BACKEND: 'ffmpeg' },
      'MEDIA_BACKEND_MISSING',
      /apt install ffmpeg/,
    ],
    [
      'an FFMPEG_PATH that does not work',
      ['--voice', 'none'],
      { FFMPEG_PATH: '/bin/false', VIDEO_MEDIA_BACKEND: 'ffmpeg' },
      'MEDIA_BACKEND_MISSING',
      /FFMPEG_PATH/,
    ],
    [
      'no speech engine for a named voice',
      ['--provider', 'mock', '--voice', 'flite:slt'],
      { VIDEO_PLUGINS_DISABLED: 'speech/flite,speech/espeak' },
      'SPEECH_ENGINE_MISSING',
      /aether plugins/,
    ],
  ])('%s', async (_what, args, env, code, fix) => {
    bench.write('good.json', shortScript);
    const run = await bench.run(['generate', 'good.json', '--json', '--quality', 'draft', ...args], { env });
    const { error } = JSON.parse(run.stdout) as { error: { code: string; howToFix: string } };
    expect(error.code).toBe(code);
    expect(error.howToFix).toMatch(fix);
    expect(run.code).toBe(3);
    expect(bench.leftovers()).toEqual([]);
  });

  it('such as every voice makes a silent video, and the result says so', async () => {
    const env = { VIDEO_PLUGINS_DISABLED: 'speech/flite,speech/espeak' };
    const run = await bench.run(['generate', 'good.json', '--provider', 'mock', '--json'], { env });
    expect(JSON.parse(run.stdout)).toMatchObject({
      status: 'completed',
      voice: 'none',
      degradations: [{ code: 'VOICE_UNAVAILABLE' }],
    });
  });
});
