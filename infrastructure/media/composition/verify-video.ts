import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { IMediaBackend, MediaCall, MediaProbe } from '../../../domain/media/media-backend.js';
import {
  totalFrames,
  type TimelineScene,
  type VideoTimeline,
} from '../../../domain/timeline/video-timeline.js';
import { isTruncatedIsoMedia } from '../inspection/iso-media-boxes.js';

const sampleSize = { width: 48, height: 48 };
/** Luma (0 to 255) that no part of a keyframe may stay below throughout the video; video black is 16. */
const blackLuma = 24;
/**
 * Mean luma difference between keyframes below which the picture counts as frozen. Encoding one frame again
 * and again gives up to 0.2, the calmest background 3.
 */
const frozenDifference = 0.4;
/** Root mean square, linear, below which the sound counts as silent: −60 dBFS. */
const silentLevel = 0.001;

/** What a finished video has to be. */
export interface VideoExpectation {
  readonly timeline: VideoTimeline;
  readonly withAudio: boolean;
}

/**
 * Looks at the finished file as a stranger would: streams, size, length, black, frozen, silent.
 * @throws VideoGenerationError ARTIFACT_REJECTED naming all that is wrong
 */
export async function verifyVideo(
  path: string,
  expectation: VideoExpectation,
  backend: IMediaBackend,
  call: MediaCall,
): Promise<MediaProbe> {
  const probe = await backend.probe(path, call);
  const problems = [
    ...((await isTruncatedIsoMedia(path)) ? ['the file is cut off'] : []),
    ...streamProblems(probe, expectation),
    ...(probe.video ? await pictureProblems(path, expectation.timeline, backend, call) : []),
    ...(expectation.withAudio && probe.audio ? await soundProblems(path, backend, call) : []),
  ];
  if (problems.length === 0) return probe;
  throw new VideoGenerationError('ARTIFACT_REJECTED', {
    message: `The finished video did not pass its checks: ${problems.join('; ')}.`,
    details: { problems, probe },
  });
}

function streamProblems(probe: MediaProbe, { timeline, withAudio }: VideoExpectation): string[] {
  const { video, audio } = probe;
  if (!video) return ['it has no picture'];
  const frame = 1 / timeline.framesPerSecond;
  const expected = totalFrames(timeline) * frame;
  const problems: string[] = [];
  if (video.codec !== 'h264' || video.pixelFormat !== 'yuv420p') {
    problems.push(`the picture is ${video.codec} ${video.pixelFormat}, not h264 yuv420p`);
  }
  if (video.width !== timeline.width || video.height !== timeline.height) {
    problems.push(`the picture is ${video.width}×${video.height}, not ${timeline.width}×${timeline.height}`);
  }
  if (Math.abs(video.framesPerSecond - timeline.framesPerSecond) > 0.001) {
    problems.push(`it has ${video.framesPerSecond} frames a second, not ${timeline.framesPerSecond}`);
  }
  if (Math.abs(video.durationSeconds - expected) > frame) {
    problems.push(`the picture lasts ${video.durationSeconds} s, not ${expected.toFixed(3)} s`);
  }
  if (withAudio && !audio) problems.push('it has no sound');
  if (audio && Math.abs(audio.durationSeconds - video.durationSeconds) > frame) {
    problems.push(
      `sound and picture differ in length: ${audio.durationSeconds} s and ${video.durationSeconds} s`,
    );
  }
  return problems;
}

async function pictureProblems(
  path: string,
  timeline: VideoTimeline,
  backend: IMediaBackend,
  call: MediaCall,
): Promise<string[]> {
  let brightest = 0;
  let largestDifference = 0;
  let keyframes = 0;
  let previous: Uint8Array | undefined;
  for await (const plane of backend.sampleKeyframes({ path, ...sampleSize }, call)) {
    const current = Uint8Array.from(plane);
    for (const luma of current) brightest = Math.max(brightest, luma);
    if (previous) largestDifference = Math.max(largestDifference, meanDifference(previous, current));
    previous = current;
    keyframes++;
  }
  if (keyframes === 0) return ['no frame of it can be decoded'];
  if (brightest < blackLuma) return ['it is black throughout'];
  const moves = timeline.scenes.some((scene) => mustMove(scene, timeline));
  const frozen = keyframes > 1 && moves && largestDifference < frozenDifference;
  return frozen ? ['the picture never moves'] : [];
}

/** A still picture may stand still, and so may a clip, for all that is known of it. */
function mustMove({ visual }: TimelineScene, { style }: VideoTimeline): boolean {
  if (visual.kind === 'background') return style.motion.intensity > 0;
  return visual.kind === 'image' && visual.motion === 'ken-burns';
}

function meanDifference(first: Uint8Array, second: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < first.length; index++) sum += Math.abs(first[index]! - second[index]!);
  return sum / first.length;
}

async function soundProblems(path: string, backend: IMediaBackend, call: MediaCall): Promise<string[]> {
  const { left, right } = await backend.decodeAudio(path, call);
  let energy = 0;
  for (let index = 0; index < left.length; index++) energy += left[index]! ** 2 + right[index]! ** 2;
  const level = Math.sqrt(energy / Math.max(1, left.length * 2));
  return level < silentLevel ? ['it is silent'] : [];
}
