import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { egressWith, failureOf, serve, serveCanary, type RunningServer } from './egress-kit.js';

const closing: { close(): unknown }[] = [];
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close();
});
async function start(...args: Parameters<typeof serve>): Promise<RunningServer> {
  const server = await serve(...args);
  closing.push(server);
  return server;
}
const quick = { level: 1, params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const publicAddress = { address: '93.184.216.34', family: 4 };

describe('fetch to a trusted origin', () => {
  it('gives a standard Response', async () => {
    const server = await start((_request, response) => {
      response.writeHead(201, 'Made', { 'content-type': 'application/json', 'x-twice': ['a', 'b'] });
      response.end('{"id":"task-1"}');
    });
    const fetch = egressWith().fetchFor([server.origin]);
    const response = await fetch(`${server.origin}/v1/tasks?x=1#part`, { method: 'post', body: '{}' });
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.statusText, response.ok]).toEqual([201, 'Made', true]);
    expect(response.headers.get('x-twice')).toBe('a, b');
    expect(response.url).toBe(`${server.origin}/v1/tasks?x=1#part`);
    expect(await response.clone().text()).toBe('{"id":"task-1"}');
    expect(await response.json()).toEqual({ id: 'task-1' });
    expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/v1/tasks?x=1' });
  });

  it('takes every kind of body that fetch takes, with its length', async () => {
    const server = await start((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { 'content-type': type, 'content-length': length } = request.headers;
        response.end(JSON.stringify({ type, length, body: Buffer.concat(chunks).toString() }));
      });
    });
    const fetch = egressWith().fetchFor([server.origin]);
    const sent = async (body: RequestInit['body']): Promise<unknown> =>
      (await fetch(server.origin, { method: 'POST', body })).json();
    const text = 'text/plain;charset=UTF-8';
    expect(await sent('grün')).toEqual({ type: text, length: '5', body: 'grün' });
    expect(await sent(new TextEncoder().encode('bytes'))).toEqual({ length: '5', body: 'bytes' });
    expect(await sent(new Blob(['{}'], { type: 'application/json' }))).toEqual({
      ...{ type: 'application/json', length: '2', body: '{}' },
    });
    const form = 'application/x-www-form-urlencoded;charset=UTF-8';
    expect(await sent(new URLSearchParams({ a: 'b c' }))).toEqual({ type: form, length: '5', body: 'a=b+c' });
    const stream = Readable.toWeb(Readable.from([Buffer.from('in '), Buffer.from('parts')]));
    expect(await sent(stream as ReadableStream)).toEqual({ body: 'in parts' });
    const request = new Request(server.origin, {
      method: 'PUT',
      body: 'of a Request',
      headers: { 'x-a': 'b' },
    });
    expect(await (await fetch(request)).json()).toMatchObject({ length: '12', body: 'of a Request' });
  });

  it('encodes multipart forms so that a standard parser reads them back', async () => {
    const server = await start((request, response) => {
      const { 'content-type': type = '', 'content-length': length = '' } = request.headers;
      response.writeHead(200, { 'content-type': type, 'x-length': length });
      request.pipe(response);
    });
    const form = new FormData();
    form.append('prompt', 'first line\nsecond "line"');
    form.append('na"me', 'x');
    form.append('file', new File([new Uint8Array([0, 13, 10, 255])], 'a "b".png', { type: 'image/png' }));
    const response = await egressWith().fetchFor([server.origin])(server.origin, {
      method: 'POST',
      body: form,
    });
    const bytes = await response.clone().arrayBuffer();
    expect(Number(response.headers.get('x-length'))).toBe(bytes.byteLength);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the parser of the standard, on bytes of our own
    const back = await response.formData();
    expect(back.get('prompt')).toBe('first line\r\nsecond "line"');
    expect(back.get('na"me')).toBe('x');
    const file = back.get('file');
    if (!(file instanceof File)) throw new Error('The file did not come back as one.');
    expect([file.name, file.type]).toEqual(['a "b".png', 'image/png']);
    expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([0, 13, 10, 255]);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('decompresses %s, and stops a bomb of it', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(40_000_000), quick);
    const server = await start((request, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      response.end(request.url === '/bomb' ? bomb : compress(Buffer.from('plain')));
    });
    const fetch = egressWith().fetchFor([server.origin]);
    expect(await (await fetch(server.origin)).text()).toBe('plain');
    const before = process.memoryUsage().arrayBuffers;
    const error = await failureOf((await fetch(`${server.origin}/bomb`)).text());
    expect([error.code, error.details.limit, error.details.sent]).toEqual(['NETWORK_ERROR', 1_000_000, true]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it('refuses a body that is compressed twice, or longer than allowed', async () => {
    const server = await start((request, response) => {
      if (request.url === '/twice') response.setHeader('content-encoding', 'gzip, gzip');
      response.end(request.url === '/twice' ? gzipSync(gzipSync('x')) : Buffer.alloc(1_000_001));
    });
    const fetch = egressWith().fetchFor([server.origin]);
    expect((await failureOf((await fetch(`${server.origin}/twice`)).text())).message).toContain(
      'more than once',
    );
    expect((await failureOf((await fetch(`${server.origin}/long`)).text())).message).toContain('1 MB');
  });

  it('streams: the first chunk is there before the last one is sent', async () => {
    let finish = (): void => undefined;
    const server = await start((_request, response) => {
      response.write('first');
      finish = () => void response.end('last');
    });
    const reader = (await egressWith().fetchFor([server.origin])(server.origin)).body!.getReader();
    expect(Buffer.from((await reader.read()).value).toString()).toBe('first');
    finish();
    expect(Buffer.from((await reader.read()).value).toString()).toBe('last');
    expect((await reader.read()).done).toBe(true);
  });

  it('keeps connections, but not between trusted and other calls', async () => {
    const server = await start((_request, response) => void response.end('ok'));
    const egress = egressWith();
    for (let call = 0; call < 5; call += 1) {
      await (await egress.fetchFor([server.origin])(server.origin, { method: 'POST' })).text();
    }
    expect(server.connections()).toBe(1);
    expect((await failureOf(egress.fetchFor([])(server.origin))).code).toBe('EGRESS_REFUSED');
    expect(server.requests).toHaveLength(5);
  });
});

describe('what a failure says about the request', () => {
  const closed = async (): Promise<string> => {
    const server = await serve(() => undefined);
    await server.close();
    return server.origin;
  };

  it('was not sent: unknown name, refused connection, no TLS, refused address, cancelled or late while connecting', async () => {
    const canary = await serveCanary();
    closing.push(canary);
    const plain = `https://127.0.0.1:${canary.port}`;
    const never = { resolve: () => new Promise<never>(() => undefined) };
    const refused = await closed();
    const cancelled = AbortSignal.abort();
    const cases = [
      [() => egressWith().fetchFor([])('https://nowhere.example/'), 'NETWORK_ERROR'],
      [() => egressWith().fetchFor([refused])(refused, { method: 'POST', body: 'x' }), 'NETWORK_ERROR'],
      [() => egressWith({ limits: { connectMilliseconds: 60 } }).fetchFor([plain])(plain), 'TIMEOUT'],
      [
        () =>
          egressWith({ access: never, limits: { connectMilliseconds: 30 } }).fetchFor([])(
            'https://a.example',
          ),
        'TIMEOUT',
      ],
      [() => egressWith().fetchFor([])('https://10.0.0.1/'), 'EGRESS_REFUSED'],
      [() => egressWith().fetchFor([plain])(plain, { signal: cancelled }), 'CANCELLED'],
      [
        () =>
          egressWith({ access: never }).fetchFor([])('https://a.example', {
            signal: AbortSignal.timeout(20),
          }),
        'TIMEOUT',
      ],
    ] as const;
    for (const [call, code] of cases) {
      const error = await failureOf(call());
      expect([error.code, error.details.sent]).toEqual([code, false]);
    }
  });

  it('was not sent: the other side speaks no TLS', async () => {
    const server = await start(() => undefined);
    const origin = server.origin.replace('http:', 'https:');
    const error = await failureOf(egressWith().fetchFor([origin])(origin, { method: 'POST', body: 'x' }));
    expect([error.code, error.details.sent, server.requests.length]).toEqual(['NETWORK_ERROR', false, 0]);
  });

  it('may have been sent: reset, silence, broken-off and cancelled answers', async () => {
    const arrived: (() => void)[] = [];
    const server = await start((request, response) => {
      if (request.url === '/reset') request.socket.resetAndDestroy();
      if (request.url === '/hang') arrived.shift()?.();
      if (request.url === '/short') {
        response.writeHead(200, { 'content-length': '100' }).write('part');
        setImmediate(() => request.socket.destroy());
      }
      if (request.url === '/stall') response.writeHead(200, { 'content-length': '100' }).write('part');
    });
    const fetch = egressWith({ limits: { responseMilliseconds: 100, stallMilliseconds: 60 } }).fetchFor([
      server.origin,
    ]);
    const read = async (path: string, init?: RequestInit): Promise<string> =>
      (await fetch(server.origin + path, { method: 'POST', body: '{}', ...init })).text();
    const controller = new AbortController();
    arrived.push(() => controller.abort());
    const cases = [
      [() => read('/hang', { signal: controller.signal }), 'CANCELLED'],
      [() => read('/reset'), 'NETWORK_ERROR'],
      [() => read('/short'), 'NETWORK_ERROR'],
      [() => read('/stall'), 'TIMEOUT'],
      [() => read('/hang'), 'TIMEOUT'],
    ] as const;
    for (const [call, code] of cases) {
      const error = await failureOf(call());
      expect([error.code, error.details.sent]).toEqual([code, true]);
    }
    expect(server.requests).toHaveLength(5);
  });

  it('never shows the query of an address, which may hold a signature', async () => {
    const error = await failureOf(egressWith().fetchFor([])('https://nowhere.example/a?sig=secret-canary'));
    expect(JSON.stringify([error, error.message])).not.toContain('secret-canary');
  });
});

describe('redirects', () => {
  const credentials = {
    authorization: 'Bearer k',
    cookie: 'a=b',
    'x-api-key': 'k',
    'xi-api-key': 'k',
    'x-own': 'k',
  };

  it('keep credentials at their own origin', async () => {
    const other = await start((request, response) => {
      if (request.url === '/back') response.writeHead(302, { location: `${first.origin}/end` }).end();
      else response.end(JSON.stringify(request.headers));
    });
    const first = await start((request, response) => {
      const targets: Record<string, string> = {
        '/same': '/end',
        '/other': other.origin,
        '/back': `${other.origin}/back`,
      };
      const location = targets[request.url!];
      if (location) response.writeHead(302, { location }).end();
      else response.end(JSON.stringify(request.headers));
    });
    const fetch = egressWith().fetchFor([first.origin, other.origin]);
    const end = async (path: string): Promise<unknown> => {
      const response = await fetch(first.origin + path, { headers: { ...credentials, range: 'bytes=1-' } });
      expect(response.redirected).toBe(true);
      return response.json();
    };
    expect(await end('/same')).toMatchObject(credentials);
    for (const headers of [await end('/other'), await end('/back')] as object[]) {
      expect(Object.keys(headers).sort()).toEqual(
        ['accept', 'accept-encoding', 'connection', 'host', 'range', 'user-agent'].sort(),
      );
    }
  });

  it('change methods as fetch does, and never carry a body elsewhere', async () => {
    const other = await start((_request, response) => void response.end('got it'));
    const server = await start((request, response) => {
      const [, status, where] = request.url!.split('/');
      if (status === 'end') response.end(`${request.method} ${request.headers['content-length'] ?? '-'}`);
      else response.writeHead(Number(status), { location: where === 'here' ? '/end' : other.origin }).end();
    });
    const fetch = egressWith().fetchFor([server.origin, other.origin]);
    const post = { method: 'POST', body: 'abc' };
    expect(await (await fetch(`${server.origin}/302/here`, post)).text()).toBe('GET -');
    expect(await (await fetch(`${server.origin}/303/here`, { ...post, method: 'PUT' })).text()).toBe('GET -');
    expect(await (await fetch(`${server.origin}/307/here`, post)).text()).toBe('POST 3');
    const error = await failureOf(fetch(`${server.origin}/307/there`, post));
    expect([error.code, error.details.sent, other.requests.length]).toEqual(['EGRESS_REFUSED', true, 0]);
    expect((await fetch(`${server.origin}/302/here`, { redirect: 'manual' })).status).toBe(302);
    expect((await failureOf(fetch(`${server.origin}/302/here`, { redirect: 'error' }))).code).toBe(
      'EGRESS_REFUSED',
    );
  });

  it('end after five', async () => {
    const server = await start((request, response) => {
      const left = Number(request.url!.slice(1));
      if (left === 0) response.end('there');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    const fetch = egressWith().fetchFor([server.origin]);
    expect(await (await fetch(`${server.origin}/5`)).text()).toBe('there');
    expect((await failureOf(fetch(`${server.origin}/6`))).code).toBe('EGRESS_REFUSED');
    expect(server.requests).toHaveLength(12);
  });

  it('and the like never bring a byte to a special address', async () => {
    const canary = await serveCanary();
    const canary6 = await serveCanary('::1').catch(() => canary);
    closing.push(canary, canary6);
    const { port } = canary;
    const targets = [
      ...[`http://127.0.0.1:${port}`, `https://127.0.0.1:${port}`, `http://2130706433:${port}`],
      ...[`http://0x7f.1:${port}`, `http://0177.0.0.1:${port}`, `http://127.1:${port}`, `http://0:${port}`],
      ...[`http://[::1]:${canary6.port}`, `http://[::ffff:127.0.0.1]:${port}`, `http://localhost:${port}`],
      ...[
        `http://127.0.0.1.:${port}`,
        `http://u:p@127.0.0.1:${port}`,
        'https://169.254.169.254/latest/meta-data',
      ],
      ...[`//127.0.0.1:${port}`, `gopher://127.0.0.1:${port}`, `https://rebound.example:${port}`],
    ];
    const server = await start((request, response) => {
      response.writeHead(302, { location: targets[Number(request.url!.slice(1))] }).end();
    });
    const fetch = egressWith().fetchFor([server.origin]);
    for (const at of targets.keys()) {
      const error = await failureOf(fetch(`${server.origin}/${at}`, { headers: { authorization: 'k' } }));
      expect([error.code, error.details.sent]).toEqual(['EGRESS_REFUSED', true]);
    }
    expect([canary.bytes(), canary6.bytes()]).toEqual([0, 0]);
  });
});

describe('names', () => {
  it('are refused if any of their addresses is special', async () => {
    const dialled: unknown[] = [];
    const answers = [
      [{ address: '127.0.0.1', family: 4 }],
      [publicAddress, { address: '10.0.0.1', family: 4 }],
      [{ address: '::ffff:7f00:1', family: 6 }],
      [{ address: 'fd00:ec2::254', family: 6 }],
    ];
    for (const addresses of answers) {
      const egress = egressWith({
        access: {
          resolve: () => Promise.resolve(addresses),
          dial: (options) => {
            dialled.push(options);
            return connect(options);
          },
        },
      });
      const error = await failureOf(egress.fetchFor([])('https://rebound.example/'));
      expect([error.code, error.details.sent]).toEqual(['EGRESS_REFUSED', false]);
    }
    expect(dialled).toEqual([]);
  });

  it('are looked up once for a connection, which goes to the address that was checked', async () => {
    let lookups = 0;
    const pinned: unknown[] = [];
    const egress = egressWith({
      access: {
        // First public, then this machine: the second answer must never be used.
        resolve: () =>
          Promise.resolve([lookups++ === 0 ? publicAddress : { address: '127.0.0.1', family: 4 }]),
        dial: (options) => {
          options.lookup!('ignored', { all: true }, (_error, addresses) => pinned.push(addresses));
          return connect({ host: '127.0.0.1', port: 9 });
        },
      },
    });
    const error = await failureOf(egress.fetchFor([])('https://flipping.example/'));
    expect([error.details.sent, lookups]).toEqual([false, 1]);
    expect(pinned).toEqual([[publicAddress]]);
  });

  it('are given up if the connection ends at another address, before a byte is written', async () => {
    const canary = await serveCanary();
    closing.push(canary);
    const egress = egressWith({
      access: {
        resolve: () => Promise.resolve([publicAddress]),
        dial: () => connect({ host: '127.0.0.1', port: canary.port }),
      },
    });
    const error = await failureOf(egress.fetchFor([])('https://diverted.example/'));
    expect([error.code, error.details]).toEqual(['EGRESS_REFUSED', { address: '127.0.0.1', sent: false }]);
    expect(canary.bytes()).toBe(0);
  });
});
