import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBlocks, commands, root, type CodeBlock } from './code-blocks.js';
import { UserProject } from './user-project.js';

const script = '{ "hook": "Look up. What do you see?", "points": ["One star."], "cta": "Follow for more." }';

/** A block that the text introduces as a file: the line above it is its path in backquotes. */
function fileOf({ before }: CodeBlock): string | undefined {
  return /^`([\w./-]+)`:\s*$/mu.exec(before.trim().split('\n').at(-1) ?? '')?.[1];
}

/** Writes the files of a guide as its reader would. */
async function follow(guide: string): Promise<UserProject> {
  const project = await UserProject.create();
  for (const block of codeBlocks(guide)) {
    const file = fileOf(block);
    if (file !== undefined) await project.write(file, block.text);
  }
  await project.write('package.json', '{ "type": "module" }');
  return project;
}

describe.each([
  {
    guide: 'docs/writing-a-provider.md',
    scriptFile: 'script.json',
    shows: /provider\/shot-list +1\.0\.0 +ready/u,
  },
  {
    guide: 'docs/writing-a-stage.md',
    scriptFile: 'northern-lights.json',
    shows: /stage\/chapters +1\.0\.0 +ready/u,
  },
  { guide: 'docs/writing-a-channel.md', scriptFile: 'northern-lights.json', shows: /aurora +Wonder/u },
])('$guide', ({ guide, scriptFile, shows }) => {
  it('leads to a plugin that works', async () => {
    await using project = await follow(guide);
    await project.write(scriptFile, script);
    const outputs: string[] = [];
    for (const line of commands(codeBlocks(guide))) {
      const named = line.includes('generate') && !line.includes('--provider') ? ' --provider mock' : '';
      outputs.push((await project.aether(line.replace(/^aether /u, '') + named)).stdout);
    }
    expect(outputs[0]).toMatch(shows);
    expect(outputs[1]).toMatch(/\.json/u);
  });
});

it('has code in docs/writing-a-provider.md that runs by itself', async () => {
  await using project = await UserProject.create();
  const [block] = codeBlocks('docs/writing-a-provider.md').filter(({ text }) => text.includes('tooDark'));
  await project.write('error.mjs', `${block!.text}\nconsole.log(tooDark.code, tooDark.howToFix);`);
  const { stdout } = await project.node('error.mjs');
  expect(stdout).toBe('PROVIDER_ERROR Choose a lighter picture for it.\n');
});

it('has code in docs/testing-a-provider.md that starts an emulator', async () => {
  await using project = await UserProject.create();
  const [block] = codeBlocks('docs/testing-a-provider.md').filter(({ text }) =>
    text.includes('startEmulator'),
  );
  await project.write('emulator.mjs', block!.text);
  const { stdout } = await project.node('emulator.mjs');
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+ \[[^]*'submit'[^]*\] 0\n$/u);
});

it('has commands in docs/speech.md that work', async () => {
  await using project = await UserProject.create();
  await project.write('script.json', script);
  const lines = commands(codeBlocks('docs/speech.md'));
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    const rest = line.includes('generate') ? ' --provider mock' : '';
    expect((await project.aether(line.replace(/^aether /u, '') + rest)).stdout).not.toBe('');
  }
});

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'examples/README.md'].concat(
  readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
);

it.each(pages)('%s links to files that exist', (page) => {
  const text = readFileSync(path.join(root, page), 'utf8')
    .replaceAll(/^```.*?^```/gmsu, '')
    .replaceAll(/`[^`\n]*`/gu, '');
  const targets = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/gu)].map(([, target]) => target!);
  const local = targets.filter((target) => !/^https?:/u.test(target));
  const missing = local.filter((target) => !existsSync(path.resolve(root, path.dirname(page), target)));
  expect(missing).toEqual([]);
});

it('lists every page in docs/README.md', () => {
  const index = readFileSync(path.join(root, 'docs/README.md'), 'utf8');
  const own = pages.filter((page) => /^docs\/[a-z-]+\.md$/u.test(page));
  for (const page of own) expect(index).toContain(`(${path.basename(page)})`);
});
