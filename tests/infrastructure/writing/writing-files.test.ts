import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fillTemplate } from '../../../domain/template/fill-template.js';
import { readTemplate } from '../../../domain/template/read-template.js';
import { AnswerFiles } from '../../../infrastructure/writing/answer-files.js';
import { SourceFiles } from '../../../infrastructure/writing/source-files.js';
import { TemplateFiles } from '../../../infrastructure/writing/template-files.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

let folder: string;
const place = (name: string): string => path.join(folder, name);
const inspector = { resolve: (file: string, base = '.') => Promise.resolve(path.resolve(base, file)) };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aether-writing-'));
  await mkdir(place('templates'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('documents', () => {
  const read = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(place(name), content);
    return (await new SourceFiles(inspector).read(place(name))).text;
  };

  it.each([
    ['a.txt', 'Plain words.', 'Plain words.'],
    ['b.md', '# Title\n\nA **bold** [link](https://x.example) here.\n', 'A bold link here.'],
    ['c.html', '<html><script>evil()</script><p>One &amp; two.</p></html>', 'One & two.'],
    [
      'd.srt',
      '1\n00:00:01,000 --> 00:00:02,000\nHalf a\n\n2\n00:00:02,000 --> 00:00:03,000\nsentence.\n',
      'Half a sentence.',
    ],
    ['e.json', '{"a":["First.","Second."]}', 'First.\n\nSecond.'],
  ])('%s gives its words', async (name, content, text) => {
    expect(await read(name, content)).toBe(text);
  });

  it.each([
    ['f.pdf', '%PDF-1.7', 'it is a PDF'],
    ['g.docx', 'PK\u0003\u0004…', 'an office document'],
    ['h.bin', new Uint8Array([255, 254, 0, 1]), 'not UTF-8'],
    ['i.txt', ' \n ', 'no text in it'],
  ])('%s is refused with a reason', async (name, content, why) => {
    await expect(read(name, content)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining(why),
    });
  });
});

describe('templates', () => {
  const library = (): TemplateFiles => new TemplateFiles([place('templates')], inspector);
  const product = { name: 'x', product: 'Aurora Watch', callToAction: 'Order yours today' };

  it('that come with Aether have four scenes of 8, 8, 10 and 4 seconds, the last a still', async () => {
    const found = await new TemplateFiles([], inspector).list();
    expect(found.map(({ template }) => template.id)).toEqual(['bold', 'energetic', 'luxury', 'minimal']);
    for (const { template } of found) {
      expect(template.scenes.map(({ seconds }) => seconds)).toEqual([8, 8, 10, 4]);
      expect(template.scenes.at(-1)).toMatchObject({ visual: 'still', text: '{cta}' });
      const { scenes } = fillTemplate(template, product);
      expect(scenes.at(-1)!.text).toBe('Order yours today.');
      expect(scenes.map(({ text }) => text).join(' ')).not.toMatch(/[{}]/u);
    }
  });

  it('of one’s own are found by id and by path, and may take a built-in’s place', async () => {
    const luxury = await readFile(new URL('../../../templates/luxury.yaml', import.meta.url), 'utf8');
    await writeFile(place('templates/own.yaml'), luxury.replace('id: luxury', 'id: own'));
    await writeFile(
      place('templates/luxury.json'),
      JSON.stringify({ ...(parse(luxury) as object), name: 'Mine' }),
    );
    expect((await library().find('own')).id).toBe('own');
    expect((await library().find('luxury')).name).toBe('Mine');
    expect((await library().find(place('templates/own.yaml'))).id).toBe('own');
    await expect(library().find('luxry')).rejects.toMatchObject({
      code: 'TEMPLATE_UNKNOWN',
      howToFix: expect.stringContaining('luxury'),
    });
  });

  it('that are wrong are refused with the field', async () => {
    const [{ template }] = (await new TemplateFiles([], inspector).list()) as unknown as [
      { template: object },
    ];
    const wrong = {
      ...template,
      scenes: [{ role: 'hook', seconds: 8, visual: 'clip', text: '{prodct}', prompt: 'x' }],
    };
    expect(() => readTemplate(wrong, 'mine.yaml')).toThrow(/mine\.yaml.*\{prodct\}/u);
    expect(() => readTemplate({ ...template, colour: 'red' }, 'mine.yaml')).toThrow(/colour/u);
  });

  it('keep what stands in a product’s name as it is', async () => {
    const template = await new TemplateFiles([], inspector).find('minimal');
    const filled = fillTemplate(template, { ...product, product: '{cta} $& 100%' });
    expect(filled.scenes[0]!.text).toContain('{cta} $& 100%');
  });
});

describe('answers on record', () => {
  it('are found until they are too old, and the oldest make room', async () => {
    let now = Date.parse('2026-11-20T12:00:00Z');
    const clock = { now: () => new Date(now) };
    const files = new AnswerFiles({
      folder: place('answers'),
      ttlSeconds: 60,
      maxEntries: 2,
      clock,
      logger: new RecordingLogger(),
    });
    for (const key of ['a', 'b', 'c']) {
      now += 1000;
      await files.put(key, { text: key, model: 'm' });
    }
    expect([await files.get('a'), (await files.get('c'))?.text]).toEqual([undefined, 'c']);
    now += 61_000;
    expect(await files.get('c')).toBeUndefined();
  });
});
