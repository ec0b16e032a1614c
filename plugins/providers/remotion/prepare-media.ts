import { constants } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import {
  throwIfCancelled,
  timelineFonts,
  VideoGenerationError,
  type ImageVisual,
  type SceneVisual,
  type TimelineScene,
  type VideoTimeline,
} from 'aether-video/plugin';
import type { CompositionFont, CompositionProps } from './composition/composition-props.js';

/** Folder of the public folder: a composition of one's own may have files beside it. */
const publicFolder = 'aether';
/** About 12,000 × 10,000, as our own composer takes. */
const maxPixels = 120_000_000;
/** A picture of another shape keeps at most this much more than the frame's, for a pan. */
const panRoom = 1.3;

/** A timeline whose files are where the page can reach them, and nowhere else. */
export interface PreparedMedia extends Pick<CompositionProps, 'pictures' | 'fonts' | 'fontFamily'> {
  readonly scenes: readonly TimelineScene[];
}

/**
 * Puts the timeline's pictures, clips and fonts under names of our own into the public folder of a site:
 * pictures upright, in sRGB and as large as they are shown; clips and fonts as they are.
 * @throws VideoGenerationError MEDIA_NOT_FOUND, MEDIA_CORRUPT, FONTS_MISSING or CANCELLED
 */
export async function prepareMedia(
  timeline: VideoTimeline,
  siteFolder: string,
  signal: AbortSignal,
): Promise<PreparedMedia> {
  const folder = path.join(siteFolder, 'public', publicFolder);
  await mkdir(folder, { recursive: true });
  const pictures: Record<string, { width: number; height: number }> = {};
  const scenes: TimelineScene[] = [];
  for (const [index, scene] of timeline.scenes.entries()) {
    throwIfCancelled(signal);
    const { narration: _narration, ...silent } = scene;
    const visual = await prepareVisual(scene.visual, `scene-${index}`, folder, timeline);
    if (visual.size) pictures[visual.visual.path] = visual.size;
    scenes.push({ ...silent, visual: visual.visual });
  }
  return { scenes, pictures, ...(await prepareFonts(timeline, folder)) };
}

type PreparedVisual =
  | { readonly visual: ImageVisual; readonly size: { width: number; height: number } }
  | { readonly visual: SceneVisual; readonly size?: never };

async function prepareVisual(
  visual: SceneVisual,
  name: string,
  folder: string,
  timeline: VideoTimeline,
): Promise<PreparedVisual> {
  switch (visual.kind) {
    case 'background':
      return { visual };
    case 'clip': {
      const file = `${name}${path.extname(visual.path).toLowerCase()}`;
      await copyMedia(visual.path, path.join(folder, file));
      return { visual: { ...visual, path: `${publicFolder}/${file}` } };
    }
    case 'image': {
      const file = `${name}.jpg`;
      const size = await writePicture(visual, path.join(folder, file), timeline);
      return { visual: { ...visual, path: `${publicFolder}/${file}` }, size };
    }
  }
}

async function writePicture(visual: ImageVisual, target: string, { width, height, style }: VideoTimeline) {
  try {
    const { autoOrient } = await sharp(visual.path, { limitInputPixels: maxPixels }).metadata();
    const zoom = visual.motion === 'ken-burns' ? style.motion.zoom : 1;
    const [wide, high] = [width * zoom, height * zoom];
    const scale = Math.max(wide / autoOrient.width, high / autoOrient.height);
    const picture = sharp(visual.path, { limitInputPixels: maxPixels, failOn: 'error' })
      .autoOrient()
      .flatten({ background: style.palette.background[0] })
      .toColourspace('srgb');
    const resized =
      visual.fit === 'contain'
        ? picture.resize(Math.round(wide), Math.round(high), { fit: 'inside' })
        : picture.resize(
            Math.round(Math.min(autoOrient.width * scale, wide * panRoom)),
            Math.round(Math.min(autoOrient.height * scale, high * panRoom)),
            { fit: 'cover', position: sharp.strategy.attention },
          );
    const written = await resized.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toFile(target);
    return { width: written.width, height: written.height };
  } catch (cause) {
    throw new VideoGenerationError('MEDIA_CORRUPT', {
      message: `The picture ${visual.path} cannot be read.`,
      details: { path: visual.path },
      cause,
    });
  }
}

/** A copy that shares the disk's blocks where the file system can. */
async function copyMedia(source: string, target: string): Promise<void> {
  try {
    await copyFile(source, target, constants.COPYFILE_FICLONE);
  } catch (cause) {
    throw new VideoGenerationError('MEDIA_NOT_FOUND', {
      message: `The file ${source} cannot be copied into the folder of the render.`,
      details: { path: source },
      cause,
    });
  }
}

async function prepareFonts(timeline: VideoTimeline, folder: string) {
  const { families, files } = timelineFonts(timeline);
  const fonts: CompositionFont[] = [];
  for (const { family, path: source, unicodeRange } of files) {
    const file = path.basename(source);
    await copyMedia(source, path.join(folder, file));
    fonts.push({ family, unicodeRange, file: `${publicFolder}/${file}` });
  }
  const fontFamily = [...families.map((family) => `"${family}"`), 'sans-serif'].join(', ');
  return { fonts, fontFamily };
}
