import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { IChannelStrategy } from '../../domain/channel/channel-strategy.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { PluginManifest } from '../../domain/plugin/plugin-manifest.js';
import type { OperationStatus } from '../../domain/provider/provider-operation.js';
import type { VideoScript } from '../../domain/script/video-script.js';
import { estimateSpeechSeconds } from '../../domain/speech/reading-time.js';
import { textTokens } from '../../domain/speech/speakable-text.js';
import type { VideoTimeline } from '../../domain/timeline/video-timeline.js';
import { manifest as air } from '../../plugins/channels/air/manifest.js';
import { manifest as earth } from '../../plugins/channels/earth/manifest.js';
import { manifest as fire } from '../../plugins/channels/fire/manifest.js';
import { manifest as water } from '../../plugins/channels/water/manifest.js';
import { createScenesScriptParser } from '../../plugins/parsers/scenes/scenes-script-parser.js';
import { createTiktokScriptParser } from '../../plugins/parsers/tiktok/tiktok-script-parser.js';

const examples = path.resolve(import.meta.dirname, '../../examples');
const isScript = (name: string): boolean =>
  /^(?!briefs|templates).*\.(?:json|yaml|md|txt)$/u.test(name) && name !== 'README.md';
const scripts = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((name) => isScript(name));
const parsers = [createTiktokScriptParser(), createScenesScriptParser()];

/** As a plugin host does, for plugins that need nothing of it but their options. */
async function create(manifest: PluginManifest): Promise<unknown> {
  const checked = await manifest.options?.['~standard'].validate({});
  const options = checked && 'value' in checked ? checked.value : undefined;
  const factory = await manifest.load();
  return factory({ options } as Parameters<typeof factory>[0]);
}

async function pluginIn(folder: string): Promise<PluginManifest> {
  const file = pathToFileURL(path.join(examples, folder, 'manifest.js')).href;
  return ((await import(/* @vite-ignore */ file)) as { manifest: PluginManifest }).manifest;
}

async function channelOf(id: string): Promise<IChannelStrategy> {
  const manifests = [air, water, earth, fire, await pluginIn('plugin-channel')] as PluginManifest[];
  const found = manifests.find((manifest) => manifest.id === id);
  return (await create(found!)) as IChannelStrategy;
}

async function read(name: string): Promise<VideoScript> {
  const file = path.join(examples, name);
  const raw = {
    content: await readFile(file, 'utf8'),
    name: path.basename(file),
    baseFolder: path.dirname(file),
  };
  const scores = parsers.map((parser) => parser.canParse(raw));
  return parsers[scores.indexOf(Math.max(...scores))]!.parse(raw);
}

describe.each(scripts)('%s', (name) => {
  it('is a script that its channel accepts', async () => {
    const script = await read(name);
    const channel = await channelOf(script.channel!);
    expect(channel.validateContent(script)).toEqual([]);
    expect(script.scenes.length).toBeGreaterThanOrEqual(5);
    expect(script.hashtags).toHaveLength(3);
  });

  it('lasts about half a minute', async () => {
    const script = await read(name);
    const channel = await channelOf(script.channel!);
    const seconds = script.scenes
      .map(({ text }) => textTokens(text, script.language ?? 'en'))
      .reduce((sum, tokens) => sum + estimateSpeechSeconds(tokens, channel.style.pacing.speechRate), 0);
    expect(seconds).toBeGreaterThan(18);
    expect(seconds).toBeLessThan(36);
  });

  it('survives the way through its own parsed form', async () => {
    const script = await read(name);
    const { parser: _, scenes, ...header } = script;
    const content = {
      ...header,
      scenes: scenes.map(({ durationSeconds: seconds, ...scene }) => ({ ...scene, seconds })),
    };
    const again = createScenesScriptParser().parse({ content: JSON.stringify(content) });
    expect(again).toEqual({ ...script, parser: 'scenes' });
  });

  it('brings pictures that exist and are small', async () => {
    const { scenes } = await read(name);
    for (const { media } of scenes) {
      if (!media) continue;
      expect(await sharp(media.path).metadata()).toMatchObject({ format: 'jpeg', width: 1600, height: 2400 });
    }
  });
});

const silent: ILogger = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => silent };
function ignore(): void {
  return undefined;
}

const palette = { background: ['#000000', '#ffffff'], accent: '#ffffff', text: '#ffffff' } as const;
const timeline: VideoTimeline = {
  version: 1,
  topic: 'T',
  language: 'en',
  channel: 'air',
  quality: 'draft',
  width: 540,
  height: 960,
  framesPerSecond: 30,
  style: {
    palette: { ...palette, highlight: '#ffe000', shade: '#000000' },
    typography: { family: 'sans', captionWeight: 700, captionCase: 'as-written', titleWeight: 800 },
    motif: 'sky',
    motion: { intensity: 1, zoom: 1.1 },
    pacing: { leadInSeconds: 0, tailSeconds: 0, crossfadeSeconds: 0.5, speechRate: 1, wordsPerMinute: 160 },
    music: { mood: 'airy', levelDecibels: -15, duckDecibels: 8 },
  },
  scenes: [
    {
      id: 'hook',
      role: 'hook',
      frames: 75,
      overlapFrames: 15,
      visual: { kind: 'background', seed: 1, variation: 0 },
      treatment: 'title',
      cues: [
        {
          startSeconds: 0,
          endSeconds: 2,
          words: [
            { text: 'Look', startSeconds: 0, endSeconds: 1, spaceBefore: false },
            { text: 'up.', startSeconds: 1, endSeconds: 2, spaceBefore: true },
          ],
        },
      ],
    },
    {
      id: 'point-1',
      role: 'point',
      frames: 60,
      overlapFrames: 0,
      visual: { kind: 'image', path: '/a/sky.jpg', contentHash: '0', fit: 'cover', motion: 'still', seed: 1 },
      treatment: 'captions',
      cues: [],
    },
  ],
  music: { kind: 'none' },
};

describe('the storyboard provider', () => {
  it('writes shots with timecodes', async () => {
    const workspace = await mkdtemp(path.join(os.tmpdir(), 'storyboard-'));
    try {
      const provider = (await create(await pluginIn('plugin-provider'))) as {
        start(request: unknown, call: unknown): Promise<{ operationId: string }>;
        status(operation: unknown, call: unknown): Promise<OperationStatus>;
      };
      const call = { signal: new AbortController().signal, idempotencyKey: 'k', logger: silent, workspace };
      const operation = await provider.start({ input: 'timeline', timeline }, call);
      let status = await provider.status(operation, call);
      while (status.state === 'running') status = await provider.status(operation, call);
      expect(status).toMatchObject({
        state: 'succeeded',
        cost: { micros: 0, currency: 'USD' },
        output: { mediaType: 'application/json', facts: { shots: 2 } },
      });
      const text = await readFile(path.join(workspace, 'storyboard.json'), 'utf8');
      expect(JSON.parse(text)).toMatchObject({
        length: '00:00:04:00',
        shots: [
          {
            from: '00:00:00:00',
            to: '00:00:02:15',
            says: 'Look up.',
            into: 'crossfade of 15 frames',
            rushed: false,
          },
          { from: '00:00:02:00', to: '00:00:04:00', shows: 'image sky.jpg, cover', into: 'cut' },
        ],
      });
    } finally {
      await rm(workspace, { recursive: true });
    }
  });
});
