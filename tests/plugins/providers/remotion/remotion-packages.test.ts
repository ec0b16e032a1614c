import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../../domain/errors/video-generation-error.js';
import { chromeModeOf, findChrome } from '../../../../plugins/providers/remotion/find-chrome.js';
import { remotionOptionsSchema } from '../../../../plugins/providers/remotion/remotion-options.js';
import { remotionVersion } from '../../../../plugins/providers/remotion/remotion-packages.js';

describe('the packages of Remotion', () => {
  it('that are missing are named with the command that installs them, and the licence', () => {
    const missing = (): never => {
      throw new Error('not found');
    };
    const error = thrownBy(() => remotionVersion(missing));
    expect(error.code).toBe('PLUGIN_DEPENDENCY_MISSING');
    expect(error.message).toContain('@remotion/bundler');
    expect(error.howToFix).toMatch(/npm install remotion@[\d.]+ @remotion\/renderer@[\d.]+/u);
    expect(error.howToFix).toContain('not open source');
  });
});

describe('Chrome', () => {
  const environment = { CHROME_PATH: '' };

  it('is taken from the option before anything else', async () => {
    expect(await findChrome(process.execPath, environment)).toBe(process.execPath);
    expect(await findChrome(undefined, { CHROME_PATH: process.execPath })).toBe(process.execPath);
  });

  it('that is not where it should be is not looked for elsewhere', async () => {
    const nowhere = path.resolve('nowhere', 'chrome');
    const error = await findChrome(nowhere, environment).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PLUGIN_DEPENDENCY_MISSING', details: { submission: 'unsent' } });
    expect((error as Error).message).toContain(nowhere);
    const byVariable = await findChrome(undefined, { CHROME_PATH: nowhere }).catch(
      (thrown: unknown) => thrown,
    );
    expect((byVariable as Error).message).toContain('CHROME_PATH');
  });

  it('has another headless mode as a shell', () => {
    expect(chromeModeOf('/usr/bin/chromium-headless-shell')).toBe('headless-shell');
    expect(chromeModeOf('/usr/bin/google-chrome')).toBe('chrome-for-testing');
  });
});

describe('the options', () => {
  it('are closed, and their paths absolute', () => {
    expect(remotionOptionsSchema.parse({})).toMatchObject({ compositionId: 'aether', pages: 2 });
    for (const wrong of [
      { page: 1 },
      { chromePath: 'chrome' },
      { entryPoint: './mine.tsx' },
      { compositionId: 'a b' },
    ]) {
      expect(remotionOptionsSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
    }
  });
});

function thrownBy(work: () => unknown): VideoGenerationError {
  try {
    work();
  } catch (error) {
    if (VideoGenerationError.isInstance(error)) return error;
  }
  throw new Error('it did not fail as it should');
}
