import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IMediaInspector, InspectedMedia } from '../../domain/media/media-inspector.js';

/** Knows the files that it is told of. */
export class FakeInspector implements IMediaInspector {
  /** Paths that were inspected, in order. */
  readonly inspected: string[] = [];

  constructor(private readonly files: Readonly<Record<string, Partial<InspectedMedia>>> = {}) {}

  resolve(path: string, baseFolder = '.'): Promise<string> {
    const resolved = path.startsWith('/') ? path : `${baseFolder}/${path}`;
    if (Object.hasOwn(this.files, resolved)) return Promise.resolve(resolved);
    return Promise.reject(
      new VideoGenerationError('MEDIA_NOT_FOUND', { message: `${resolved} does not exist.` }),
    );
  }

  inspect(path: string): Promise<InspectedMedia> {
    this.inspected.push(path);
    const facts = {
      kind: 'image',
      mimeType: 'image/png',
      sizeBytes: 10,
      contentHash: 'aa',
      width: 1080,
      height: 1920,
      durationSeconds: 0,
    } as const;
    return Promise.resolve({ ...facts, ...this.files[path] });
  }
}
