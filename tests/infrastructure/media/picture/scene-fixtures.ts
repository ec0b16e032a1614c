import type { BackgroundMotif, ChannelStyle } from '../../../../domain/channel/channel-style.js';
import type {
  SceneVisual,
  TimelineScene,
  VideoTimeline,
} from '../../../../domain/timeline/video-timeline.js';

export function styleOf(motif: BackgroundMotif, intensity = 1): ChannelStyle {
  return {
    palette: {
      background: ['#0b1f3a', '#2b5c8a', '#8fc1e3', '#dceefb'],
      accent: '#ffe9b8',
      text: '#ffffff',
      highlight: '#ffd27a',
      shade: '#000000',
    },
    typography: { family: 'sans', captionWeight: 800, captionCase: 'as-written', titleWeight: 900 },
    motif,
    motion: { intensity, zoom: 1.15 },
    pacing: { leadInSeconds: 0, tailSeconds: 0, crossfadeSeconds: 0, speechRate: 1, wordsPerMinute: 150 },
    music: { mood: 'airy', levelDecibels: -14, duckDecibels: 8 },
  };
}

export function sceneOf(visual: SceneVisual, frames = 60): TimelineScene {
  return { id: 'scene-1', role: 'point', frames, overlapFrames: 0, visual, treatment: 'captions', cues: [] };
}

export function timelineOf(width: number, height: number, style = styleOf('sky')): VideoTimeline {
  return {
    version: 1,
    topic: 'Test',
    language: 'en',
    channel: 'air',
    quality: 'draft',
    width,
    height,
    framesPerSecond: 30,
    style,
    scenes: [],
    music: { kind: 'none' },
  };
}
