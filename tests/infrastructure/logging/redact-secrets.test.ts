import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { redactSecrets, secretValuesIn } from '../../../infrastructure/logging/redact-secrets.js';

const canary = 'Canary-7f3a/9+x=';
const spellings = [
  canary,
  encodeURIComponent(canary),
  Buffer.from(canary).toString('base64'),
  Buffer.from(canary).toString('base64').replace(/=+$/, ''),
];
const json = (value: unknown, known: readonly string[] = []): string =>
  JSON.stringify(redactSecrets(value, known));

function expectNoCanary(text: string): void {
  for (const spelling of spellings) expect(text).not.toContain(spelling);
}

describe('known secrets', () => {
  it('are found wherever they are', () => {
    const cause = new Error(`inner ${canary}`, { cause: { deep: [`x${canary}y`] } });
    const error = new VideoGenerationError('PROVIDER_ERROR', {
      message: `outer ${canary}`,
      details: { url: `https://example.com/?q=${encodeURIComponent(canary)}` },
      cause,
    });
    const value = {
      text: canary,
      [canary]: 'as a key',
      list: [canary, new Set([canary]), new Map([[canary, canary]])],
      url: new URL(`https://example.com/${encodeURIComponent(canary)}`),
      basic: Buffer.from(canary).toString('base64'),
      error,
      aggregate: new AggregateError([new Error(canary)], canary),
      json: JSON.stringify({ nested: JSON.stringify({ canary }) }),
      own: { toJSON: () => ({ canary }) },
    };
    const text = json(value, [canary]);
    expectNoCanary(text);
    expect(text).toContain('PROVIDER_ERROR');
    expect(text).toContain('inner');
  });

  it('are found across the place where a long text is cut', () => {
    for (const offset of [8180, 8185, 8192, 16_380]) {
      expectNoCanary(json('a '.repeat(offset / 2) + canary + ' b'.repeat(20_000), [canary]));
    }
  });

  it('never show, whatever surrounds them', () => {
    fc.assert(
      fc.property(fc.anything({ withMap: true, withSet: true }), fc.string(), (value, around) => {
        const text = json(
          { value, list: [value, around + canary + around], error: new Error(around + canary) },
          [canary],
        );
        return !spellings.some((spelling) => text.includes(spelling));
      }),
      { numRuns: 500 },
    );
  });
});

describe('names that hold secrets', () => {
  it.each([
    'apiKey',
    'api_key',
    'API-KEY',
    'x-api-key',
    'Authorization',
    'proxy-authorization',
    'token',
    'accessToken',
    'refresh_token',
    'password',
    'passwd',
    'clientSecret',
    'cookie',
    'set-cookie',
    'credentials',
    'privateKey',
    'sessionId',
    'signature',
    'auth',
    'openaiApiKey',
    'aws_secret_access_key',
  ])('%s', (name) => {
    expectNoCanary(json({ [name]: canary, deep: [{ [name]: { value: canary } }] }));
  });

  it.each(['key', 'tokens', 'tokenCount', 'cacheKey', 'idempotencyKey', 'author', 'monkey', 'secretary'])(
    'not %s',
    (name) => {
      expect(redactSecrets({ [name]: 'plain' })).toEqual({ [name]: 'plain' });
    },
  );
});

describe('texts that give secrets away', () => {
  it.each([
    `Authorization: Bearer ${canary}`,
    'authorization: Custom Canary-7f3a/9+x=',
    `"authorization":"Basic Canary-7f3a/9+x="`,
    'GET https://example.com/v1?key=Canary-7f3a/9+x=&size=2',
    'https://example.com/v1?access_token=Canary-7f3a/9+x=#end',
    'https://user:Canary-7f3a/9+x=@example.com/path'.replace('/9', '9'),
    `curl --api-key ${canary}`,
    `curl --token=${canary}`,
    `RUNWAY_API_KEY=${canary} node x`,
    `{"apiKey":"${canary}"}`,
    `{\\"apiKey\\":\\"${canary}\\"}`,
    `{ client_secret: '${canary}' }`,
    `Cookie: session=${canary}; other=${canary}`,
    `-----BEGIN RSA PRIVATE KEY-----\n${canary}\n-----END RSA PRIVATE KEY-----`,
  ])('%s', (text) => {
    const clean = json({ text });
    expect(clean).not.toContain('Canary');
    expect(clean).toContain('[redacted]');
  });

  it.each([
    'sk-proj-abcdEFGH1234abcdEFGH1234',
    'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    'AKIAABCDEFGHIJKLMNOP',
    'AIzaSyA1234567890abcdefghijklmnopqrstu',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl',
    'key_0123456789abcdef0123456789abcdef',
  ])('%s', (text) => {
    expect(redactSecrets(`Refused: ${text}.`)).toBe('Refused: [redacted].');
  });

  it.each([
    'The key to focus is a token of calm: breathe.',
    'Rendered 3 of 4 scenes in 12.5 s.',
    'skip-fragment-cache-for-every-scene-of-it',
    'https://example.com/watch?v=abc&size=2',
    '/home/ana/videos/20260102_030405_basic-training.mp4',
    'key-frame-interpolation-everywhere',
  ])('leaves alone: %s', (text) => {
    expect(redactSecrets(text)).toBe(text);
  });
});

describe('any value', () => {
  it('becomes plain JSON', () => {
    const circular: Record<string, unknown> = { name: 'loop' };
    circular.self = circular;
    const liar = {
      get broken(): string {
        throw new Error('no');
      },
      fine: 1,
    };
    expect(redactSecrets({ circular })).toEqual({ circular: { name: 'loop', self: '[circular]' } });
    expect(redactSecrets(liar)).toEqual({ broken: '[unreadable]', fine: 1 });
    expect(redactSecrets([1n, Symbol('x'), () => 1, undefined, NaN, Buffer.alloc(3)])).toEqual([
      '1',
      '[symbol]',
      '[function]',
      null,
      'NaN',
      '[3 bytes]',
    ]);
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    expect(redactSecrets({ hostile })).toEqual({ hostile: '[unreadable]' });
  });

  it('is bounded in depth, width and length', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 100_000; level += 1) deep = { deep };
    expect(json(deep).length).toBeLessThan(200);
    expect(json(Array.from({ length: 1_000_000 }, () => 'x'.repeat(100))).length).toBeLessThan(20_000);
    expect(json('x'.repeat(50_000_000)).length).toBeLessThan(10_000);
    const wide = Array.from({ length: 90 }, () => Array.from({ length: 90 }, () => ['y'.repeat(9000)]));
    expect(json(wide).length).toBeLessThan(500_000);
  });

  it.each([
    'eyJ',
    'sk-',
    'a:',
    '-----BEGIN PRIVATE KEY-----',
    'token=',
    '"token":"',
    'https://',
    'bearer ',
    '\\"',
    '--token ',
  ])('comes to an end with a hostile text: %s', (part) => {
    expect(typeof redactSecrets(part.repeat(100_000))).toBe('string');
  });

  it('changes nothing in what it is given', () => {
    const value = Object.freeze({ apiKey: canary, list: Object.freeze([canary]) });
    redactSecrets(value, [canary]);
    expect(value.apiKey).toBe(canary);
  });
});

describe('secretValuesIn', () => {
  it('collects what stands under secret names', () => {
    const settings = {
      providers: { a: { apiKey: 'one-key', options: { token: 'two-token', region: 'eu' } } },
    };
    expect(secretValuesIn(settings)).toEqual(['one-key', 'two-token']);
  });
});
