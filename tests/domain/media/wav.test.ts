import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeWav, encodeWav, interleaveWavSamples, wavHeader } from '../../../domain/media/wav.js';

function chunk(tag: string, body: Uint8Array, size = body.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(tag, 'latin1');
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

function format(code: number, channels: number, rate: number, bits: number): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt16LE(code, 0);
  body.writeUInt16LE(channels, 2);
  body.writeUInt32LE(rate, 4);
  body.writeUInt32LE((rate * channels * bits) / 8, 8);
  body.writeUInt16LE((channels * bits) / 8, 12);
  body.writeUInt16LE(bits, 14);
  return body;
}

function riff(...chunks: Buffer[]): Buffer {
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...chunks]));
}

const samples = fc.float32Array({ min: -1, max: 1, noNaN: true, maxLength: 300 });

describe('encodeWav and decodeWav', () => {
  it('give mono float samples back bit by bit', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(8000, 16_000, 22_050, 24_000, 48_000), (mono, rate) => {
        const audio = decodeWav(encodeWav(mono, rate), 'it');
        expect(audio.sampleRate).toBe(rate);
        expect(audio.channels).toHaveLength(1);
        expect(audio.channels[0]).toEqual(mono);
      }),
    );
  });

  it('give stereo float samples back', () => {
    fc.assert(
      fc.property(samples, (left) => {
        const right = left.map((value) => -value / 2);
        const bytes = Buffer.concat([
          wavHeader(left.length, 2, 48_000),
          interleaveWavSamples({ sampleRate: 48_000, left, right }, 0, left.length),
        ]);
        expect(decodeWav(bytes, 'it').channels).toEqual([left, right]);
      }),
    );
  });

  it('read 16-bit and 24-bit samples to within one step', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(16, 24), (mono, bits) => {
        const full = 2 ** (bits - 1);
        const data = Buffer.alloc((mono.length * bits) / 8);
        mono.forEach((value, index) => {
          data.writeIntLE(
            Math.max(-full, Math.min(full - 1, Math.round(value * full))),
            (index * bits) / 8,
            bits / 8,
          );
        });
        const audio = decodeWav(riff(chunk('fmt ', format(1, 1, 16_000, bits)), chunk('data', data)), 'it');
        audio.channels[0].forEach((value, index) => {
          expect(Math.abs(value - mono[index]!)).toBeLessThanOrEqual(1.01 / full);
        });
      }),
    );
  });

  it('skip chunks they do not know, whatever their length', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), (bodies) => {
        const extra = bodies.map((body) => chunk('LIST', body));
        const data = Buffer.from([0, 0x40, 0, 0xc0]);
        const bytes = riff(...extra, chunk('fmt ', format(1, 1, 22_050, 16)), ...extra, chunk('data', data));
        expect([...decodeWav(bytes, 'it').channels[0]]).toEqual([0.5, -0.5]);
      }),
    );
  });

  it('read extensible formats, and streams whose header does not know the length', () => {
    const extensible = Buffer.concat([format(0xfffe, 1, 24_000, 16), Buffer.alloc(24)]);
    extensible.writeUInt16LE(22, 16);
    extensible.writeUInt16LE(1, 24);
    const data = Buffer.from([0, 0x40, 0, 0xc0]);
    const bytes = riff(chunk('fmt ', extensible), chunk('data', data, 0xffffffff));
    expect([...decodeWav(bytes, 'it').channels[0]]).toEqual([0.5, -0.5]);
  });

  it('turn NaN, infinities and absurd floats into silence', () => {
    const wild = Float32Array.of(0.25, Number.NaN, Infinity, -Infinity, 1e30, -0.25);
    expect([...decodeWav(encodeWav(wild, 8000), 'it').channels[0]]).toEqual([0.25, 0, 0, 0, 0, -0.25]);
  });

  it('refuse what is no WAV file with an error that names it, and never fail otherwise', () => {
    const valid = encodeWav(new Float32Array(50), 16_000);
    const damaged = fc
      .array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 8 })
      .chain((edits) =>
        fc.nat(valid.length).map((length) => {
          const bytes = Uint8Array.from(valid);
          for (const [index, value] of edits) bytes[index] = value;
          return bytes.subarray(0, length);
        }),
      );
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), damaged), (bytes) => {
        try {
          const audio = decodeWav(bytes, 'voice.wav');
          expect(audio.channels[0].length).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toMatchObject({
            code: 'MEDIA_CORRUPT',
            message: expect.stringContaining('voice.wav') as unknown,
          });
        }
      }),
    );
    expect(() => decodeWav(Buffer.from('ID3 not a wave file'), 'voice.wav')).toThrow(/does not start/);
    const eightBit = riff(chunk('fmt ', format(1, 1, 8000, 8)), chunk('data', Buffer.alloc(4)));
    expect(() => decodeWav(eightBit, 'voice.wav')).toThrow(/8 bits/);
    const surround = riff(chunk('fmt ', format(1, 6, 48_000, 16)), chunk('data', Buffer.alloc(12)));
    expect(() => decodeWav(surround, 'voice.wav')).toThrow(/6 channels/);
  });
});
