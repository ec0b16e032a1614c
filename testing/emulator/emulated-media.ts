import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute } from './emulator-route.js';
import type { EmulatorClock } from './emulator-clock.js';

/** The files that emulators hand out. */
const files = {
  'wide.mp4': 'video/mp4',
  'tall.mp4': 'video/mp4',
  'square.mp4': 'video/mp4',
  'picture.png': 'image/png',
  'picture.jpg': 'image/jpeg',
  'picture.webp': 'image/webp',
} as const;
export type MediaFileName = keyof typeof files;

/** The bytes of a small real media file. */
export function mediaFile(name: MediaFileName): Buffer {
  return readFileSync(new URL(`media/${name}`, import.meta.url));
}

/** The clip whose shape is nearest to `width:height`. */
export function clipFor(width: number, height: number): MediaFileName {
  if (width > height * 1.1) return 'wide.mp4';
  return height > width * 1.1 ? 'tall.mp4' : 'square.mp4';
}

export interface PublishOptions {
  readonly expiresInSeconds: number;
  /** True: the link asks for the provider's credentials. Default false: it refuses them, as storage does. */
  readonly authenticated?: boolean;
}

/** Results behind signed links that expire by the emulator's clock. Knows ranges and entity tags. */
export class EmulatedMedia {
  constructor(
    private readonly url: string,
    private readonly clock: EmulatorClock,
    private readonly linkSeconds: number | undefined,
    private readonly authenticate: (request: EmulatorRequest) => EmulatorAnswer | undefined,
  ) {}

  /** A link to a file. Publishing again gives a fresh one. */
  publish(name: MediaFileName, { expiresInSeconds, authenticated }: PublishOptions): string {
    const expires = Math.floor(this.clock.now().getTime() / 1000 + (this.linkSeconds ?? expiresInSeconds));
    const access = authenticated ? 'private' : 'open';
    const path = `/media/${access}/${name}`;
    return `${this.url}${path}?expires=${expires}&signature=${signatureOf(path, String(expires))}`;
  }

  /** The file itself, for providers that serve results at routes of their own. Knows ranges. */
  answer(name: MediaFileName, request: EmulatorRequest): EmulatorAnswer {
    return fileAnswer(name, request);
  }

  /** The routes that serve the links: step `download`. */
  routes(): readonly EmulatorRoute[] {
    const answer = (request: EmulatorRequest): EmulatorAnswer => this.serve(request);
    const path = '/media/:access/:name';
    return [
      { method: 'GET', path, step: 'download', open: true, answer },
      { method: 'HEAD', path, step: 'download', open: true, answer },
    ];
  }

  private serve(request: EmulatorRequest): EmulatorAnswer {
    const { access, name = '' } = request.params;
    const expires = request.query.get('expires') ?? '';
    const right = request.query.get('signature') === signatureOf(`/media/${access}/${name}`, expires);
    if (!right || !isMediaFile(name)) return storageError(403, 'SignatureDoesNotMatch');
    const late = this.clock.now().getTime() / 1000 >= Number(expires);
    if (late || request.outcome === 'link-expired') return storageError(403, 'AccessDenied');
    if (access === 'private') {
      const refusal = this.authenticate(request);
      if (refusal) return refusal;
    } else if (request.headers.authorization !== undefined) {
      return storageError(400, 'InvalidArgument');
    }
    return fileAnswer(name, request);
  }
}

function isMediaFile(name: string): name is MediaFileName {
  return Object.hasOwn(files, name);
}

/** Not a secret: nobody else is to be kept out, but a client that changes a link has to notice. */
function signatureOf(path: string, expires: string): string {
  return createHmac('sha256', 'emulator').update(`${path}\n${expires}`).digest('hex').slice(0, 32);
}

/** As object stores word it. */
function storageError(status: number, code: string): EmulatorAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** A file’s bytes. One range is served; several are answered with the whole. Source: RFC 9110, section 14. */
export function fileAnswer(name: MediaFileName, { headers }: EmulatorRequest): EmulatorAnswer {
  const bytes = mediaFile(name);
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`;
  const common = { 'content-type': files[name], etag, 'accept-ranges': 'bytes' };
  const condition = headers['if-range'];
  const range = condition === undefined || condition === etag ? headers.range : undefined;
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) {
    return { status: 200, headers: common, body: bytes };
  }
  const start = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1);
  if (start > end) {
    return { status: 416, headers: { ...common, 'content-range': `bytes */${bytes.length}` } };
  }
  const contentRange = `bytes ${start}-${end}/${bytes.length}`;
  return {
    status: 206,
    headers: { ...common, 'content-range': contentRange },
    body: bytes.subarray(start, end + 1),
  };
}
