import { subtitleCues } from '../../../domain/captions/subtitle-cues.js';
import { toSrt, toVtt } from '../../../domain/captions/subtitles.js';
import { throwIfCancelled } from '../../../domain/errors/video-generation-error.js';
import type { MediaProbe } from '../../../domain/media/media-backend.js';
import type { OperationFile } from '../../../domain/provider/provider-operation.js';
import type { ArtifactPaths } from '../../../domain/storage/artifact-store.js';
import { totalFrames, type VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import type { VideoFile } from '../../../domain/video/video-result.js';
import type { PipelineStage } from '../../pipeline/pipeline-stage.js';
import type { ComposedTimeline, GenerationOutputs } from '../generation-outputs.js';
import type { Publication } from '../publication.js';
import type { ResultFacts } from '../result-builder.js';

/** The measured loudness, if the provider gave it in the form that its port describes. */
function loudnessOf({ facts }: OperationFile): Pick<VideoFile, 'loudness'> {
  const measured = facts?.loudness as Partial<Record<string, unknown>> | undefined;
  const { integratedLufs, truePeakDecibels } = measured ?? {};
  if (typeof integratedLufs !== 'number' || typeof truePeakDecibels !== 'number') return {};
  return { loudness: { integratedLufs, truePeakDecibels } };
}

/** The provider's own captions where it speaks by itself, else those of the timeline. */
function captionsOf({ facts }: OperationFile, timeline: VideoTimeline): { srt: string; vtt: string } {
  const given = facts?.captions as Partial<Record<string, unknown>> | undefined;
  const cues = subtitleCues(timeline);
  return {
    srt: typeof given?.srt === 'string' ? given.srt : toSrt(cues),
    vtt: typeof given?.vtt === 'string' ? given.vtt : toVtt(cues),
  };
}

/** What the file really is where somebody else made it, else what the timeline says. */
function shapeOf(
  { facts }: OperationFile,
  timeline: VideoTimeline,
): Pick<VideoFile, 'durationSeconds' | 'width' | 'height' | 'framesPerSecond'> {
  const probe = facts?.probe as MediaProbe | undefined;
  if (probe?.video) {
    const { width, height, framesPerSecond } = probe.video;
    return { durationSeconds: probe.durationSeconds, width, height, framesPerSecond };
  }
  const { width, height, framesPerSecond } = timeline;
  return { durationSeconds: totalFrames(timeline) / framesPerSecond, width, height, framesPerSecond };
}

async function publishVideo(
  publication: Publication,
  output: OperationFile,
  { timeline, paid }: ComposedTimeline,
  paths: ArtifactPaths,
): Promise<Partial<ResultFacts>> {
  const { srt, vtt } = captionsOf(output, timeline);
  const sizeBytes = await (paid
    ? publication.keep(output.path, paths.video)
    : publication.file(output.path, paths.video));
  await publication.text(srt, paths.srt);
  await publication.text(vtt, paths.vtt);
  const shape = shapeOf(output, timeline);
  return {
    video: { path: paths.video, ...shape, sizeBytes, ...loudnessOf(output) },
    captions: { srtPath: paths.srt, vttPath: paths.vtt },
  };
}

async function publish(
  publication: Publication,
  composition: ComposedTimeline,
  paths: ArtifactPaths,
): Promise<Partial<ResultFacts>> {
  const { output } = composition;
  // The gateway hands over files that lie here: whatever was remote has been fetched.
  if (output.mediaType === 'none' || output.mediaType === 'remote') return {};
  if (output.mediaType === 'video/mp4') return publishVideo(publication, output, composition, paths);
  await publication.file(output.path, paths.timeline);
  return { artifactPath: paths.timeline };
}

/**
 * Puts the finished files into their place. What it published is taken back by the job's owner if anything
 * fails afterwards.
 */
export function publishingStage(): PipelineStage<
  GenerationOutputs,
  'job' | 'paths' | 'composition',
  'published'
> {
  return {
    name: 'publishing',
    displayName: 'Publishing the files',
    weight: 2,
    needs: ['job', 'paths', 'composition'],
    produces: ['published'],
    async execute(context) {
      const { result, publication } = context.output('job');
      const composition = context.output('composition');
      throwIfCancelled(context.signal);
      result.learn(await publish(publication, composition, context.output('paths')));
      return { published: composition.output.mediaType !== 'none' };
    },
  };
}
