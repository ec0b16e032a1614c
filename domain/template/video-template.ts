import type { ChannelStyle } from '../channel/channel-style.js';
import type { SceneRole } from '../script/video-script.js';

/** What a template is filled from. */
export interface TemplateRequest {
  /** A template's id, or the path of a template file. */
  readonly name: string;
  /** What is advertised, as people say it: `Aurora Watch`. */
  readonly product: string;
  /** What the viewer should do, as a sentence: `Order yours today`. */
  readonly callToAction: string;
  /** Folder that the path of a template file must lie in. Absent: the caller is trusted. */
  readonly baseFolder?: string;
}

const fileExtension = /\.(?:ya?ml|json)$/iu;

/** True if {@link TemplateRequest.name} is the path of a file, not an id. */
export function isTemplateFile(name: unknown): boolean {
  return typeof name === 'string' && fileExtension.test(name);
}

/** One scene of a template. Texts hold `{product}` and `{cta}`. */
export interface TemplateScene {
  readonly role: Extract<SceneRole, 'hook' | 'point' | 'call-to-action'>;
  /** Exact length, as long as the words fit into it. */
  readonly seconds: number;
  /** `clip` moves; `still` is a picture that does not. */
  readonly visual: 'clip' | 'still';
  readonly text: string;
  /** What is to be seen, for a model that makes pictures or clips. */
  readonly prompt: string;
}

/** An ad with fixed scenes, times and look. Plain JSON. */
export interface VideoTemplate {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The look in words, for models that make pictures or clips. */
  readonly look: string;
  readonly style: ChannelStyle;
  /** Preferred voices, best first. */
  readonly voices: readonly string[];
  readonly language: string;
  readonly hashtags: readonly string[];
  /** The last is always a still. */
  readonly scenes: readonly TemplateScene[];
}

export const ITemplateLibrary: unique symbol = Symbol.for('aether-video/ITemplateLibrary@1');

/** A template and where it comes from. */
export interface FoundTemplate {
  readonly template: VideoTemplate;
  /** `built-in`, or the file. */
  readonly source: string;
}

/** Templates that come with Aether, and those in the folders of the settings. */
export interface ITemplateLibrary {
  /** @throws VideoGenerationError TEMPLATE_INVALID naming the file */
  list(): Promise<readonly FoundTemplate[]>;
  /**
   * By id, or by the path of a file.
   * @throws VideoGenerationError TEMPLATE_UNKNOWN or TEMPLATE_INVALID
   */
  find(name: string, baseFolder?: string): Promise<VideoTemplate>;
}
