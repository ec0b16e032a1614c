import type {
  ChannelDescriptor,
  IChannelStrategy,
  SceneDirection,
  TimelineDraft,
} from '../../domain/channel/channel-strategy.js';
import type { ChannelStyle } from '../../domain/channel/channel-style.js';
import type { ScriptIssue } from '../../domain/script/script-issue.js';
import type { VideoScript } from '../../domain/script/video-script.js';

export const fakeStyle: ChannelStyle = {
  palette: {
    background: ['#001020', '#80a0c0'],
    accent: '#ffffff',
    text: '#ffffff',
    highlight: '#ffd000',
    shade: '#000000',
  },
  typography: { family: 'sans', captionWeight: 800, captionCase: 'as-written', titleWeight: 800 },
  motif: 'sky',
  motion: { intensity: 1, zoom: 1.1 },
  pacing: { leadInSeconds: 0.2, tailSeconds: 0.3, crossfadeSeconds: 0.5, speechRate: 1, wordsPerMinute: 180 },
  music: { mood: 'airy', levelDecibels: -14, duckDecibels: 8 },
};

/** Stages every scene alike. */
export class FakeChannel implements IChannelStrategy {
  readonly descriptor: ChannelDescriptor;
  readonly style = fakeStyle;
  issues: readonly ScriptIssue[] = [];

  constructor(changes: Partial<ChannelDescriptor> = {}) {
    this.descriptor = {
      id: 'air',
      name: 'Air',
      theme: 'Clarity',
      description: 'Clear',
      maxDurationSeconds: 60,
      defaultLanguage: 'en',
      voices: [],
      ...changes,
    };
  }

  validateContent(): readonly ScriptIssue[] {
    return this.issues;
  }

  direct(script: VideoScript): TimelineDraft {
    const { leadInSeconds, tailSeconds, crossfadeSeconds } = this.style.pacing;
    const scenes = script.scenes.map(({ id, role }, variation): SceneDirection => ({
      sceneId: id,
      variation,
      treatment: role === 'hook' ? 'title' : 'captions',
      leadInSeconds,
      tailSeconds,
      crossfadeSeconds,
    }));
    return { style: this.style, scenes };
  }

  promptFor(): string {
    return 'A clear sky';
  }
}
