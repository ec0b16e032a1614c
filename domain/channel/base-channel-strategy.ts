import { scriptIssue, type ScriptIssue } from '../script/script-issue.js';
import type { SceneRole, VideoScene, VideoScript } from '../script/video-script.js';
import { lettersPerEnglishWord, textWeight } from '../speech/script-weights.js';
import type { ChannelStyle } from './channel-style.js';
import type {
  ChannelDescriptor,
  IChannelStrategy,
  SceneDirection,
  TimelineDraft,
} from './channel-strategy.js';
import { checkChannelStyle } from './check-channel-style.js';

/** What a channel says about itself; see {@link ChannelDescriptor}. */
export type ChannelIdentity = Pick<ChannelDescriptor, 'id' | 'name' | 'theme' | 'description'> &
  Partial<ChannelDescriptor>;

/** Limits on content. Words are English ones; other scripts count by the time that they take to read. */
export interface ContentLimits {
  /** Scenes besides hook and call to action. Default 24. */
  readonly maxPoints: number;
  /** Default 30: a title is read at a glance. */
  readonly maxHookWords: number;
  /** Default 80: about half a minute of one picture. */
  readonly maxPointWords: number;
  /** Default 30. */
  readonly maxCallToActionWords: number;
}

export interface ChannelOptions {
  /** The channel's pictures in words, for generative providers: light, colours, subjects, movement. */
  readonly look: string;
  readonly limits?: Partial<ContentLimits>;
}

const defaultLimits: ContentLimits = {
  maxPoints: 24,
  maxHookWords: 30,
  maxPointWords: 80,
  maxCallToActionWords: 30,
};

/** How much of its usual tail and crossfade the hook gets: who is hooked should not wait. */
const afterHook = 0.6;
/** Seconds that the last picture stays longer, so that the video does not end on the last syllable. */
const closingSeconds = 0.6;

const milliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** How much there is to read, in English words. */
function readingWords(text: string): number {
  return Math.round(textWeight(text, 'reading') / lettersPerEnglishWord);
}

/**
 * A channel that needs no more than words and numbers: who it is, its style, and its look. It stages hook
 * and call to action as titles and everything else with captions, and holds the content to limits. A
 * subclass adds rules of its own:
 *
 * ```ts
 * override validateContent(script: VideoScript): readonly ScriptIssue[] {
 *   return [...super.validateContent(script), ...myIssues(script)];
 * }
 * ```
 */
export class BaseChannelStrategy implements IChannelStrategy {
  readonly descriptor: ChannelDescriptor;
  private readonly look: string;
  private readonly limits: ContentLimits;

  /** @throws VideoGenerationError PLUGIN_LOAD_FAILED if the style is not valid or its captions unreadable. */
  constructor(
    identity: ChannelIdentity,
    readonly style: ChannelStyle,
    { look, limits }: ChannelOptions,
  ) {
    checkChannelStyle(identity.id, style);
    this.descriptor = { maxDurationSeconds: 60, defaultLanguage: 'en', voices: [], ...identity };
    this.look = look;
    this.limits = { ...defaultLimits, ...limits };
  }

  /** Default: a hook if there are points, no more points than the limit, and texts that can be read. */
  validateContent(script: VideoScript): readonly ScriptIssue[] {
    const points = script.scenes.filter(({ role }) => role === 'point' || role === 'scene').length;
    const { maxPoints } = this.limits;
    const issues: ScriptIssue[] = [];
    if (script.scenes.some(({ role }) => role === 'point') && script.scenes[0]?.role !== 'hook') {
      issues.push(
        this.issue('hook', 'does not open the script', 'Begin with a hook: one line that stops the thumb.'),
      );
    }
    if (points > maxPoints) {
      const remedy = 'Keep the strongest, or make a series of it.';
      issues.push(
        this.issue(
          'script',
          `has ${points} points; ${this.descriptor.name} takes ${maxPoints} at most`,
          remedy,
        ),
      );
    }
    return [...issues, ...script.scenes.flatMap((scene) => this.lengthIssues(scene))];
  }

  direct(script: VideoScript): TimelineDraft {
    const last = script.scenes.length - 1;
    const scenes = script.scenes.map((scene, index) => this.directScene(scene, index, index === last));
    return { style: this.style, scenes };
  }

  promptFor(scene: VideoScene, script: VideoScript): string {
    const { palette } = this.style;
    const colors = [...palette.background, palette.accent].join(', ');
    return [
      `${this.look.replace(/[.\s]+$/u, '')}.`,
      `Colours: ${colors}.`,
      `The picture goes with this line of a video about “${script.topic}”: “${scene.text}”`,
      'No text, letters, logos or watermarks in the picture.',
    ].join('\n');
  }

  /** An issue with the content, for rules of a subclass. `where` is a scene's id, or `script`. */
  protected issue(where: string, what: string, howToFix: string): ScriptIssue {
    return scriptIssue('CHANNEL_CONTENT_REJECTED', where, what, howToFix);
  }

  private directScene(scene: VideoScene, index: number, isLast: boolean): SceneDirection {
    const { leadInSeconds, tailSeconds, crossfadeSeconds } = this.style.pacing;
    const isTitle = scene.role === 'hook' || scene.role === 'call-to-action';
    const tightness = scene.role === 'hook' ? afterHook : 1;
    return {
      sceneId: scene.id,
      variation: index,
      treatment: isTitle ? 'title' : 'captions',
      leadInSeconds,
      tailSeconds: milliseconds(tailSeconds * tightness + (isLast ? closingSeconds : 0)),
      crossfadeSeconds: isLast ? 0 : milliseconds(crossfadeSeconds * tightness),
    };
  }

  private maxWordsFor(role: SceneRole): number {
    if (role === 'hook') return this.limits.maxHookWords;
    return role === 'call-to-action' ? this.limits.maxCallToActionWords : this.limits.maxPointWords;
  }

  private lengthIssues({ id, role, text }: VideoScene): ScriptIssue[] {
    const [words, most] = [readingWords(text), this.maxWordsFor(role)];
    if (words <= most) return [];
    const what = `takes as long to read as ${words} English words; the most is ${most}`;
    return [this.issue(id, what, 'Shorten it, or split it into several scenes.')];
  }
}
