import { BaseChannelStrategy } from '../channel/base-channel-strategy.js';
import type { SceneDirection, TimelineDraft } from '../channel/channel-strategy.js';
import type { VideoScript } from '../script/video-script.js';
import type { VideoTemplate } from './video-template.js';

/** Templates may be longer than a channel's videos: their length is fixed. */
const longestSeconds = 600;

/** A template's look and timing as a channel: what a template says, its channel stages. */
export class TemplateChannel extends BaseChannelStrategy {
  constructor(private readonly template: VideoTemplate) {
    const { id, name, description, style, voices, language, look } = template;
    super(
      {
        id,
        name,
        theme: description,
        description,
        voices,
        defaultLanguage: language,
        maxDurationSeconds: longestSeconds,
      },
      style,
      { look },
    );
  }

  /** Scenes last exactly as long as they are given, so nothing is added to the last one. */
  override direct(script: VideoScript): TimelineDraft {
    const draft = super.direct(script);
    const scenes = draft.scenes.map((direction, index): SceneDirection => {
      const still = this.template.scenes[index]?.visual === 'still';
      const tail = Math.min(direction.tailSeconds, this.style.pacing.tailSeconds);
      return { ...direction, tailSeconds: tail, ...(still ? { still } : {}) };
    });
    return { ...draft, scenes };
  }
}
