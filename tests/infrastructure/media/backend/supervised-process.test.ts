import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../../domain/errors/video-generation-error.js';
import type { VideoEncoding } from '../../../../domain/media/media-backend.js';
import { createFfmpegEngine } from '../../../../infrastructure/media/backend/ffmpeg-engine.js';
import { ProcessMediaBackend } from '../../../../infrastructure/media/backend/process-media-backend.js';
import { SupervisedProcess } from '../../../../infrastructure/media/backend/supervised-process.js';
import { call, eventually, ffmpeg, makeFolder, testFrame } from './media-fixtures.js';

const encoding: VideoEncoding = { width: 64, height: 64, framesPerSecond: 30, preset: 'veryfast', crf: 23 };
const limits = { timeoutSeconds: 30, maxMemoryMegabytes: 1000 };

async function failure(action: Promise<unknown>): Promise<VideoGenerationError> {
  const error: unknown = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!VideoGenerationError.isInstance(error))
    throw new TypeError(`no VideoGenerationError: ${String(error)}`);
  return error;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A killed child that nobody has waited for yet is dead, too.
  return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

describe('supervised processes', () => {
  let folder: string;
  let dispose: () => Promise<void>;
  const file = (name: string): string => path.join(folder, name);

  beforeAll(async () => ({ folder, dispose } = await makeFolder()));
  afterAll(() => dispose());

  function node(script: string, options: Partial<ConstructorParameters<typeof SupervisedProcess>[1]> = {}) {
    const supervision = { purpose: 'testing', ...call(), ...limits, ...options };
    return new SupervisedProcess({ executable: process.execPath, args: ['-e', script] }, supervision);
  }

  it('kills the children of its child, too', async () => {
    const pidFile = file('grandchild');
    const controller = new AbortController();
    const child = node(
      `const { spawn } = require('node:child_process');
       const grandchild = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
       require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(grandchild.pid));
       setInterval(() => {}, 1000);`,
      { signal: controller.signal },
    );
    expect(await eventually(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '')).toBe(true);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    expect(isAlive(pid)).toBe(true);
    controller.abort();
    expect((await failure(child.ended)).code).toBe('CANCELLED');
    expect(await eventually(() => !isAlive(pid))).toBe(true);
  });

  it('keeps only the end of a long log', async () => {
    const error = await failure(
      node(`process.stderr.write('x'.repeat(1e6) + '\\nthe end\\n', () => process.exit(3))`).ended,
    );
    expect(error).toMatchObject({ code: 'MEDIA_PROCESS_FAILED', details: { exitCode: 3 } });
    expect(error.message).toContain('the end');
    expect(String(error.details.log).length).toBeLessThanOrEqual(4000);
  });

  it('passes no secret of our environment on', async () => {
    process.env.VIDEO_PROVIDER_CANARY_API_KEY = 'canary';
    process.env.FFREPORT = `file=${file('report.log')}`;
    const child = node(
      `process.exit(Object.values(process.env).some((v) => /canary|report/.test(v)) ? 9 : 0)`,
    );
    await child.ended.finally(() => {
      delete process.env.VIDEO_PROVIDER_CANARY_API_KEY;
      delete process.env.FFREPORT;
    });
  });

  it('tells a full disk from other failures and removes what was written', async () => {
    const fake = file('ffmpeg');
    await writeFile(
      fake,
      `#!${process.execPath}
const output = process.argv.at(-1).replace('file:', '');
require('node:fs').writeFileSync(output, 'half a file');
process.stdin.resume().on('end', () => {
  console.error('av_interleaved_write_frame(): No space left on device');
  process.exit(1);
});
`,
    );
    await chmod(fake, 0o755);
    const engine = createFfmpegEngine({ ffmpegPath: fake, ffprobePath: fake, version: '9' });
    const backend = new ProcessMediaBackend(engine, limits);
    const encoder = await backend.openSegmentEncoder(file('full.mp4'), encoding, call());
    await encoder.write(testFrame(encoding, 0));
    expect(await eventually(() => existsSync(file('full.mp4.partial')))).toBe(true);
    expect((await failure(encoder.finish())).code).toBe('STORAGE_FULL');
    const request = {
      segments: [file('a.mp4')],
      encoding,
      outputPath: file('full.mp4'),
      metadata: { title: '' },
    };
    expect((await failure(backend.join(request, call()))).code).toBe('STORAGE_FULL');
    expect((await readdir(folder)).filter((name) => name.startsWith('full'))).toEqual([]);
  });

  it('reports an encoder that dies while frames are written', async () => {
    const fake = file('dying');
    await writeFile(fake, `#!${process.execPath}\nconsole.error('died young'); process.exit(1);\n`);
    await chmod(fake, 0o755);
    const engine = createFfmpegEngine({ ffmpegPath: fake, ffprobePath: fake, version: '9' });
    const encoder = await new ProcessMediaBackend(engine, limits).openSegmentEncoder(
      file('d.mp4'),
      encoding,
      call(),
    );
    const error = await failure(
      (async () => {
        for (let index = 0; index < 500; index += 1) await encoder.write(testFrame(encoding, index));
      })(),
    );
    expect(error.code).toBe('MEDIA_PROCESS_FAILED');
    expect(error.message).toContain('died young');
  });

  it('says that a missing program is missing and a folder not writable', async () => {
    const absent = file('absent');
    const engine = createFfmpegEngine({ ffmpegPath: absent, ffprobePath: absent, version: '9' });
    const backend = new ProcessMediaBackend(engine, limits);
    const encoder = await backend.openSegmentEncoder(file('m.mp4'), encoding, call());
    expect((await failure(encoder.finish())).code).toBe('MEDIA_BACKEND_MISSING');
    await writeFile(file('plain'), '');
    const inside = path.join(file('plain'), 'sub', 'm.mp4');
    expect((await failure(backend.openSegmentEncoder(inside, encoding, call()))).code).toBe(
      'STORAGE_NOT_WRITABLE',
    );
  });

  // Children are found through /proc.
  it.skipIf(process.platform !== 'linux').each(['ffmpeg', 'node-av'])(
    'leaves no %s process when its parent is killed',
    async (id) => {
      const clip = file(`long ${id}.mp4`);
      await ffmpeg('-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=64x64:r=30:d=2', clip);
      const dist = pathToFileURL(
        path.resolve(
          import.meta.dirname,
          '../../../../dist/infrastructure/media/backend/create-media-backend.js',
        ),
      ).href;
      const script = `
      const { createMediaBackend } = await import(${JSON.stringify(dist)});
      const backend = await createMediaBackend({ backend: ${JSON.stringify(id)}, ffmpegPath: '', timeoutSeconds: 60, maxMemoryMegabytes: 1000 });
      const call = { signal: new AbortController().signal };
      const encoder = await backend.openSegmentEncoder(${JSON.stringify(file(`orphan ${id}.mp4`))}, ${JSON.stringify(encoding)}, call);
      await encoder.write(new Uint8Array(64 * 64 * 1.5));
      const request = { path: ${JSON.stringify(clip)}, width: 512, height: 512, fit: 'cover', framesPerSecond: 30, loop: true };
      for await (const frame of backend.decodeVideo(request, call)) { console.log('ready'); await new Promise(() => setTimeout(() => {}, 60000)); }
    `;
      const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => parent.stdout.once('data', resolve));
      const children = readFileSync(`/proc/${parent.pid!}/task/${parent.pid!}/children`, 'utf8')
        .trim()
        .split(' ')
        .map(Number);
      expect(children).toHaveLength(2);
      expect(children.every(isAlive)).toBe(true);
      parent.kill('SIGKILL');
      expect(await eventually(() => !children.some(isAlive))).toBe(true);
    },
  );
});
