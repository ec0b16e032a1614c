import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  aspectRatios,
  BaseLocalVideoProvider,
  missingGlyphsWarnings,
  pictureArguments,
  totalFrames,
  videoQualities,
  type PluginHost,
  type ProviderDescriptor,
  type ProviderHealth,
  type RenderCall,
  type RenderResult,
  type TimelineRequest,
} from 'aether-video/plugin';
import { compositionInput } from './composition-input.js';
import { chromeModeOf, findChrome } from './find-chrome.js';
import { builtInEntry, keptBundleFolder } from './kept-bundle.js';
import { prepareMedia } from './prepare-media.js';
import type { RemotionOptions } from './remotion-options.js';
import { licenceNotice } from './remotion-packages.js';
import type { RenderOrder, RenderStep } from './render-messages.js';
import { runRender } from './run-render.js';

/** Shares of the whole progress: the picture takes nearly all of the time. */
const bundleShare = 0.06;
const pictureShare = 0.88;
const messages: Record<RenderStep, string> = {
  bundle: 'Bundling the composition',
  composition: 'Starting Chrome',
  render: 'Drawing the frames in Chrome',
};

export type RemotionHost = Pick<PluginHost<RemotionOptions>, 'options' | 'composer' | 'dataFolder'>;

/** Renders the timeline as a React composition, through the user's own Remotion and Chrome. */
export class RemotionVideoProvider extends BaseLocalVideoProvider {
  override readonly descriptor: ProviderDescriptor;

  /** @param version of the installed Remotion */
  constructor(
    private readonly host: RemotionHost,
    private readonly version: string,
  ) {
    super();
    this.descriptor = {
      id: 'remotion',
      name: 'Remotion',
      description: `Draws the video with React in Chrome. ${licenceNotice}`,
      location: 'local',
      accepts: ['timeline'],
      capabilities: ['text-to-video', 'animation', 'transitions', 'captions', 'narration', 'music'],
      qualities: videoQualities,
      aspects: aspectRatios,
      maxDurationSeconds: 3600,
      pictureQuality: 0.6,
      microsPerSecond: 0,
      currency: 'USD',
      maxConcurrent: host.options.maxConcurrent,
      dedupe: 'key',
      // Slower than our own composer, and its licence does not suit everybody: for those who ask for it.
      automatic: false,
    };
  }

  override async checkHealth(): Promise<ProviderHealth> {
    try {
      const chrome = await findChrome(this.host.options.chromePath);
      return {
        healthy: true,
        message: `Ready: Remotion ${this.version}, Chrome at ${chrome}. ${licenceNotice}`,
      };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { healthy: false, message };
    }
  }

  protected override async render({ timeline }: TimelineRequest, call: RenderCall): Promise<RenderResult> {
    const { signal, logger, workspace } = call;
    const { maxMemoryMegabytes } = this.host.options;
    const temporaryFolder = path.join(workspace, 'temporary');
    await mkdir(temporaryFolder, { recursive: true });
    const order = await this.order(timeline, call);
    await runRender(order, {
      ...{ signal, maxMemoryMegabytes, temporaryFolder },
      onProgress: ({ step, fraction }) => {
        const done = step === 'bundle' ? bundleShare * fraction : bundleShare + pictureShare * fraction;
        call.reportProgress({ fraction: done, message: messages[step] });
      },
    });
    call.reportProgress({ fraction: bundleShare + pictureShare, message: 'Adding the sound' });
    const finished = await this.host.composer.finish(order.outputPath, timeline, {
      signal,
      logger,
      workspace,
    });
    const { path: file, loudness, missingGlyphs } = finished;
    return {
      output: { path: file, mediaType: 'video/mp4', facts: { loudness } },
      warnings: missingGlyphsWarnings(missingGlyphs),
    };
  }

  private async order(timeline: TimelineRequest['timeline'], call: RenderCall): Promise<RenderOrder> {
    const { chromePath: wanted, entryPoint, compositionId, pages } = this.host.options;
    const chromePath = await findChrome(wanted);
    const siteFolder = path.join(call.workspace, 'site');
    const media = await prepareMedia(timeline, siteFolder, call.signal);
    const kept = async () => ({
      entryPoint: builtInEntry,
      keptBundle: await keptBundleFolder(await this.host.dataFolder(), this.version),
    });
    return {
      ...(entryPoint === undefined ? await kept() : { entryPoint }),
      ...{ compositionId, pages, chromePath, siteFolder },
      chromeMode: chromeModeOf(chromePath),
      props: compositionInput(timeline, media),
      frames: totalFrames(timeline),
      encoderArguments: pictureArguments(timeline),
      outputPath: path.join(call.workspace, 'picture.mp4'),
    };
  }
}
