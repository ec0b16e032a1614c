import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createVideoGenerationService, type VideoRequest, type VideoResult } from '../../../index.js';

/** A storage of its own with a service on it. */
export interface Studio {
  readonly folder: string;
  /** Renders in draft quality unless told; a failure is thrown. */
  render(request: VideoRequest): Promise<RenderedVideo>;
  /** Files of the segment cache. */
  segments(): Promise<string[]>;
  close(): Promise<void>;
}

export interface RenderedVideo extends VideoResult {
  readonly video: NonNullable<VideoResult['video']>;
  readonly captions: NonNullable<VideoResult['captions']>;
}

export async function openStudio(overrides: Readonly<Record<string, unknown>> = {}): Promise<Studio> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aether-studio-'));
  const service = await createVideoGenerationService({
    env: { VIDEO_LOG_LEVEL: 'silent' },
    cwd: folder,
    overrides,
  });
  return {
    folder,
    async render(request) {
      const result = await service.generateVideo({ quality: 'draft', ...request });
      if (!result.video || !result.captions) {
        throw new Error(`no video: ${JSON.stringify(result.error)}`);
      }
      return { ...result, video: result.video, captions: result.captions };
    },
    segments: () => readdir(path.join(folder, 'videos', '.aether', 'segments')),
    async close() {
      await service.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
