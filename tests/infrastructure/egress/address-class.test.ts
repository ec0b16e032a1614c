import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyAddress } from '../../../infrastructure/egress/address-class.js';
import { checkAddress } from '../../../infrastructure/egress/egress-rules.js';
import { errorOf } from './egress-kit.js';

const byte = fc.integer({ min: 0, max: 255 });
const group = fc.integer({ min: 0, max: 0xffff });
const dotted = (bytes: readonly number[]): string => bytes.join('.');

/** The special ranges again, as arithmetic, to hold the table against. */
function isSpecial([a, b, c, d]: readonly number[]): boolean {
  const special = [
    [0, 10, 127].includes(a!) || a! >= 224,
    a === 100 && b! >= 64 && b! <= 127,
    a === 169 && b === 254,
    a === 172 && b! >= 16 && b! <= 31,
    a === 192 && b === 168,
    a === 192 && b === 0 && (c === 0 || c === 2),
    a === 192 && b === 88 && c === 99,
    a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100)),
    a === 203 && b === 0 && c === 113,
    a === 168 && b === 63 && c === 129 && d === 16,
  ];
  return special.includes(true);
}

describe('classifyAddress', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'public'],
    ['192.168.0.1', 'private'],
    ['169.254.169.254', 'metadata'],
    ['169.254.1.1', 'link-local'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['0.0.0.0', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['224.0.0.1', 'multicast'],
    ['168.63.129.16', 'metadata'],
    ['8.8.8.8', 'public'],
    ['::', 'reserved'],
    ['::1', 'loopback'],
    ['::7f00:1', 'reserved'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:8.8.8.8', 'public'],
    ['::ffff:0:8.8.8.8', 'reserved'],
    ['64:ff9b::10.0.0.1', 'private'],
    ['64:ff9b::', 'reserved'],
    ['64:ff9b::8.8.8.8', 'public'],
    ['64:ff9b:1::1', 'reserved'],
    ['2002:7f00:1::', 'reserved'],
    ['2001:0:1::1', 'reserved'],
    ['2001:db8::1', 'reserved'],
    ['fc00::1', 'private'],
    ['fd00:ec2::254', 'metadata'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['ff02::1', 'multicast'],
    ['2606:4700:4700::1111', 'public'],
    ['localhost', 'not an address'],
    ['', 'not an address'],
  ])('says of %s: %s', (address, kind) => {
    expect(classifyAddress(address)).toBe(kind);
  });

  it('agrees with the ranges of the registry for every IPv4 address', () => {
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), (bytes) => {
        expect(classifyAddress(dotted(bytes)) === 'public').toBe(!isSpecial(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it('judges a mapped or translated address like the IPv4 address inside', () => {
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), (bytes) => {
        const kind = classifyAddress(dotted(bytes));
        expect(classifyAddress(`::ffff:${dotted(bytes)}`)).toBe(kind);
        expect(classifyAddress(`64:ff9b::${dotted(bytes)}`)).toBe(kind);
      }),
      { numRuns: 300 },
    );
  });

  it('calls nothing outside 2000::/3 public, but what leads to a public IPv4 address', () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const address = groups.map((value) => value.toString(16)).join(':');
        const isGlobal = groups[0]! >> 13 === 1;
        if (!isGlobal) expect(classifyAddress(address)).not.toBe('public');
      }),
      { numRuns: 500 },
    );
  });
});

describe('checkAddress', () => {
  it('sees through every spelling of a special IPv4 address', () => {
    const spellings = (bytes: readonly number[]): string[] => {
      const whole = bytes.reduce((sum, value) => sum * 256 + value, 0);
      const [a, b, c, d] = bytes as [number, number, number, number];
      return [
        ...[
          dotted(bytes),
          `${dotted(bytes)}.`,
          String(whole),
          `0x${whole.toString(16)}`,
          `0${whole.toString(8)}`,
        ],
        ...[
          `${a}.${b}.${c * 256 + d}`,
          `${a}.${(b * 256 + c) * 256 + d}`,
          `0x${a.toString(16)}.${b}.${c}.0${d.toString(8)}`,
        ],
        `[::ffff:${dotted(bytes)}]`,
      ];
    };
    const special = fc.tuple(fc.constantFrom(10, 127, 0, 239, 250), byte, byte, byte);
    fc.assert(
      fc.property(special, (bytes) => {
        for (const host of spellings(bytes)) {
          const error = errorOf(() => checkAddress(`https://${host}/`, new Set()));
          expect(error.code).toBe('EGRESS_REFUSED');
          expect(error.details.sent).toBe(false);
        }
      }),
    );
  });

  it.each([
    ['http://example.com/', 'https'],
    ['ftp://example.com/', 'https'],
    ['file:///etc/passwd', 'https'],
    ['data:text/plain,hello', 'https'],
    ['https://example.com:8443/', '443'],
    ['https://user@example.com/', 'user name'],
    ['https://:secret-canary@example.com/', 'password'],
    ['no address', 'URL'],
    ['https://', 'URL'],
  ])('refuses %s', (url, word) => {
    const error = errorOf(() => checkAddress(url, new Set()));
    expect(error.code).toBe('EGRESS_REFUSED');
    expect(error.message).toContain(word);
    expect(JSON.stringify(error)).not.toContain('secret-canary');
  });

  it('trusts an origin as a whole and nothing beside it', () => {
    const trusted = new Set(['http://127.0.0.1:4010']);
    expect(checkAddress('http://127.0.0.1:4010/v1/tasks', trusted).isTrusted).toBe(true);
    for (const url of [
      'http://127.0.0.1:4011/',
      'https://127.0.0.1:4010/',
      'http://127.0.0.1:4010@evil.example/',
    ]) {
      expect(errorOf(() => checkAddress(url, trusted)).code).toBe('EGRESS_REFUSED');
    }
  });

  it('takes a dot at the end for the same host', () => {
    expect(checkAddress('https://Example.COM./a?b', new Set()).url.href).toBe('https://example.com/a?b');
  });
});
