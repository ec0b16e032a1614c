import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scriptLimits } from '../../domain/script/script-limits.js';
import { createScenesScriptParser } from '../../plugins/parsers/scenes/scenes-script-parser.js';
import { createTiktokScriptParser } from '../../plugins/parsers/tiktok/tiktok-script-parser.js';

const page = await readFile(path.resolve(import.meta.dirname, '../../docs/scripts.md'), 'utf8');
const blocks = [...page.matchAll(/```(json|markdown|text|yaml)\n(.*?)```/gsu)];
const scripts = blocks
  .map(([, language, text]) => ({ language: language!, text: text! }))
  .filter(({ text }) => !text.includes('"channels"'));

describe('docs/scripts.md', () => {
  it('shows a script of each kind', () => {
    expect(scripts.map(({ language }) => language)).toEqual(['json', 'markdown', 'text', 'yaml', 'yaml']);
  });

  it.each(scripts)('has a $language script that can be read', ({ language, text }) => {
    const parser = language === 'yaml' ? createScenesScriptParser() : createTiktokScriptParser();
    expect(parser.parse({ content: text }).scenes.length).toBeGreaterThanOrEqual(3);
  });

  it('states the limits that hold', () => {
    const { hook, callToAction, topic, point, sceneText, points, scenes, hashtags, hashtag } = scriptLimits;
    expect([hook, callToAction, topic]).toEqual([200, 200, 200]);
    expect([point, sceneText]).toEqual([500, 500]);
    for (const row of [
      '| hook, call to action, topic | 200 characters each |',
      '| a point, or a scene’s text | 500 characters |',
      `| points | ${points} |`,
      `| scenes of a scene list | ${scenes} |`,
      `| hashtags | ${hashtags}, of ${hashtag} characters each |`,
      `| a scene’s \`seconds\` | ${scriptLimits.minSeconds} to ${scriptLimits.maxSeconds} |`,
      `| a path | ${scriptLimits.path.toLocaleString('en-US')} characters |`,
      `| a whole script | ${scriptLimits.characters.toLocaleString('en-US')} characters, ${scriptLimits.values.toLocaleString('en-US')} values, ${scriptLimits.depth} levels deep |`,
    ]) {
      expect(page).toContain(row);
    }
  });
});
