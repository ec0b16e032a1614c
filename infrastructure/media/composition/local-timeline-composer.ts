import path from 'node:path';
import { throwIfCancelled } from '../../../domain/errors/video-generation-error.js';
import type { IMediaBackend } from '../../../domain/media/media-backend.js';
import type {
  ComposeCall,
  ComposedVideo,
  FinishedVideo,
  ITimelineComposer,
} from '../../../domain/media/timeline-composer.js';
import { totalFrames, type VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { mixTimelineAudio, type MasteredAudio } from '../audio/mix-timeline-audio.js';
import { findMissingGlyphs } from '../text/find-missing-glyphs.js';
import { CompositionProgress } from './composition-progress.js';
import { renderMissingSegments, type PlannedSegment } from './render-missing-segments.js';
import type { SegmentCache } from './segment-cache.js';
import { segmentKey } from './segment-key.js';
import { planSegments } from './segment-plan.js';
import { verifyVideo } from './verify-video.js';
import { videoEncodingFor } from './video-encoding.js';

interface Joining {
  readonly segments: readonly string[];
  readonly audio: MasteredAudio | undefined;
  readonly timeline: VideoTimeline;
  readonly backend: IMediaBackend;
  readonly call: ComposeCall;
  report?(message: string): void;
}

/** Composes timelines on this machine: drawn by the frame kernel, encoded by a media backend. */
export class LocalTimelineComposer implements ITimelineComposer {
  /** @param openBackend finds the media backend; called for each composition, so it should remember */
  constructor(
    private readonly openBackend: () => Promise<IMediaBackend>,
    private readonly cache: SegmentCache,
  ) {}

  async compose(timeline: VideoTimeline, call: ComposeCall): Promise<ComposedVideo> {
    const backend = await this.openBackend();
    const progress = new CompositionProgress(totalFrames(timeline), timeline.scenes.length, call);
    const mixing = this.mix(timeline, backend, call);
    // A failed mix is thrown when the picture is done or has failed; until then it must not go unheard.
    mixing.catch(() => undefined);
    const planned = await this.plan(timeline, backend, call);
    await renderMissingSegments(planned, { timeline, backend, cache: this.cache, call, progress });
    const audio = await mixing;
    throwIfCancelled(call.signal);
    const segments = planned.map((entry) => entry.path);
    const finished = await this.joinAndVerify({
      ...{ segments, audio, timeline, backend, call },
      report: (message) => progress.report(message),
    }).catch(async (error: unknown) => {
      // A damaged cache entry must not spoil the next attempt as well.
      await Promise.all(planned.map((entry) => this.cache.forget(entry.key)));
      throw error;
    });
    const reused = planned.filter((entry) => entry.reused).length;
    return { ...finished, segments: { rendered: planned.length - reused, reused } };
  }

  async finish(picturePath: string, timeline: VideoTimeline, call: ComposeCall): Promise<FinishedVideo> {
    const backend = await this.openBackend();
    const audio = await this.mix(timeline, backend, call);
    throwIfCancelled(call.signal);
    return this.joinAndVerify({ segments: [picturePath], audio, timeline, backend, call });
  }

  private async joinAndVerify(joining: Joining): Promise<FinishedVideo> {
    const { segments, audio, timeline, backend, call } = joining;
    const outputPath = path.join(call.workspace, 'video.mp4');
    joining.report?.('Joining picture and sound');
    const encoding = videoEncodingFor(timeline);
    const metadata = { title: timeline.topic };
    await backend.join({ segments, encoding, audioPath: audio?.path, outputPath, metadata }, call);
    joining.report?.('Checking the finished video');
    const probe = await verifyVideo(outputPath, { timeline, withAudio: audio !== undefined }, backend, call);
    const loudness = audio && {
      integratedLufs: audio.integratedLufs,
      truePeakDecibels: audio.truePeakDecibels,
    };
    return { path: outputPath, probe, loudness, missingGlyphs: await findMissingGlyphs(timeline) };
  }

  private mix(timeline: VideoTimeline, backend: IMediaBackend, call: ComposeCall) {
    const decodeAudio = (file: string) => backend.decodeAudio(file, call);
    return mixTimelineAudio(timeline, path.join(call.workspace, 'audio.wav'), decodeAudio, call);
  }

  private plan(
    timeline: VideoTimeline,
    backend: IMediaBackend,
    call: ComposeCall,
  ): Promise<PlannedSegment[]> {
    const setting = { timeline, encoding: videoEncodingFor(timeline), backend: backend.info };
    return Promise.all(
      planSegments(timeline).map(async (segment, index) => {
        const key = segmentKey(segment, setting);
        const target = path.join(call.workspace, `segment-${String(index).padStart(4, '0')}.mp4`);
        return { segment, key, path: target, reused: await this.cache.fetch(key, target) };
      }),
    );
  }
}
