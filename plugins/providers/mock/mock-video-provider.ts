import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  aspectRatios,
  BaseLocalVideoProvider,
  VideoGenerationError,
  videoQualities,
  type PluginHost,
  type ProviderDescriptor,
  type TimelineRequest,
  type RenderCall,
  type RenderResult,
} from 'aether-video/plugin';
import type { MockOptions } from './mock-options.js';

/** Writes the timeline as JSON. Used only when it is named. */
export class MockVideoProvider extends BaseLocalVideoProvider {
  override readonly descriptor: ProviderDescriptor;
  private failures = 0;

  constructor(private readonly host: Pick<PluginHost<MockOptions>, 'options' | 'clock'>) {
    super();
    const { maxConcurrent, microsPerSecond } = host.options;
    this.descriptor = {
      id: 'mock',
      name: 'Mock',
      description: 'Writes the timeline as JSON instead of a video.',
      location: 'local',
      accepts: ['timeline'],
      capabilities: ['animation', 'transitions', 'captions', 'narration', 'music'],
      qualities: videoQualities,
      aspects: aspectRatios,
      maxDurationSeconds: 3600,
      pictureQuality: 0,
      microsPerSecond,
      currency: 'USD',
      maxConcurrent,
      dedupe: 'key',
      automatic: false,
    };
  }

  protected override async render({ timeline }: TimelineRequest, call: RenderCall): Promise<RenderResult> {
    await this.takeTime(timeline.scenes.length, call);
    this.failAsTold();
    if (!this.host.options.writeFile) return { output: { mediaType: 'none' } };
    const target = path.join(call.workspace, 'timeline.json');
    await writeFile(target, `${JSON.stringify(timeline, undefined, 2)}\n`);
    return { output: { path: target, mediaType: 'application/json' } };
  }

  private async takeTime(scenes: number, call: RenderCall): Promise<void> {
    const { delaySeconds, progressReports } = this.host.options;
    if (delaySeconds === 0) return;
    const steps = progressReports + 1;
    for (let step = 1; step <= steps; step += 1) {
      await this.host.clock.sleep((delaySeconds * 1000) / steps, call.signal);
      if (step === steps) return;
      const fraction = step / steps;
      const current = Math.floor(fraction * scenes);
      call.reportProgress({ fraction, message: 'Pretending to render', current, total: scenes });
    }
  }

  private failAsTold(): void {
    const { failWith, failTimes } = this.host.options;
    if (failWith === undefined || this.failures >= (failTimes ?? Infinity)) return;
    this.failures += 1;
    throw new VideoGenerationError(failWith, {
      message: `The mock provider fails with ${failWith}, as its options say (failure ${this.failures}).`,
      howToFix: 'Remove failWith from the mock provider’s options.',
    });
  }
}
