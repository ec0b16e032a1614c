import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { settingsSchema } from '../../config/settings-schema.js';
import { codeBlocks, root } from './code-blocks.js';
import { emulatorOf } from './emulator-process.js';
import { UserProject } from './user-project.js';

const guide = 'docs/policies.md';
const page = readFileSync(path.join(root, guide), 'utf8');

it('lists every policy with the default that it has', () => {
  const policies = Object.entries(settingsSchema).filter(([key]) => /^(?:gateway|cache)\./u.test(key));
  const rows = policies.map(([key, { default: value }]) => {
    const values = (Array.isArray(value) ? value : [value]) as unknown[];
    return `| \`${key}\` | ${values.map((one) => `\`${String(one)}\``).join(', ')} |`;
  });
  for (const row of rows) expect(page).toContain(row);
});

it('has settings and a program that work', async () => {
  await using project = await UserProject.create();
  const [json] = codeBlocks(guide).filter(({ language }) => language === 'json');
  const [program] = codeBlocks(guide).filter(({ language }) => language === 'js');
  const emulator = await emulatorOf(project, 'npx aether emulate runway --seconds 1');
  try {
    const settings = JSON.parse(json!.text) as { providers: { runway: object } };
    Object.assign(settings.providers.runway, { options: { baseUrl: emulator.url } });
    await project.write('aether.config.json', JSON.stringify(settings));
    await project.write('policies.mjs', program!.text);
    const { stdout } = await project.node('policies.mjs', emulator.environment);
    expect(stdout).toMatch(/^completed .+\.mp4\n$/u);
  } finally {
    await emulator.stop();
  }
});
