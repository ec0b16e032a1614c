import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ContainerModule } from 'inversify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VideoGenerationService } from '../../../application/generate-video/video-generation-service.js';
import type { IMediaBackend, ISegmentEncoder } from '../../../domain/media/media-backend.js';
import { IMediaInspector } from '../../../domain/media/media-inspector.js';
import { ITimelineComposer } from '../../../domain/media/timeline-composer.js';
import type { VideoResult } from '../../../domain/video/video-result.js';
import { createContainer } from '../../../infrastructure/container/create-container.js';
import { mediaModule } from '../../../infrastructure/container/media.module.js';
import { serviceModules } from '../../../infrastructure/container/service-modules.js';
import { OpenMediaBackend } from '../../../infrastructure/container/media.module.js';
import { createMediaBackend } from '../../../infrastructure/media/backend/create-media-backend.js';
import { LocalTimelineComposer } from '../../../infrastructure/media/composition/local-timeline-composer.js';
import { SegmentCache } from '../../../infrastructure/media/composition/segment-cache.js';
import { PluginSystem } from '../../../infrastructure/plugin-host/plugin-system.js';
import { loadSettings } from '../../../infrastructure/settings/load-settings.js';
import { FakeInspector } from '../../fakes/fake-inspector.js';
import { ffmpeg } from './judges/run-tool.js';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(os.tmpdir(), 'aether-verified-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

/** What goes wrong between a sound composer and the finished file. */
type Sabotage = (backend: IMediaBackend) => Partial<IMediaBackend>;

/** The real service and composer on a backend that is sound but for what the sabotage replaces. */
async function generateWith(sabotage: Sabotage): Promise<VideoResult> {
  const config = loadSettings({ env: {}, cwd, overrides: { 'logging.level': 'silent' } });
  const sound = await createMediaBackend(config.settings.media);
  const backend: IMediaBackend = {
    info: sound.info,
    openSegmentEncoder: (...request) => sound.openSegmentEncoder(...request),
    join: (...request) => sound.join(...request),
    probe: (...request) => sound.probe(...request),
    decodeVideo: (...request) => sound.decodeVideo(...request),
    sampleKeyframes: (...request) => sound.sampleKeyframes(...request),
    decodeAudio: (...request) => sound.decodeAudio(...request),
    ...sabotage(sound),
  };
  const cache = new SegmentCache(path.join(cwd, 'segments'), 1e8);
  const composer = new LocalTimelineComposer(() => Promise.resolve(backend), cache);
  const fakes = new ContainerModule(({ bind }) => {
    bind(ITimelineComposer).toConstantValue(composer);
    bind(OpenMediaBackend).toConstantValue(() => Promise.resolve(backend));
    bind(IMediaInspector).toConstantValue(new FakeInspector());
  });
  const container = createContainer(config, [
    fakes,
    ...serviceModules.filter((module) => module !== mediaModule),
  ]);
  await container.get(PluginSystem).start();
  const service = container.get(VideoGenerationService);
  try {
    return await service.generateVideo({
      script: { topic: 'Calm', scenes: [{ text: 'Breathe in, and out.', seconds: 3.5 }] },
      voice: 'none',
      quality: 'draft',
    });
  } finally {
    await service.dispose();
  }
}

/** What the user finds, and what is left of the work. */
async function filesLeft(): Promise<{ published: string[]; workspaces: string[] }> {
  const videos = path.join(cwd, 'videos');
  const names = await readdir(videos);
  return {
    published: names.filter((name) => name !== '.aether'),
    workspaces: await readdir(path.join(videos, '.aether', 'workspaces')),
  };
}

/** Changes each frame on its way to the encoder. */
function frames(change: (frame: Uint8Array) => Uint8Array): Sabotage {
  return (backend) => ({
    async openSegmentEncoder(...request) {
      const encoder = await backend.openSegmentEncoder(...request);
      const changed: ISegmentEncoder = {
        write: (frame) => encoder.write(change(frame)),
        finish: () => encoder.finish(),
        abort: () => encoder.abort(),
      };
      return changed;
    },
  });
}

/** Does something to the finished file. */
function finished(spoil: (file: string) => Promise<void>): Sabotage {
  return (backend) => ({
    async join(request, call) {
      await backend.join(request, call);
      await spoil(request.outputPath);
    },
  });
}

async function remake(file: string, ...args: string[]): Promise<void> {
  const made = `${file}.made.mp4`;
  await ffmpeg('-v', 'error', '-i', file, ...args, made);
  await rm(file);
  await ffmpeg('-v', 'error', '-i', made, '-c', 'copy', file);
}

function black(frame: Uint8Array): Uint8Array {
  const luma = (frame.length * 2) / 3;
  return new Uint8Array(frame.length).fill(16, 0, luma).fill(128, luma);
}

function standing(): (frame: Uint8Array) => Uint8Array {
  let first: Uint8Array | undefined;
  return (frame) => (first ??= Uint8Array.from(frame));
}

const sabotages: readonly [what: string, sabotage: Sabotage, says: RegExp][] = [
  ['black', frames(black), /black throughout/u],
  ['frozen', frames(standing()), /never moves/u],
  ['silent', finished((file) => remake(file, '-c:v', 'copy', '-af', 'volume=0')), /silent/u],
  ['too short', finished((file) => remake(file, '-c', 'copy', '-t', '2.5')), /lasts|length/u],
  ['of another size', finished((file) => remake(file, '-c:a', 'copy', '-vf', 'scale=270:480')), /270×480/u],
  ['at another rate', finished((file) => remake(file, '-c:a', 'copy', '-r', '25')), /25 frames a second/u],
  ['without sound', finished((file) => remake(file, '-c:v', 'copy', '-an')), /no sound/u],
  ['of another codec', finished((file) => remake(file, '-c:a', 'copy', '-c:v', 'mpeg4')), /mpeg4/u],
  [
    'cut off',
    finished(async (file) => {
      await truncate(file, Math.floor((await stat(file)).size * 0.6));
    }),
    /cut off|cannot be/u,
  ],
];

describe('a video is not published', () => {
  it.each(sabotages)('when it is %s', async (_, sabotage, says) => {
    const result = await generateWith(sabotage);
    expect(result.status).toBe('failed');
    expect(['ARTIFACT_REJECTED', 'MEDIA_CORRUPT']).toContain(result.error?.code);
    expect(result.error?.message).toMatch(says);
    expect(result.video).toBeUndefined();
    expect(await filesLeft()).toEqual({ published: [], workspaces: [] });
    // What may have spoilt it is not kept for the next attempt.
    expect(await readdir(path.join(cwd, 'segments'))).toEqual([]);
  });
});

describe('the same video', () => {
  it('is published when nothing is wrong with it', async () => {
    const result = await generateWith(() => ({}));
    expect(result.error).toBeUndefined();
    const { published, workspaces } = await filesLeft();
    expect(published.map((name) => path.extname(name)).sort()).toEqual(['.json', '.mp4', '.srt', '.vtt']);
    expect(workspaces).toEqual([]);
  });
});
