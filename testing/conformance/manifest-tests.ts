import assert from 'node:assert/strict';
import { VideoGenerationError, type PluginManifest } from 'aether-video/plugin';
import { checkContribution } from '../../infrastructure/plugin-host/check-contribution.js';
import { checkManifest } from '../../infrastructure/plugin-host/check-manifest.js';
import { readPluginOptions } from '../../infrastructure/plugin-host/plugin-options.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { AnyProviderManifest } from './conformance-rig.js';
import type { Suite } from './conformance-suite.js';

type Options = Readonly<Record<string, unknown>>;

/** The manifest, its options, and what the factory makes. */
export function manifestTests({ manifest, backend, test, plain }: Suite): void {
  plain('is valid', async () => {
    await Promise.resolve(checkManifest({ manifest }, 'manifest'));
  });

  test('makes a provider with all members, which can be disposed of twice', async ({ provider, another }) => {
    checkContribution(provider, manifest as unknown as PluginManifest, manifest.id);
    const second = await another();
    await second.dispose?.();
    await second.dispose?.();
  });

  test('describes itself in plain JSON', ({ provider: { descriptor } }) => {
    assert.deepEqual(JSON.parse(JSON.stringify(descriptor)), descriptor);
    const ids = (descriptor.models ?? []).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'two models have the same id');
    for (const { id, tasks } of descriptor.models ?? []) assert(tasks.length > 0, `${id} has no task`);
    return Promise.resolve();
  });

  test('refuses options that are wrong, without showing the key', async ({ emulator }) => {
    const right: Options = { ...emulator.pluginOptions, ...backend.options };
    const { apiKey, ...withoutKey } = right;
    const wrong: Options[] = [{ ...right, surprise: true }, ...(backend.wrongOptions ?? [])];
    if (apiKey !== undefined) wrong.push(withoutKey);
    for (const options of wrong) {
      const error = await optionsError(manifest, options);
      assert.equal(error?.code, 'PLUGIN_OPTIONS_INVALID', `accepted: ${Object.keys(options).join(', ')}`);
      assert(!JSON.stringify(error.toJSON()).includes(emulator.apiKey), 'the key is in the error');
    }
    assert.equal(await optionsError(manifest, right), undefined);
  });
}

/** What the host says to options, as it reads them from settings. */
async function optionsError(
  manifest: AnyProviderManifest,
  given: Options,
): Promise<VideoGenerationError | undefined> {
  const { apiKey, ...options } = given;
  const config = { provider: () => ({ options, apiKey }), describe: () => [] };
  return readPluginOptions(
    manifest as unknown as PluginManifest,
    manifest.id,
    config as unknown as IConfigManager,
  ).then(
    () => undefined,
    (error: unknown) => VideoGenerationError.from(error),
  );
}
