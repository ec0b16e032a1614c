import type { ChannelStyle } from '../../domain/channel/channel-style.js';
import type { TimelineScene, VideoTimeline } from '../../domain/timeline/video-timeline.js';

/** A channel style for tests that care about something else. */
export const plainStyle: ChannelStyle = {
  palette: {
    background: ['#0b1f3a', '#2b5c8a', '#8fc1e3'],
    accent: '#ffe9b8',
    text: '#ffffff',
    highlight: '#ffd54a',
    shade: '#06121f',
  },
  typography: { family: 'sans', captionWeight: 800, captionCase: 'as-written', titleWeight: 800 },
  motif: 'sky',
  motion: { intensity: 1, zoom: 1.12 },
  pacing: { leadInSeconds: 0.1, tailSeconds: 0.2, crossfadeSeconds: 0.3, speechRate: 1, wordsPerMinute: 160 },
  music: { mood: 'airy', levelDecibels: -14, duckDecibels: 8 },
};

/** A scene of 30 frames on the channel's background, with whatever the test changes. */
export function aScene(changes: Partial<TimelineScene> = {}): TimelineScene {
  return {
    id: 'scene-1',
    role: 'point',
    frames: 30,
    overlapFrames: 0,
    visual: { kind: 'background', seed: 1, variation: 0 },
    treatment: 'captions',
    cues: [],
    ...changes,
  };
}

/** A small, short timeline without sound, with whatever the test changes. */
export function aTimeline(changes: Partial<VideoTimeline> = {}): VideoTimeline {
  return {
    version: 1,
    topic: 'Test',
    language: 'en',
    channel: 'air',
    quality: 'draft',
    width: 270,
    height: 480,
    framesPerSecond: 30,
    style: plainStyle,
    scenes: [aScene()],
    music: { kind: 'none' },
    ...changes,
  };
}
