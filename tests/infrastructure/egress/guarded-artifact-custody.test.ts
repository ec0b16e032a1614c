import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ArtifactInCustody, CustodyRequest } from '../../../domain/egress/artifact-custody.js';
import { GuardedArtifactCustody } from '../../../infrastructure/egress/guarded-artifact-custody.js';
import { createMediaBackend } from '../../../infrastructure/media/backend/create-media-backend.js';
import { MediaInspector } from '../../../infrastructure/media/inspection/media-inspector.js';
import { egressWith, failureOf, hastyClock, serve, type RunningServer } from './egress-kit.js';

const media = mkdtempSync(path.join(os.tmpdir(), 'aether-custody-media-'));
const files: Record<string, Buffer> = {};
let folder = '';
let server: RunningServer;
const backend = (): ReturnType<typeof createMediaBackend> =>
  createMediaBackend({ backend: 'auto', ffmpegPath: '', timeoutSeconds: 60, maxMemoryMegabytes: 1000 });

function made(name: string, ...args: string[]): Buffer {
  const file = path.join(media, name);
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=128x72:r=10:d=1', ...args, file]);
  return readFileSync(file);
}

beforeAll(async () => {
  files['/clip.mp4'] = made('clip.mp4', '-pix_fmt', 'yuv420p');
  files['/clip.webm'] = made('clip.webm');
  files['/clip.mov'] = made('clip.mov', '-pix_fmt', 'yuv420p');
  files['/clip.gif'] = made('clip.gif');
  files['/short.mp4'] = files['/clip.mp4'].subarray(0, files['/clip.mp4'].length - 400);
  files['/empty.mp4'] = Buffer.alloc(0);
  files['/error.mp4'] = Buffer.from('{"error":"expired"}');
  files['/list.mp4'] = Buffer.from('#EXTM3U\nhttp://127.0.0.1/x.ts\n');
  const picture = sharp({ create: { width: 64, height: 48, channels: 3, background: 'red' } });
  files['/picture.png'] = await picture.clone().png().toBuffer();
  files['/picture.jpg'] = await picture.clone().jpeg().toBuffer();
  files['/picture.webp'] = await picture.clone().webp().toBuffer();
  files['/short.png'] = files['/picture.png'].subarray(0, 60);
  server = await serve((request, response) => void response.end(files[request.url!]));
});
afterAll(async () => {
  await server.close();
  rmSync(media, { recursive: true, force: true });
});
beforeEach(() => {
  folder = mkdtempSync(path.join(media, 'job-'));
});

const clock = hastyClock();
const custody = new GuardedArtifactCustody({
  egress: egressWith(),
  inspector: new MediaInspector([], backend),
  backend,
  clock,
});
const fetched = (name: string, changes: Partial<CustodyRequest> = {}): Promise<ArtifactInCustody> =>
  custody.fetch({
    output: { mediaType: 'remote', url: `${server.origin}/${name}`, authenticated: false },
    mediaType: name.includes('picture') || name.endsWith('.png') ? 'image' : 'video',
    prompt: 'A fox in the snow, at dawn',
    folder,
    trustedOrigins: [server.origin],
    signal: AbortSignal.timeout(30_000),
    ...changes,
  });

describe('custody', () => {
  it('fetches a clip: named, probed, and the only file', async () => {
    const held = await fetched('clip.mp4');
    expect(held).toMatchObject({
      path: path.join(folder, '20260301_120000_a-fox-in-the-snow-at-dawn.mp4'),
      mediaType: 'video/mp4',
      sizeBytes: files['/clip.mp4']!.length,
      probe: { durationSeconds: 1, video: { width: 128, height: 72 } },
    });
    expect(held.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(readdirSync(folder)).toEqual([path.basename(held.path)]);
  });

  it.each([
    ['picture.png', 'image/png', '.png'],
    ['picture.jpg', 'image/jpeg', '.jpg'],
    ['picture.webp', 'image/webp', '.webp'],
  ])('fetches %s', async (name, mediaType, extension) => {
    const held = await fetched(name);
    expect([held.mediaType, path.extname(held.path)]).toEqual([mediaType, extension]);
    expect(held.probe.video).toMatchObject({ width: 64, height: 48 });
  });

  it('never gives a name twice', async () => {
    const held = await Promise.all([fetched('clip.mp4'), fetched('clip.mp4'), fetched('picture.png')]);
    const later = await fetched('clip.mp4');
    const stems = [...held, later].map((file) => path.parse(file.path).name);
    expect(new Set(stems).size).toBe(4);
    expect(readdirSync(folder)).toHaveLength(4);
  });

  it.each([
    ['clip.webm', 'video/webm'],
    ['clip.mov', 'video/quicktime'],
  ])('takes %s as what it is', async (name, mediaType) => {
    const held = await fetched(name);
    expect(held.mediaType).toBe(mediaType);
    expect(path.extname(held.path)).toBe(path.extname(name));
    expect(held.probe.durationSeconds).toBeCloseTo(1, 1);
  });

  it.each([
    ['empty.mp4', 'it is empty'],
    ['short.mp4', 'the end of the file is missing'],
    ['error.mp4', 'of no known type'],
    ['list.mp4', 'a playlist'],
    ['clip.gif', 'a GIF file, not an MP4, WebM or MOV video'],
    ['short.png', 'cannot be decoded'],
  ])('rejects %s and leaves nothing', async (name, reason) => {
    const error = await failureOf(fetched(name));
    expect(error.code).toBe('DOWNLOAD_REJECTED');
    expect(error.message).toContain(reason);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('rejects a picture where a clip was asked for, and the other way round', async () => {
    const asClip = await failureOf(fetched('picture.png', { mediaType: 'video' }));
    const asPicture = await failureOf(fetched('clip.mp4', { mediaType: 'image' }));
    expect([asClip.code, asPicture.code]).toEqual(['DOWNLOAD_REJECTED', 'DOWNLOAD_REJECTED']);
  });

  it('verifies a file that is here and never touches it', async () => {
    const good = path.join(folder, 'good.bin');
    const bad = path.join(folder, 'bad.mp4');
    writeFileSync(good, files['/clip.mp4']!);
    writeFileSync(bad, files['/short.mp4']!);
    const { signal } = new AbortController();
    expect(await custody.verify(good, 'video', signal)).toMatchObject({ path: good, mediaType: 'video/mp4' });
    expect((await failureOf(custody.verify(bad, 'video', signal))).code).toBe('DOWNLOAD_REJECTED');
    const gone = await failureOf(custody.verify(path.join(folder, 'gone.mp4'), 'video', signal));
    expect(gone.code).toBe('DOWNLOAD_REJECTED');
    expect(readdirSync(folder).sort()).toEqual(['bad.mp4', 'good.bin']);
  });
});
