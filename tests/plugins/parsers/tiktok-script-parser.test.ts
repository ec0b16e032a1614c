import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RawScript } from '../../../domain/script/script-parser.js';
import type { VideoScript } from '../../../domain/script/video-script.js';
import { createTiktokScriptParser } from '../../../plugins/parsers/tiktok/tiktok-script-parser.js';
import { issuesOf, refusalOf } from './refusal.js';

const parser = createTiktokScriptParser();
const baseFolder = path.resolve('scripts');
const parse = (content: unknown, raw: Partial<RawScript> = {}): VideoScript =>
  parser.parse({ content, baseFolder, ...raw });
const texts = (content: unknown): string[] => parse(content).scenes.map(({ text }) => text);

const snake = {
  channel: 'air',
  topic: 'Mindfulness',
  hook: 'Transform your focus',
  main_points: ['Breathe slowly.', { text: 'Look away.', seconds: 4, media: 'media/dawn.jpg' }],
  call_to_action: 'Follow for more!',
  language: 'en',
  voice: 'flite:slt',
  music: 'music/calm.mp3',
  hashtags: ['calm', 'focus'],
};
const { main_points: points, call_to_action: call, ...shared } = snake;
const markdown = `---
channel: air
language: en
voice: flite:slt
music: music/calm.mp3
hashtags: [calm, "focus"]
---

# Mindfulness

## Hook
**Transform** your *focus*

## Main points
- Breathe
  slowly.
- [3-7s] Look away.
  ![](media/dawn.jpg)

**Call to action:** Follow for more!
`;

describe('the short-video format', () => {
  it('reads hook, points and call to action in order', () => {
    expect(parse(snake)).toEqual({
      parser: 'tiktok',
      channel: 'air',
      topic: 'Mindfulness',
      language: 'en',
      voice: 'flite:slt',
      music: path.join(baseFolder, 'music/calm.mp3'),
      hashtags: ['calm', 'focus'],
      scenes: [
        { id: 'hook', role: 'hook', text: 'Transform your focus' },
        { id: 'point-1', role: 'point', text: 'Breathe slowly.' },
        {
          id: 'point-2',
          role: 'point',
          text: 'Look away.',
          durationSeconds: 4,
          media: { path: path.join(baseFolder, 'media/dawn.jpg'), fit: 'cover', motion: 'ken-burns' },
        },
        { id: 'call-to-action', role: 'call-to-action', text: 'Follow for more!' },
      ],
    });
  });

  it.each([
    ['camel case', { ...shared, mainPoints: points, callToAction: call }],
    ['JSON text', JSON.stringify(snake)],
    ['JSON text with a byte-order mark', `\uFEFF${JSON.stringify(snake, undefined, 2)}`],
    ['Markdown', markdown],
    ['Markdown with Windows line ends', markdown.replaceAll('\n', '\r\n')],
  ])('makes the same script of %s', (_, content) => {
    expect(parse(content)).toEqual(parse(snake));
  });

  it('keeps text as text', () => {
    const text = "%{pts} {\\pos(1,2)} 'quoted': a\\b [in] <b> $HOME `x` 5 * 3 * 2 snake_case_name";
    expect(parse({ hook: text, main_points: [text] }).scenes[1]?.text).toBe(text);
    expect(texts(`Hook: ${text}\n\n${text}`)).toEqual([text, text]);
  });

  it('makes line breaks spaces, and leaves no-break spaces', () => {
    expect(texts({ hook: ' a\n\tb\u2028c ', main_points: ['«\u00a0d\u00a0»'] })).toEqual([
      'a b c',
      '«\u00a0d\u00a0»',
    ]);
  });

  it('takes the topic from the hook, and null for nothing', () => {
    const script = parse({ hook: 'Stop.', main_points: ['a'], topic: null, voice: null, cta: null });
    expect(script.topic).toBe('Stop.');
    expect(script).not.toHaveProperty('voice');
    expect(script.scenes).toHaveLength(2);
  });

  it.each([
    ['#calm #focus, #Calm', ['calm', 'focus']],
    ['朝活、集中力', ['朝活', '集中力']],
    [
      ['#a', 'b'],
      ['a', 'b'],
    ],
  ])('reads hashtags %j', (hashtags, expected) => {
    expect(parse({ hook: 'a', points: ['b'], hashtags }).hashtags).toEqual(expected);
  });

  it('makes language tags canonical, and keeps music none', () => {
    expect(
      parse({ hook: 'a', points: ['b'], language: 'pt_br', music: 'none', channel: ' Air ' }),
    ).toMatchObject({
      language: 'pt-BR',
      music: 'none',
      channel: 'air',
    });
  });
});

describe('marks in text', () => {
  it.each([
    ['Hook: a\nPoints:\n- b\n- c\nCTA: d'],
    ['HOOK\na\n\nMAIN POINTS\n1. b\n2) c\n\nCALL TO ACTION\nd'],
    ['**Hook**\na\n\n**Points**\n* b\n* c\n\n**CTA**\nd'],
    ['**Hook:** a\n\nb\n\nc\n\n__Call to action__: d'],
    ['[HOOK] a\n\n- b\n- c\n\n[CTA] d'],
    ['## Hook\n> a'.replace('> ', '') + '\n## Point 1\nb\n## Point 2: c\n## CTA\nd'],
    ['- Hook: a\n- Point: b\n- Point: c\n- CTA: d'],
    ['hook: a\nmain_points:\n  - b\n  - c\ncall_to_action: d'],
    ['Hook： a\n• b\n• c\nCTA： d'],
    ['**Hook: a**\n\n- b\n- c\n\n*CTA: d*'],
  ])('%j', (text) => {
    expect(texts(text)).toEqual(['a', 'b', 'c', 'd']);
  });

  it.each([
    ['[0-3s] Hook: a\n[00:03-00:07] b\n(7-12 seconds) c\n[12s – 14.5s] CTA: d'],
    ['Hook (0-3s): a\n\n- [3-7s] b\n- [0:07-0:12] c\n\n**CTA** [12 to 14.5 sec]: d'],
    ['## Hook (0–3s)\na\n\n1. (3s-7s) b\n2. [7 - 12] c\n\n## CTA [12-14.5s]\nd'],
    ['[0-3s]\na\n[3-7s]\nb\n[7-12s]\nc\n\nCTA:\n[12-14.5s]\nd'],
  ])('time ranges: %j', (text) => {
    expect(parse(text).scenes.map((scene) => [scene.text, scene.durationSeconds])).toEqual([
      ['a', 3],
      ['b', 4],
      ['c', 5],
      ['d', 2.5],
    ]);
  });

  it('leaves a range inside a sentence alone', () => {
    expect(parse('Hook: a\n\nHold your breath (3-7 seconds), then rest.').scenes[1]).toEqual({
      id: 'point-1',
      role: 'point',
      text: 'Hold your breath (3-7 seconds), then rest.',
    });
  });

  it.each([
    ['**bold** and *it* and ***both***', 'bold and it and both'],
    ['これは*大切*です', 'これは大切です'],
    ['__init__ and _it_', 'init and it'],
    ['2*3*4 and a ** b', '2*3*4 and a ** b'],
    ['a_b_c', 'a_b_c'],
  ])('emphasis: %s', (written, read) => {
    expect(texts(`Hook: h\n\n${written}`)[1]).toBe(read);
  });

  it('does not take a sentence for a mark', () => {
    expect(texts('Hook: h\n\nPoint of view matters.\n\nHook’s law: force.\n\nMusic: it heals.')).toEqual([
      'h',
      'Point of view matters.',
      'Hook’s law: force.',
      'Music: it heals.',
    ]);
  });

  it('collects lines of hashtags, and heads without front matter', () => {
    const script = parse('Topic: T\nChannel: fire\nHook: h\n- p\n#one #two');
    expect(script).toMatchObject({ topic: 'T', channel: 'fire', hashtags: ['one', 'two'] });
  });
});

describe('mistakes', () => {
  const good = { hook: 'a', main_points: ['b'] };

  it('finds all of them at once', () => {
    const content = { hok: 'x', main_points: ['ok', 3, { text: 'x', secnds: 2 }], language: 'english' };
    expect(
      issuesOf(() => parse(content)).map(({ code, where, howToFix }) => [code, where, howToFix]),
    ).toEqual([
      ['SCRIPT_FIELD_INVALID', 'language', 'Write a tag such as en, es, ja, ar or pt-BR.'],
      ['SCRIPT_FIELD_MISSING', 'hook', 'Add the field that the message names.'],
      ['SCRIPT_FIELD_INVALID', 'main_points[1]', 'Correct or remove the field that the message names.'],
      ['SCRIPT_FIELD_INVALID', 'main_points[2].secnds', 'Write seconds.'],
      ['SCRIPT_FIELD_INVALID', 'hok', 'Write hook.'],
    ]);
  });

  it.each([
    [
      { ...good, hook: 7 },
      'SCRIPT_FIELD_INVALID',
      'hook must be a text, or fields with text, media and seconds, but it is the number 7.',
    ],
    [{ ...good, hook: ' ' }, 'SCRIPT_FIELD_MISSING', 'hook is empty.'],
    [{ ...good, main_points: [] }, 'SCRIPT_FIELD_MISSING', 'main_points is empty.'],
    [
      { ...good, main_points: 'b' },
      'SCRIPT_FIELD_INVALID',
      'main_points must be a list of texts, but it is the text "b".',
    ],
    [
      { ...good, main_points: Array(31).fill('b') },
      'SCRIPT_FIELD_INVALID',
      'main_points has 31 entries; the most is 30.',
    ],
    [{ ...good, hook: 'x'.repeat(201) }, 'SCRIPT_TEXT_TOO_LONG', 'hook has 201 characters; the most is 200.'],
    [{ ...good, cta: '😀'.repeat(201) }, 'SCRIPT_TEXT_TOO_LONG', 'cta has 201 characters; the most is 200.'],
    [
      { ...good, hook: 'a\u202eb' },
      'SCRIPT_CONTROL_CHARACTERS',
      'hook holds a text-direction control (U+202E) at character 2.',
    ],
    [
      { ...good, hook: 'a\u0000' },
      'SCRIPT_CONTROL_CHARACTERS',
      'hook holds a null character (U+0000) at character 2.',
    ],
    [
      { ...good, hook: '\ud800' },
      'SCRIPT_CONTROL_CHARACTERS',
      'hook holds an invisible control character (U+D800) at character 1.',
    ],
    [
      { ...good, music: 'https://a.b/c.mp3' },
      'SCRIPT_FIELD_INVALID',
      'music is a web address, and only local files are used.',
    ],
    [{ ...good, hashtags: ['two words'] }, 'SCRIPT_FIELD_INVALID', 'hashtags[0] has a space in it.'],
    [{ ...good, mainPoints: ['c'] }, 'SCRIPT_FIELD_INVALID', 'mainPoints says the same as main_points.'],
    [
      { ...good, main_points: [{ text: 'b', seconds: 0 }] },
      'SCRIPT_FIELD_INVALID',
      'main_points[0].seconds must be a number of seconds from 0.5 to 600, but it is the number 0.',
    ],
    [
      { ...good, hook: { text: 'a', media: { path: 'a.jpg', fit: 'covr' } } },
      'SCRIPT_FIELD_INVALID',
      'hook.media.fit must be one of cover, contain, but it is the text "covr".',
    ],
    [
      JSON.parse('{"hook":"a","main_points":["b"],"__proto__":{"x":1}}'),
      'SCRIPT_FIELD_INVALID',
      '__proto__ is not a field of this format.',
    ],
    [{ ...good, constructor: 1 }, 'SCRIPT_FIELD_INVALID', 'constructor is not a field of this format.'],
    [{}, 'SCRIPT_EMPTY', 'The script is empty.'],
    ['x'.repeat(100_001), 'SCRIPT_TOO_LARGE', 'The script has 100,001 characters; the most is 100,000.'],
    [
      { ...good, topic: Array(9_997).fill('') },
      'SCRIPT_TOO_LARGE',
      'The script has 10,001 values; the most is 10,000.',
    ],
    ['just a text', 'SCRIPT_FIELD_MISSING', 'hook is missing. (1 more below)'],
    ['Hook: a\n\nHook: b\n\nc', 'SCRIPT_FIELD_INVALID', 'Line 3 marks the hook again; line 1 has it, too.'],
    ['intro\nHook: a\n- b', 'SCRIPT_FIELD_INVALID', 'Line 1 stands before the hook.'],
    [
      'Hook: a\n- [7-3s] b',
      'SCRIPT_FIELD_INVALID',
      'Line 2 has the time range [7-3s], which does not end after it starts.',
    ],
    [
      'Hook: a\n- b\n## Notes\n',
      'SCRIPT_FIELD_INVALID',
      'Line 3 is a heading that this format does not know.',
    ],
    [
      `Hook: a\n\n- b\n- ${'x'.repeat(501)}`,
      'SCRIPT_TEXT_TOO_LONG',
      'Line 4, point 2 has 501 characters; the most is 500.',
    ],
    [
      '---\nchanel: air\n---\nHook: a\n- b',
      'SCRIPT_FIELD_INVALID',
      'Line 2 gives “chanel”, which is not a field of a script’s head.',
    ],
    [
      '---\nlanguage: english\n---\nHook: a\n- b',
      'SCRIPT_FIELD_INVALID',
      'Line 2, language is not a language tag.',
    ],
    ['---\nwhat is this\n---\nHook: a\n- b', 'SCRIPT_MALFORMED', 'Line 2 is not a `name: value` line.'],
  ])('mistake %#', (content: unknown, code, message) => {
    expect(refusalOf(() => parse(content))).toMatchObject({ code, message });
  });
});

describe('what providers make for the scenes', () => {
  const visuals = (content: unknown) => parse(content).scenes.map(({ visual }) => visual);

  it('is asked for in fields, for one scene or for all', () => {
    const fields = {
      visual: { kind: 'clip', provider: 'runway' },
      hook: 'Look up.',
      main_points: ['One.', { text: 'Two.', visual: 'image' }, { text: 'Three.', visual: 'background' }],
      cta: { text: 'Go.', visual: { kind: 'clip', prompt: 'a lake', model: 'gen4.5' } },
    };
    expect(visuals(fields)).toEqual([
      { kind: 'clip', provider: 'runway' },
      { kind: 'clip', provider: 'runway' },
      { kind: 'image' },
      { kind: 'background' },
      { kind: 'clip', prompt: 'a lake', model: 'gen4.5' },
    ]);
  });

  it('is asked for in lines: above the hook for all, below a text for it', () => {
    const text = 'Visual: clip\n\nHook: Look up.\n\nOne.\nVisual: image, a lake in fog\n\nTwo.\n\nCTA: Go.\n';
    expect(visuals(text)).toEqual([
      { kind: 'clip' },
      { kind: 'image', prompt: 'a lake in fog' },
      { kind: 'clip' },
      { kind: 'clip' },
    ]);
    const head = '---\nvisual: image\n---\nHook: Look up.\n\nOne.\n';
    expect(visuals(head)).toEqual([{ kind: 'image' }, { kind: 'image' }]);
  });

  it('leaves a note to the editor what it is', () => {
    expect(texts('Hook: Look up.\n\nVisual: a man walks by the sea.\n')).toEqual([
      'Look up.',
      'Visual: a man walks by the sea.',
    ]);
  });

  it('names what is wrong with it', () => {
    const fields = { hook: 'Look up.', main_points: [{ text: 'One.', visual: 'movie' }] };
    expect(issuesOf(() => parse(fields))[0]).toMatchObject({
      where: 'main_points[0].visual',
      message: expect.stringContaining('clip, image, background') as string,
    });
    const more = { hook: 'Look up.', main_points: ['One.'], visual: { kind: 'clip', promt: 'x' } };
    expect(issuesOf(() => parse(more))[0]).toMatchObject({
      where: 'visual.promt',
      howToFix: 'Write prompt.',
    });
  });
});
