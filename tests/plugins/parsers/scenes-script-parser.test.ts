import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { countCharacters } from '../../../domain/script/script-text.js';
import type { VideoScript } from '../../../domain/script/video-script.js';
import { createScenesScriptParser } from '../../../plugins/parsers/scenes/scenes-script-parser.js';
import { refusalOf } from './refusal.js';

const parser = createScenesScriptParser();
const baseFolder = path.resolve('scripts');
const parse = (content: unknown, name?: string): VideoScript => parser.parse({ content, baseFolder, name });

const object = {
  title: 'Four ways',
  channel: 'earth',
  scenes: [
    { text: 'First.', role: 'hook', id: 'opening' },
    { text: 'Second.', seconds: 2.5, media: 'media/a.jpg' },
    { text: 'Third.', media: { path: '../b.mp4', fit: 'contain', motion: 'still' }, role: 'call_to_action' },
  ],
};
const yaml = `# a comment
title: "Four ways"
channel: earth
scenes:
  - text: First.
    role: hook
    id: opening
  - {text: Second., seconds: 2.5, media: media/a.jpg}
  - text: >
      Third.
    media:
      path: ../b.mp4
      fit: contain
      motion: still
    role: call-to-action
`;

describe('the scene list', () => {
  it('reads scenes with texts, times and pictures', () => {
    expect(parse(object)).toEqual({
      parser: 'scenes',
      channel: 'earth',
      topic: 'Four ways',
      hashtags: [],
      scenes: [
        { id: 'opening', role: 'hook', text: 'First.' },
        {
          id: 'scene-2',
          role: 'scene',
          text: 'Second.',
          durationSeconds: 2.5,
          media: { path: path.join(baseFolder, 'media/a.jpg'), fit: 'cover', motion: 'ken-burns' },
        },
        {
          id: 'scene-3',
          role: 'call-to-action',
          text: 'Third.',
          media: { path: path.resolve(baseFolder, '../b.mp4'), fit: 'contain', motion: 'still' },
        },
      ],
    });
  });

  it('makes the same script of an object, JSON and YAML', () => {
    expect(parse(JSON.stringify(object))).toEqual(parse(object));
    expect(parse(yaml, 'a.yaml')).toEqual(parse(object));
    expect(parse(yaml)).toEqual(parse(object));
    expect(parse(`---\n${yaml}`)).toEqual(parse(object));
  });

  it('takes a topic of at most 200 characters from the first scene', () => {
    const { topic } = parse({ scenes: [{ text: `${'👩‍👩‍👧'.repeat(60)} end` }] });
    expect(countCharacters(topic)).toBeLessThanOrEqual(200);
    expect(topic).toMatch(/👧…$/u);
  });

  it('resolves a few aliases', () => {
    const shared = 'scenes:\n  - {text: a, media: &m {path: a.jpg}}\n  - {text: b, media: *m}\n';
    expect(parse(shared).scenes[1]?.media?.path).toBe(path.join(baseFolder, 'a.jpg'));
  });

  it.each([
    [{ scenes: [] }, 'SCRIPT_FIELD_MISSING', 'scenes is empty.'],
    [{ topic: 'x' }, 'SCRIPT_FIELD_MISSING', 'scenes is missing.'],
    [
      [{ text: 'a' }],
      'SCRIPT_FIELD_INVALID',
      'The script must be fields such as topic and scenes, but it is a list.',
    ],
    [
      { scenes: ['a'] },
      'SCRIPT_FIELD_INVALID',
      'scenes[0] must be a scene: fields with text, seconds and media, but it is the text "a".',
    ],
    [{ scenes: [{ media: 'a.jpg' }] }, 'SCRIPT_FIELD_MISSING', 'scenes[0].text is missing.'],
    [
      { scenes: Array(101).fill({ text: 'a' }) },
      'SCRIPT_FIELD_INVALID',
      'scenes has 101 entries; the most is 100.',
    ],
    [
      { scenes: [{ text: 'a', role: 'hok' }] },
      'SCRIPT_FIELD_INVALID',
      'scenes[0].role must be one of hook, point, call-to-action, scene, but it is the text "hok".',
    ],
    [{ scenes: [{ text: 'a', id: 'A b' }] }, 'SCRIPT_FIELD_INVALID', 'scenes[0].id is not an id.'],
    [
      { scenes: [{ text: 'a' }, { text: 'b', id: 'scene-1' }] },
      'SCRIPT_FIELD_INVALID',
      'scenes[1].id is scene-1, like scenes[0].',
    ],
    [
      { scenes: [{ text: 'a', media: 'file:///etc/passwd' }] },
      'SCRIPT_FIELD_INVALID',
      'scenes[0].media is a web address, and only local files are used.',
    ],
    ['scenes:\n  - text: a\n    text: b\n', 'SCRIPT_MALFORMED', 'Line 3 gives a field a second time.'],
    ['scenes:\n\t- text: a\n', 'SCRIPT_MALFORMED', 'Line 2 is indented with a tab; YAML needs spaces.'],
    ['scenes:\n  - text: !run a\n', 'SCRIPT_MALFORMED', 'Line 2 has a !tag, which scripts may not use.'],
    [
      'scenes:\n  - text: "a\n',
      'SCRIPT_MALFORMED',
      'Line 3 lacks a character, such as a closing quote or a comma.',
    ],
    [
      'scenes: []\n---\nscenes: []\n',
      'SCRIPT_MALFORMED',
      'Line 2 begins a second document; a script is one.',
    ],
    [
      'scenes:\n  - text: 2024\n',
      'SCRIPT_FIELD_INVALID',
      'scenes[0].text must be a text, but it is the number 2024.',
    ],
    [
      '__proto__: {polluted: 1}\nscenes:\n  - text: a\n',
      'SCRIPT_FIELD_INVALID',
      '__proto__ is not a field of this format.',
    ],
  ])('mistake %#', (content: unknown, code, message) => {
    const error = refusalOf(() => parse(content));
    expect({ code: error.code, message: error.message }).toEqual({ code, message });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
