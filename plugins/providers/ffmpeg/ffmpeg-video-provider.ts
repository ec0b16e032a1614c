import {
  aspectRatios,
  BaseLocalVideoProvider,
  videoQualities,
  type PluginHost,
  type ProviderDescriptor,
  type ProviderWarning,
  type RenderCall,
  type RenderResult,
  type TimelineRequest,
} from 'aether-video/plugin';
import type { FfmpegOptions } from './ffmpeg-options.js';

/** Few enough to be read. */
const namedGlyphs = 20;

function missingGlyphsWarning(glyphs: readonly string[]): ProviderWarning {
  const named = glyphs.slice(0, namedGlyphs).map((glyph) => `“${glyph}” (${codePointsOf(glyph)})`);
  const more = glyphs.length > namedGlyphs ? ` and ${glyphs.length - namedGlyphs} more` : '';
  return {
    code: 'MISSING_GLYPHS',
    message: `The text has characters that cannot be drawn: ${named.join(', ')}${more}.`,
    why: 'No font that comes with Aether has them.',
    effect: 'They appear in a font of this computer if it has one, else as empty boxes.',
  };
}

function codePointsOf(glyph: string): string {
  return Array.from(
    glyph,
    (character) => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  ).join(' ');
}

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
      warnings: missingGlyphs.length > 0 ? [missingGlyphsWarning(missingGlyphs)] : [],
    };
  }
}
