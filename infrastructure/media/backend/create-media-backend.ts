import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { IMediaBackend, MediaBackendInfo } from '../../../domain/media/media-backend.js';
import type { MediaSettings } from '../../../domain/settings/settings.js';
import { inspectEngine, type MediaBackendInspection } from './inspect-media-backends.js';
import { ProcessMediaBackend } from './process-media-backend.js';

/**
 * The first usable backend: the system's FFmpeg (from the settings, else from PATH), then node-av; or the
 * one that `settings.backend` names. Nothing is started before this is called, and each installation is
 * asked once in the life of the process.
 * @throws VideoGenerationError MEDIA_BACKEND_MISSING, saying what was tried and why it was refused
 */
export async function createMediaBackend(settings: MediaSettings): Promise<IMediaBackend> {
  const ids: readonly MediaBackendInfo['id'][] =
    settings.backend === 'auto' ? ['ffmpeg', 'node-av'] : [settings.backend];
  const refused: MediaBackendInspection[] = [];
  for (const id of ids) {
    const { engine, inspection } = await inspectEngine(id, settings);
    if (engine) return new ProcessMediaBackend(engine, settings);
    refused.push(inspection);
  }
  const reasons = refused.map(({ id, location, missing }) => {
    const place = location === '' || location === id ? '' : ` at “${location}”`;
    return `${id}${place}: missing ${missing.join(', ')}`;
  });
  throw new VideoGenerationError('MEDIA_BACKEND_MISSING', {
    message: `No usable FFmpeg was found. ${reasons.join('; ')}.`,
    howToFix: refused.map(({ howToFix }) => howToFix).join(' Or: '),
    details: { tried: refused },
  });
}
