import {
  aspectRatios,
  BaseLocalVideoProvider,
  missingGlyphsWarnings,
  videoQualities,
  type PluginHost,
  type ProviderDescriptor,
  type RenderCall,
  type RenderResult,
  type TimelineRequest,
} from 'aether-video/plugin';
import type { FfmpegOptions } from './ffmpeg-options.js';

/** Composes the timeline with the host's own composer. */
export class FfmpegVideoProvider extends BaseLocalVideoProvider {
  override readonly descriptor: ProviderDescriptor;

  constructor(private readonly host: Pick<PluginHost<FfmpegOptions>, 'options' | 'composer'>) {
    super();
    this.descriptor = {
      id: 'ffmpeg',
      name: 'FFmpeg',
      description: 'Draws and encodes the video on this machine.',
      location: 'local',
      accepts: ['timeline'],
      capabilities: [
        'text-to-video',
        'animation',
        'transitions',
        'captions',
        'narration',
        'music',
        'real-time',
      ],
      qualities: videoQualities,
      aspects: aspectRatios,
      maxDurationSeconds: 3600,
      pictureQuality: 0.6,
      microsPerSecond: 0,
      currency: 'USD',
      maxConcurrent: host.options.maxConcurrent,
      dedupe: 'key',
      automatic: true,
    };
  }

  protected override async render({ timeline }: TimelineRequest, call: RenderCall): Promise<RenderResult> {
    const composed = await this.host.composer.compose(timeline, {
      signal: call.signal,
      logger: call.logger,
      workspace: call.workspace,
      onProgress: (progress) => call.reportProgress(progress),
    });
    const { path, loudness, segments, missingGlyphs } = composed;
    return {
      output: { path, mediaType: 'video/mp4', facts: { loudness, segments } },
      warnings: missingGlyphsWarnings(missingGlyphs),
    };
  }
}
