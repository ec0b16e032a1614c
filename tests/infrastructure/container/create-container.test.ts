import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ContainerModule } from 'inversify';
import { afterAll, describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { ILogger } from '../../../domain/logging/logger.js';
import { ITimelineComposer } from '../../../domain/media/timeline-composer.js';
import { IConfigManager } from '../../../domain/settings/settings.js';
import { IArtifactStore } from '../../../domain/storage/artifact-store.js';
import { IClock } from '../../../domain/time/clock.js';
import { createContainer } from '../../../infrastructure/container/create-container.js';
import { createVideoGenerationService } from '../../../infrastructure/container/create-video-generation-service.js';
import { PluginSystem } from '../../../infrastructure/plugin-host/plugin-system.js';
import { loadSettings } from '../../../infrastructure/settings/load-settings.js';

const cwd = mkdtempSync(path.join(os.tmpdir(), 'aether-container-'));
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const composer: ITimelineComposer = {
  compose: () => Promise.reject(new VideoGenerationError('INTERNAL_ERROR', { message: 'fake' })),
  finish: () => Promise.reject(new VideoGenerationError('INTERNAL_ERROR', { message: 'fake' })),
};
const mediaModule = new ContainerModule(({ bind }) => {
  bind(ITimelineComposer).toConstantValue(composer);
});
const config = loadSettings({ env: {}, cwd, overrides: { 'logging.level': 'silent' } });

describe('the container', () => {
  it('makes each part once', () => {
    const container = createContainer(config, [mediaModule]);
    for (const token of [IConfigManager, ILogger, IClock, IArtifactStore, PluginSystem]) {
      expect(container.get(token)).toBe(container.get(token));
    }
    expect(container.get(IConfigManager)).toBe(config);
  });

  it('keeps services apart', () => {
    const [one, two] = [createContainer(config, [mediaModule]), createContainer(config, [mediaModule])];
    expect(one.get(PluginSystem)).not.toBe(two.get(PluginSystem));
    expect(one.get(IArtifactStore)).not.toBe(two.get(IArtifactStore));
  });

  it('finds the built-in plugins of the build', async () => {
    const plugins = createContainer(config, [mediaModule]).get(PluginSystem);
    await plugins.start();
    expect(plugins.list().every(({ source }) => source === 'built-in')).toBe(true);
    await plugins.dispose();
  });
});

describe('createVideoGenerationService', () => {
  it('starts, clears away what dead processes left, and ends', async () => {
    const left = path.join(cwd, 'videos', '.aether', 'workspaces', `job-1.${'ab'.repeat(8)}`);
    mkdirSync(left, { recursive: true });
    const service = await createVideoGenerationService({ env: { VIDEO_LOG_LEVEL: 'silent' }, cwd });
    expect(existsSync(left)).toBe(false);
    expect(service.getPlugins().map(({ state }) => state)).not.toContain('failed');
    await service.dispose();
    await service.dispose();
  });
});
