import type { SceneDirection } from '../../../domain/channel/channel-strategy.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { IMediaInspector, InspectedMedia } from '../../../domain/media/media-inspector.js';
import type { ScriptIssue } from '../../../domain/script/script-issue.js';
import type { VideoScene } from '../../../domain/script/video-script.js';
import type { SceneVisual, TimelineMusic } from '../../../domain/timeline/video-timeline.js';
import { noMusic } from '../../../domain/video/video-request.js';
import { mapLimited } from '../../concurrency/map-limited.js';
import type { PipelineContext, PipelineStage } from '../../pipeline/pipeline-stage.js';
import type { ReadScript } from '../../read-script/script-reader.js';
import type { GenerationJob, GenerationOutputs } from '../generation-outputs.js';
import { sceneSeed, seedFrom } from '../scene-seed.js';

const filesAtOnce = 2;

interface CheckedMedia extends InspectedMedia {
  /** Absolute, links followed. */
  readonly path: string;
}

/** What this stage knows of a run, dry or not. */
interface VisualsOutputs extends Pick<GenerationOutputs, 'script' | 'visuals'> {
  readonly job: Pick<GenerationJob, 'request'>;
}
type Context = PipelineContext<VisualsOutputs, 'job' | 'script'>;

/** Files that are wrong: all of them are found before the first is reported. */
class MediaIssues {
  private readonly issues: ScriptIssue[] = [];

  /** Runs a check of one part of the script. Undefined if the file is wrong; other errors pass. */
  async collect<Result>(where: string, check: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await check();
    } catch (error) {
      const { category, code, message, howToFix } = VideoGenerationError.from(error);
      if (category !== 'input') throw error;
      this.issues.push({ code, where, message, howToFix });
      return undefined;
    }
  }

  refuse(): void {
    const [first] = this.issues;
    if (!first) return;
    const { code, where, message, howToFix } = first;
    const more = this.issues.length === 1 ? '' : ` (and ${this.issues.length - 1} more)`;
    throw new VideoGenerationError(code, {
      message: `${where}: ${message}${more}`,
      howToFix,
      details: { where, issues: this.issues },
    });
  }
}

function wrongKind(path: string, kind: InspectedMedia['kind'], wanted: string): VideoGenerationError {
  return new VideoGenerationError('MEDIA_TYPE_UNSUPPORTED', {
    message: `${path} is ${kind === 'audio' ? 'sound' : `an ${kind}`}, not ${wanted}.`,
    details: { path, kind },
  });
}

/** Checks files, each once however often it is named. */
class MediaChecker {
  private readonly checked = new Map<string, Promise<CheckedMedia>>();

  constructor(
    private readonly inspector: IMediaInspector,
    /** Undefined for paths of the calling program itself, which is trusted. */
    private readonly baseFolder: string | undefined,
    private readonly signal: AbortSignal,
  ) {}

  check(path: string): Promise<CheckedMedia> {
    const known = this.checked.get(path);
    if (known) return known;
    const checking = this.resolveAndInspect(path);
    this.checked.set(path, checking);
    return checking;
  }

  private async resolveAndInspect(path: string): Promise<CheckedMedia> {
    const resolved = await this.inspector.resolve(path, this.baseFolder);
    return { path: resolved, ...(await this.inspector.inspect(resolved, { signal: this.signal })) };
  }
}

async function sceneVisual(
  scene: VideoScene,
  { variation, still }: SceneDirection,
  media: MediaChecker,
): Promise<SceneVisual> {
  const seed = sceneSeed(scene);
  if (!scene.media) return { kind: 'background', seed, variation, ...(still === true ? { still } : {}) };
  const { fit, motion, path: written } = scene.media;
  const { kind, path, contentHash, durationSeconds } = await media.check(written);
  if (kind === 'image') return { kind, path, contentHash, fit, motion, seed };
  if (kind === 'clip') return { kind, path, contentHash, fit, durationSeconds };
  throw wrongKind(written, kind, 'an image or a clip');
}

async function chooseMusic(
  wanted: string | undefined,
  { script, channel }: ReadScript,
  media: MediaChecker,
): Promise<TimelineMusic> {
  if (wanted === noMusic) return { kind: 'none' };
  if (wanted === undefined) {
    return { kind: 'ambient', seed: seedFrom(channel.descriptor.id, script.topic) };
  }
  const { kind, path, contentHash } = await media.check(wanted);
  if (kind === 'audio') return { kind: 'file', path, contentHash };
  throw wrongKind(wanted, kind, 'music');
}

async function execute(
  inspector: IMediaInspector,
  context: Context,
): Promise<Pick<GenerationOutputs, 'visuals'>> {
  const { request } = context.output('job');
  const read = context.output('script');
  const { scenes } = read.script;
  const media = new MediaChecker(inspector, read.baseFolder, context.signal);
  const issues = new MediaIssues();
  const visuals = await mapLimited(scenes, filesAtOnce, async (scene, index) => {
    const direction = read.draft.scenes[index]!;
    const where = `media of scene ${scene.id}`;
    const visual = await issues.collect(where, () => sceneVisual(scene, direction, media));
    if (scene.media) {
      const [current, total] = [index + 1, scenes.length];
      const message = `Checked the media of scene ${current} of ${total}`;
      context.reportProgress({ fraction: current / total, message, current, total });
    }
    return visual;
  });
  const ofRequest = request.music !== undefined;
  const musicChecker = ofRequest ? new MediaChecker(inspector, undefined, context.signal) : media;
  const wanted = ofRequest ? request.music : read.script.music;
  const music = await issues.collect('music', () => chooseMusic(wanted, read, musicChecker));
  issues.refuse();
  return { visuals: { scenes: visuals as SceneVisual[], music: music! } };
}

/** What is seen in each scene, and the music: own media after a check of the files, else the channel's own. */
export function visualsStage(
  inspector: IMediaInspector,
): PipelineStage<VisualsOutputs, 'job' | 'script', 'visuals'> {
  return {
    name: 'visuals',
    displayName: 'Preparing pictures and music',
    weight: 3,
    timeoutSeconds: 300,
    needs: ['job', 'script'],
    produces: ['visuals'],
    execute: (context) => execute(inspector, context),
  };
}
