import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoResult } from '../../domain/video/video-result.js';
import { codeBlocks, commands, root } from './code-blocks.js';
import { UserProject } from './user-project.js';

let project: UserProject;
beforeAll(async () => {
  project = await UserProject.create();
});
afterAll(() => project[Symbol.asyncDispose]());

const pages = ['docs/briefs.md', 'docs/templates.md'];
const lines = pages.flatMap((page) => commands(codeBlocks(page)).map((line) => [page, line] as const));

describe('the guides to briefs and templates', () => {
  it.each(lines)('%s: %s', async (_page, line) => {
    const { stdout } = await project.aether(line.replace('npx aether ', ''));
    expect(stdout).toMatch(/written by|TEMPLATE/u);
  });

  it('have examples that work: a brief with its document, and a template', async () => {
    const plan = async (line: string): Promise<VideoResult> =>
      JSON.parse((await project.aether(`generate ${line} --dry-run --json`)).stdout) as VideoResult;
    const brief = await plan(path.join(root, 'examples/briefs/why-sleep-matters.yaml'));
    expect(brief.writing?.sources[0]).toMatchObject({ source: 'sleep-notes.md' });
    expect(brief.scenes.at(-1)?.text).toMatch(/^Put your phone away at ten\./u);
    const template = path.join(root, 'examples/templates/harvest.yaml');
    const ad = await plan(`--template ${template} --product Rye --cta Taste`);
    expect(ad.scenes.map(({ endSeconds }) => Math.round(endSeconds))).toEqual([6, 14, 18]);
  });
});
