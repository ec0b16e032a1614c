// Composes a captured timeline with an empty cache: `compose-timeline.mjs TIMELINE FOLDER [FRAMES]`. Prints how
// many frames the video has and how many were handed to encoders. With a third path, the finished frames are
// kept there, raw and in order.
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { totalFrames } from '../dist/domain/timeline/video-timeline.js';
import { createMediaBackend } from '../dist/infrastructure/media/backend/create-media-backend.js';
import { LocalTimelineComposer } from '../dist/infrastructure/media/composition/local-timeline-composer.js';
import { SegmentCache } from '../dist/infrastructure/media/composition/segment-cache.js';
import { loadSettings } from '../dist/infrastructure/settings/load-settings.js';

const [timelineFile, folder, framesFile] = process.argv.slice(2);
const timeline = JSON.parse(await readFile(timelineFile, 'utf8'));
const { media, storage } = loadSettings().settings;
const kept = framesFile === undefined ? undefined : await open(framesFile, 'w');
let encoded = 0;

async function openBackend() {
  const backend = await createMediaBackend(media);
  const openEncoder = backend.openSegmentEncoder.bind(backend);
  backend.openSegmentEncoder = async (...parameters) => {
    const encoder = await openEncoder(...parameters);
    const write = encoder.write.bind(encoder);
    encoder.write = async (frame) => {
      encoded += 1;
      await kept?.write(frame, 0, frame.length);
      return write(frame);
    };
    return encoder;
  };
  return backend;
}

const workspace = path.join(folder, 'workspace');
await mkdir(workspace, { recursive: true });
const cache = new SegmentCache(path.join(folder, 'segments'), storage.cacheMaxMegabytes * 1_000_000);
const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent, child: () => logger };
const call = { signal: new AbortController().signal, logger, workspace };
const video = await new LocalTimelineComposer(openBackend, cache).compose(timeline, call);
await kept?.close();
console.log(JSON.stringify({ path: video.path, frames: totalFrames(timeline), encoded }));
