import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import { clipFor } from '../../emulator/emulated-media.js';

const error = (status: number, message: string): EmulatorAnswer => ({
  status,
  body: { status, code: message },
});
const sizes: Readonly<Record<string, readonly [number, number]>> = {
  landscape: [3840, 2160],
  portrait: [2160, 3840],
  square: [2160, 2160],
};
const linkSeconds = 3600;
const library = 60;

/** Pexels as far as Aether speaks it: searches for clips and photos, one of each by its id, curated photos. */
export const pexelsEmulator: EmulatorDefinition = {
  id: 'pexels',
  name: 'Pexels',
  outcomes: ['empty-result'],
  errorAnswer: (status, message = 'Bad Request') => error(status, message),
  authenticate: ({ headers }, apiKey) =>
    headers.authorization === apiKey ? undefined : error(401, 'Unauthorized'),
  routes: (world) => routesOf(world),
  pluginOptions: (baseUrl, apiKey) => ({ baseUrl, apiKey }),
};

function routesOf(world: EmulatorWorld): EmulatorRoute[] {
  const shapes = new Map<string, readonly [number, number]>();
  const find = (list: 'videos' | 'photos', request: EmulatorRequest): EmulatorAnswer => {
    const size = sizes[request.query.get('orientation') ?? 'landscape'];
    const count = Number(request.query.get('per_page') ?? 15);
    const words = request.query.get('query') ?? '';
    if (words === '' || !size || !(count >= 1 && count <= 80)) return error(400, 'Bad Request');
    world.jobs.create({ words });
    const first = Array.from(words).reduce(
      (sum, character) => (sum * 31 + character.codePointAt(0)!) % 9000,
      1,
    );
    const found = request.outcome === 'empty-result' ? 0 : Math.min(count, library);
    const ids = Array.from({ length: found }, (_, index) => first * 100 + index);
    for (const id of ids) shapes.set(`${list}-${id}`, size);
    const hits = ids.map((id) => (list === 'videos' ? videoOf(world, id, size) : photoOf(world, id, size)));
    return limited({ page: 1, per_page: count, total_results: found, [list]: hits });
  };
  const one = (list: 'videos' | 'photos', { params }: EmulatorRequest): EmulatorAnswer => {
    const size = shapes.get(`${list}-${params.id}`);
    if (!size) return error(404, 'Not Found');
    const id = Number(params.id);
    return limited(list === 'videos' ? videoOf(world, id, size) : photoOf(world, id, size));
  };
  const get = (path: string, step: string, answer: EmulatorRoute['answer']): EmulatorRoute => ({
    ...{ method: 'GET', path, step, answer },
  });
  return [
    get('/videos/search', 'submit', (request) => find('videos', request)),
    get('/v1/search', 'submit', (request) => find('photos', request)),
    get('/videos/videos/:id', 'poll', (request) => one('videos', request)),
    get('/v1/photos/:id', 'poll', (request) => one('photos', request)),
    get('/v1/curated', 'health', () => limited({ page: 1, per_page: 1, photos: [] })),
  ];
}

function limited(body: object): EmulatorAnswer {
  const headers = {
    'x-ratelimit-limit': '20000',
    'x-ratelimit-remaining': '19684',
    'x-ratelimit-reset': '1767225600',
  };
  return { status: 200, headers, body };
}

function videoOf({ media }: EmulatorWorld, id: number, [width, height]: readonly [number, number]): object {
  const link = media.publish(clipFor(width, height), { expiresInSeconds: linkSeconds });
  const file = (part: number, quality: string) => ({
    ...{ id: id * 10 + part, quality, file_type: 'video/mp4', fps: 25, link },
    ...{ width: width / part, height: height / part },
  });
  return {
    ...{
      id,
      width,
      height,
      duration: 3 + (id % 20),
      url: `https://www.pexels.com/video/${id}/`,
      image: link,
    },
    user: { id: 7, name: `Photographer ${id % 9}`, url: `https://www.pexels.com/@photographer-${id % 9}` },
    video_files: [file(4, 'sd'), file(1, 'uhd'), file(2, 'hd')],
    video_pictures: [],
  };
}

function photoOf({ media }: EmulatorWorld, id: number, [width, height]: readonly [number, number]): object {
  const original = media.publish('picture.jpg', { expiresInSeconds: linkSeconds });
  return {
    ...{ id, width, height, url: `https://www.pexels.com/photo/${id}/`, alt: 'A picture' },
    photographer: `Photographer ${id % 9}`,
    photographer_url: `https://www.pexels.com/@photographer-${id % 9}`,
    src: { original, large: original },
  };
}
