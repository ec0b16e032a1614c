import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { aspectRatios, BaseLocalVideoProvider, videoQualities } from 'aether-video/plugin';

/** Writes what a composer would get to a folder: `timeline.json` and the narration of each scene. */
export class CaptureVideoProvider extends BaseLocalVideoProvider {
  descriptor = {
    id: 'capture',
    name: 'Capture',
    description: 'Keeps the timeline instead of making a video.',
    location: 'local',
    accepts: ['timeline'],
    capabilities: ['animation', 'transitions', 'captions', 'narration', 'music'],
    qualities: videoQualities,
    aspects: aspectRatios,
    maxDurationSeconds: 3600,
    pictureQuality: 0,
    microsPerSecond: 0,
    currency: 'USD',
    maxConcurrent: 1,
    dedupe: 'key',
    automatic: false,
  };

  constructor(folder) {
    super();
    this.folder = folder;
  }

  async render({ timeline }) {
    await mkdir(this.folder, { recursive: true });
    const scenes = await Promise.all(timeline.scenes.map((scene) => this.keep(scene)));
    await writeFile(path.join(this.folder, 'timeline.json'), JSON.stringify({ ...timeline, scenes }));
    return { output: { mediaType: 'none' } };
  }

  async keep(scene) {
    if (!scene.narration) return scene;
    const kept = path.join(this.folder, path.basename(scene.narration.path));
    await copyFile(scene.narration.path, kept);
    return { ...scene, narration: { ...scene.narration, path: kept } };
  }
}
