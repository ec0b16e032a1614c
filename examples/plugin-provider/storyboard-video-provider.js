import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  aspectRatios,
  BaseLocalVideoProvider,
  placeScenes,
  throwIfCancelled,
  totalFrames,
  videoQualities,
} from 'aether-video/plugin';

/** `00:00:07:12`: hours, minutes, seconds and frames, as editing programs count. */
function timecode(frame, framesPerSecond) {
  const seconds = Math.floor(frame / framesPerSecond);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return [...parts, frame % framesPerSecond].map((part) => String(part).padStart(2, '0')).join(':');
}

function describePicture({ visual }) {
  if (visual.kind === 'background') return `the channel’s own background, variation ${visual.variation}`;
  return `${visual.kind} ${path.basename(visual.path)}, ${visual.fit}`;
}

/** Writes the timeline as a shot list that a human editor can work from. Used only when it is named. */
export class StoryboardVideoProvider extends BaseLocalVideoProvider {
  descriptor = {
    id: 'storyboard',
    name: 'Storyboard',
    description: 'Writes a shot list with timecodes for a human editor.',
    location: 'local',
    accepts: ['timeline'],
    capabilities: ['transitions', 'captions', 'narration', 'music'],
    qualities: videoQualities,
    aspects: aspectRatios,
    maxDurationSeconds: 3600,
    pictureQuality: 0,
    microsPerSecond: 0,
    currency: 'USD',
    maxConcurrent: 4,
    dedupe: 'key',
    automatic: false,
  };

  constructor({ maxWordsPerMinute }) {
    super();
    this.maxWordsPerMinute = maxWordsPerMinute;
  }

  async render({ timeline }, call) {
    const { framesPerSecond, scenes } = timeline;
    const shots = [];
    for (const [index, { startFrame, endFrame }] of placeScenes(scenes).entries()) {
      throwIfCancelled(call.signal);
      shots.push(this.describeShot(scenes[index], index, startFrame, endFrame, framesPerSecond));
      const done = index + 1;
      const fraction = done / scenes.length;
      call.reportProgress({ fraction, message: 'Describing shots', current: done, total: scenes.length });
    }
    const storyboard = {
      topic: timeline.topic,
      channel: timeline.channel,
      size: `${timeline.width}×${timeline.height}`,
      framesPerSecond,
      length: timecode(totalFrames(timeline), framesPerSecond),
      shots,
    };
    const target = path.join(call.workspace, 'storyboard.json');
    await writeFile(target, `${JSON.stringify(storyboard, undefined, 2)}\n`);
    return { output: { path: target, mediaType: 'application/json', facts: { shots: shots.length } } };
  }

  describeShot(scene, index, startFrame, endFrame, framesPerSecond) {
    const words = scene.cues.flatMap((cue) => cue.words);
    const seconds = (endFrame - startFrame) / framesPerSecond;
    const wordsPerMinute = Math.round((words.length / seconds) * 60);
    return {
      shot: index + 1,
      from: timecode(startFrame, framesPerSecond),
      to: timecode(endFrame, framesPerSecond),
      role: scene.role,
      says: words
        .map(({ text, spaceBefore }) => (spaceBefore ? ` ${text}` : text))
        .join('')
        .trim(),
      shows: describePicture(scene),
      text: scene.treatment === 'title' ? 'title card' : 'captions, word by word',
      into: scene.overlapFrames > 0 ? `crossfade of ${scene.overlapFrames} frames` : 'cut',
      wordsPerMinute,
      rushed: wordsPerMinute > this.maxWordsPerMinute,
    };
  }
}
