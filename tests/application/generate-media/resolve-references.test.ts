import { describe, expect, it } from 'vitest';
import { resolveReferences } from '../../../application/generate-media/resolve-references.js';
import type { IMediaInspector } from '../../../domain/media/media-inspector.js';

const terms = {
  inspector: {} as IMediaInspector,
  baseFolder: '/',
  signal: new AbortController().signal,
  trustedOrigins: ['http://127.0.0.1:4010'],
};
const resolve = (source: string): Promise<unknown> => resolveReferences([{ role: 'video', source }], terms);

describe('an address as a reference', () => {
  it.each(['https://example.com/clip.mp4', 'http://127.0.0.1:4010/v1/videos/video_1/content'])(
    '%s is passed on',
    async (url) => {
      expect(await resolve(url)).toEqual([{ reference: { role: 'video', url } }]);
    },
  );

  it.each([
    'http://example.com/clip.mp4',
    'http://127.0.0.1:4011/v1/videos/video_1',
    'http://user:secret@127.0.0.1:4010/v1/videos/video_1',
    'https://user@example.com/clip.mp4',
    'file:///etc/passwd',
  ])('%s is refused', async (url) => {
    await expect(resolve(url)).rejects.toMatchObject({
      code: 'EGRESS_REFUSED',
      details: { submission: 'unsent' },
    });
  });
});
