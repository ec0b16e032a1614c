import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { VideoResult } from '../../domain/video/video-result.js';
import { Bench } from './command-line.js';

const topic = "%{eif:n} {\\pos(1,1)} 'q' a:b\\c [in] ../../etc/passwd; $(rm)\nnext";
const hook = "Tax %{pts} {\\pos(5,5)} 'it' a:b\\c [in] <b>x</b> --> y";
const point = '[0:v]scale[v1]; [out] 1 00:00:01,000 --> 00:00:02,000';
const call = 'Not 𓂀 [pause] but [1].';

const bench = new Bench();
let result: VideoResult;

beforeAll(async () => {
  const script = bench.write('hostile.json', { channel: 'air', topic, hook, points: [point], cta: call });
  const args = ['generate', script, '--quality', 'draft', '--voice', 'none', '--music', 'none', '--json'];
  const run = await bench.run(args);
  expect(run.stderr).not.toMatch(/error/iu);
  result = JSON.parse(run.stdout) as VideoResult;
});
afterAll(() => bench.remove());

it('is text in the result object, which is also beside the video', () => {
  expect(result.status).toBe('completed');
  expect(result.topic).toBe(topic.replace('\n', ' '));
  expect(result.scenes.map(({ text }) => text)).toEqual([hook, point, call]);
  expect(JSON.parse(readFileSync(result.resultPath!, 'utf8'))).toEqual(result);
});

it('is text in the title of the video', () => {
  const args = ['-v', 'error', '-show_entries', 'format_tags=title', '-of', 'json', result.video!.path];
  const probe = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' })) as {
    format: { tags: { title: string } };
  };
  expect(probe.format.tags.title).toBe(topic.replace('\n', ' '));
});

it('never leaves the storage folder, whatever it does to the name', () => {
  const { path: file } = result.video!;
  expect(path.dirname(file)).toBe(bench.videos);
  expect(path.basename(file)).toMatch(/^\d{8}_\d{6}_[a-z\d-]+\.mp4$/u);
  expect(bench.published().map((name) => path.extname(name))).toEqual(['.json', '.mp4', '.srt', '.vtt']);
});

it('is text in WebVTT, by its escapes', () => {
  const shown = readFileSync(result.captions!.vttPath, 'utf8')
    .replace(/<[\d:.]+>/gu, '')
    .replace(/^.*-->.*$/gmu, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/gu, ' ');
  for (const text of [hook, point, 'Not 𓂀 but [1].']) expect(shown).toContain(text);
});

it('is text in SubRip, where nothing can be escaped: what a player would obey has a look-alike', () => {
  const lines = readFileSync(result.captions!.srtPath, 'utf8').split('\n');
  const timed = lines.filter((line) => line.includes('-->'));
  for (const line of timed) expect(line).toMatch(/^\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}$/u);
  const shown = lines.join(' ');
  expect(shown).toContain('%(pts) (\\pos(5,5))');
  expect(shown).toContain('‹b>x‹/b> → y');
  expect(shown).not.toMatch(/\{\\|<b>/u);
});

it('that no font can draw is named in a warning', () => {
  expect(result.warnings.map(({ code }) => code)).toEqual(['MISSING_GLYPHS']);
  expect(result.warnings[0]!.what).toContain('𓂀');
});

it('is warned of also when every picture comes from the cache', async () => {
  const args = [
    'generate',
    'hostile.json',
    '--quality',
    'draft',
    '--voice',
    'none',
    '--music',
    'none',
    '--json',
  ];
  const again = JSON.parse((await bench.run(args)).stdout) as VideoResult;
  expect(again.warnings).toEqual(result.warnings);
});
