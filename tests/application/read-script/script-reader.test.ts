import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardScript } from '../../../application/read-script/guard-script.js';
import { ScriptReader } from '../../../application/read-script/script-reader.js';
import { wrapScript } from '../../../application/read-script/wrap-script.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { IScriptParser } from '../../../domain/script/script-parser.js';
import type { VideoRequest } from '../../../domain/video/video-request.js';
import { FakeChannel } from '../../fakes/fake-channel.js';
import { fakeConfig, type FakeSettings } from '../../fakes/fake-config.js';
import { FakeParser } from '../../fakes/fake-parser.js';
import { containing, having, matching } from '../../fakes/matchers.js';

function reader(
  options: {
    readonly settings?: FakeSettings;
    readonly parsers?: readonly IScriptParser[];
    readonly channels?: readonly FakeChannel[];
  } = {},
): ScriptReader {
  return new ScriptReader({
    parsers: options.parsers ?? [new FakeParser()],
    channels: options.channels ?? [
      new FakeChannel(),
      new FakeChannel({ id: 'water', defaultLanguage: 'es' }),
    ],
    config: fakeConfig(options.settings),
  });
}
const scene = (text: string) => ({ id: 'hook', role: 'hook', text });
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
  } catch (error) {
    return VideoGenerationError.from(error).code;
  }
  return undefined;
};

describe('wrapScript', () => {
  it.each([
    [
      { content: 'text', name: 'a.md' },
      { content: 'text', name: 'a.md' },
    ],
    [{ content: { hook: 'x' } }, { content: { hook: 'x' } }],
    [{ content: 'a field', hook: 'x' }, { content: { content: 'a field', hook: 'x' } }],
    [{ hook: 'x' }, { content: { hook: 'x' } }],
    ['text', { content: 'text' }],
    ['\uFEFFtext', { content: 'text' }],
  ])('%j', (script, raw) => {
    expect(wrapScript(script)).toEqual(raw);
  });
});

describe('guardScript', () => {
  const deepText = '['.repeat(100_000);
  const deepObject = (): unknown => {
    let value: unknown = 'end';
    for (let level = 0; level < 100_000; level += 1) value = { a: value };
    return value;
  };
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const shared = Array.from({ length: 20 }).reduce<unknown>(
    (inner) => Array.from({ length: 10 }, () => inner),
    'x',
  );

  it.each([
    ['undefined', undefined, 'SCRIPT_EMPTY'],
    ['null', null, 'SCRIPT_EMPTY'],
    ['no text', ' \n ', 'SCRIPT_EMPTY'],
    ['an empty object', {}, 'SCRIPT_EMPTY'],
    ['an empty list', [], 'SCRIPT_EMPTY'],
    ['a number', 7, 'INVALID_REQUEST'],
    ['a function', () => 'x', 'INVALID_REQUEST'],
    ['bytes', new Uint8Array(8), 'INVALID_REQUEST'],
    ['a symbol inside', { hook: Symbol('x') }, 'SCRIPT_FIELD_INVALID'],
    ['10 MB of text', 'a'.repeat(10_000_000), 'SCRIPT_TOO_LARGE'],
    ['10 MB in many fields', Array(200).fill('a'.repeat(50_000)), 'SCRIPT_TOO_LARGE'],
    ['text 100,000 levels deep', deepText, 'SCRIPT_TOO_DEEP'],
    ['an object 100,000 levels deep', deepObject(), 'SCRIPT_TOO_DEEP'],
    ['an object in itself', cyclic, 'SCRIPT_TOO_DEEP'],
    ['a small object that unfolds to billions', shared, 'SCRIPT_TOO_LARGE'],
    ['a null character', 'a\0b', 'SCRIPT_CONTROL_CHARACTERS'],
    ['a bidi override', 'a\u202Eb', 'SCRIPT_CONTROL_CHARACTERS'],
    ['a lone surrogate', 'a\uD83Db', 'SCRIPT_CONTROL_CHARACTERS'],
  ])('refuses %s', (_, content, code) => {
    expect(codeOf(() => guardScript(content))).toBe(code);
  });

  it('names the code point and the place', () => {
    expect(() => guardScript('one\ntwo \u202E three')).toThrow(/U\+202E.*\(line 2\)/);
    expect(() => guardScript({ main_points: ['a', { text: 'b\u0007' }] })).toThrow(
      /U\+0007.*\(main_points\[1\]\.text\)/,
    );
  });

  it('lets ordinary text through, in any language', () => {
    guardScript('Tabs\tand\r\nlines, emoji 👩‍👩‍👧, العربية\u200F, 日本語');
    guardScript({ hook: 'x', main_points: ['a', 1, null, true], nested: { seconds: 3 } });
    guardScript('[0-3s] hook [[[ unbalanced " quote');
  });

  it('ends quickly for any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const code = codeOf(() => guardScript(value));
        expect(code).toSatisfy((one) => one === undefined || /^SCRIPT_|^INVALID_REQUEST$/.test(String(one)));
      }),
    );
  });
});

describe('ScriptReader', () => {
  it('decides channel, language, quality and limits: request, then script, then settings', () => {
    const script = { channel: 'water', scenes: [scene('Hola')] };
    expect(reader().read({ script }).channel.descriptor.id).toBe('water');
    expect(reader().read({ script }).language).toBe('es');
    expect(reader().read({ script, channel: 'air' }).channel.descriptor.id).toBe('air');
    expect(reader().read({ script: 'Hello' }).channel.descriptor.id).toBe('air');
    const settings: FakeSettings = {
      channels: { air: { defaultQuality: 'draft', maxDurationSeconds: 20 } },
      global: { defaultAspect: '1:1' },
    };
    const read = reader({ settings }).read({ script: 'Hello' });
    expect(read).toMatchObject({ quality: 'draft', aspect: '1:1', maxDurationSeconds: 20, language: 'en' });
    expect(reader({ settings }).read({ script: 'Hello', quality: 'high' }).quality).toBe('high');
  });

  it('lists the known channels, suggests the nearest, and says where the name stood', () => {
    expect(() => reader().read({ script: 'Hello', channel: 'ari' })).toThrow(
      expect.objectContaining({
        code: 'CHANNEL_UNKNOWN',
        message: 'There is no channel “ari” (channel of the request). Did you mean “air”? Known: air, water.',
      }),
    );
    const off = reader({ settings: { channels: { water: { enabled: false } } } });
    expect(() => off.read({ script: { channel: 'water', scenes: [scene('x')] } })).toThrow(
      /“water” \(channel of the script\)/,
    );
  });

  it('passes all that the channel refuses on', () => {
    const channel = new FakeChannel();
    const issue = {
      code: 'SCRIPT_FIELD_INVALID',
      where: 'hook',
      message: 'hook is dull.',
      howToFix: 'Liven it.',
    } as const;
    channel.issues = [issue, { ...issue, where: 'cta' }];
    expect(() => reader({ channels: [channel] }).read({ script: 'Hello' })).toThrow(
      expect.objectContaining({
        code: 'CHANNEL_CONTENT_REJECTED',
        message: 'The channel “air” does not accept the script: hook is dull. (and 1 more)',
        details: having({ issues: channel.issues }),
      }),
    );
  });

  it('takes the surest parser, and the first by id among equals', () => {
    const sure = (id: string, certainty: number): IScriptParser => {
      const parser = new FakeParser();
      return {
        id,
        description: id,
        canParse: () => certainty,
        parse: (raw) => ({ ...parser.parse(raw), parser: id }),
      };
    };
    const parserOf = (...parsers: IScriptParser[]): string =>
      reader({ parsers }).read({ script: 'Hello' }).script.parser;
    expect(parserOf(sure('a', 0.2), sure('b', 0.9))).toBe('b');
    expect(parserOf(sure('b', 0.5), sure('a', 0.5))).toBe('a');
    expect(() => parserOf(sure('a', 0))).toThrow(
      expect.objectContaining({ code: 'SCRIPT_FORMAT_UNKNOWN', message: containing('a (a)') }),
    );
  });

  it.each([
    ['an escaped control character', { scenes: [scene('a\u202Eb')] }, 'SCRIPT_CONTROL_CHARACTERS'],
    ['no scene', { scenes: [] }, 'PLUGIN_PROTOCOL_ERROR'],
    ['two scenes of one id', { scenes: [scene('a'), scene('b')] }, 'PLUGIN_PROTOCOL_ERROR'],
  ])('does not trust a parser that gives %s', (_, parsed, code) => {
    const parser: IScriptParser = {
      id: 'outsider',
      description: 'x',
      canParse: () => 1,
      parse: () => ({ parser: 'outsider', topic: 'x', hashtags: [], ...parsed }) as never,
    };
    expect(codeOf(() => reader({ parsers: [parser] }).read({ script: 'Hello' }))).toBe(code);
  });

  it('turns a parser’s exhausted stack into SCRIPT_TOO_DEEP', () => {
    const recurse = (): never => recurse();
    const parser: IScriptParser = { id: 'r', description: 'x', canParse: () => 1, parse: recurse };
    expect(codeOf(() => reader({ parsers: [parser] }).read({ script: 'Hello' }))).toBe('SCRIPT_TOO_DEEP');
  });

  it('refuses at once what is hopelessly long', () => {
    const script: VideoRequest['script'] = Array(400).fill('calm water').join(' ');
    expect(() => reader().read({ script })).toThrow(
      expect.objectContaining({
        code: 'SCRIPT_TOO_LONG',
        howToFix: matching(/Keep about \d+ % of the text/),
      }),
    );
  });
});
