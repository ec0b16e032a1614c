import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { diagnoseSettings } from '../../../infrastructure/diagnosis/diagnose-settings.js';
import { loadSettings } from '../../../infrastructure/settings/load-settings.js';

async function findingOf(cwd: string, env: Record<string, string> = {}): Promise<string> {
  const settings = loadSettings({ cwd, env });
  const [first] = await diagnoseSettings(settings, { contributions: () => [] }).examine(
    new AbortController().signal,
  );
  return first!.finding;
}

it('says what the user has set, and where; never a key', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'diagnose-settings-'));
  try {
    expect(await findingOf(folder)).toBe('no settings file; all settings have their defaults');
    const file = path.join(folder, 'aether.config.json');
    await writeFile(file, '{ "global": { "defaultQuality": "high", "defaultChannel": "air" } }');
    const env = { VIDEO_MAX_CONCURRENT: '3', VIDEO_PROVIDER_STUDIO_API_KEY: 'sk-0123456789abcdef' };
    const finding = await findingOf(folder, env);
    expect(finding).toContain(`${file}; global.defaultQuality is "high" (${file})`);
    expect(finding).toContain('global.maxConcurrentGenerations is 3 (VIDEO_MAX_CONCURRENT)');
    expect(finding).not.toContain('defaultChannel');
    expect(finding).not.toContain('0123456789');
  } finally {
    await rm(folder, { recursive: true });
  }
});
