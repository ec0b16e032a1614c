/** What a scene is for: decides its title treatment and its pacing. */
export type SceneRole = 'hook' | 'point' | 'call-to-action' | 'scene';

/** A picture or clip that the script's author brings. */
export interface SceneMedia {
  /** Absolute path, already checked to lie in an allowed folder. */
  readonly path: string;
  /** `cover` fills the frame and crops; `contain` shows all of it over a blurred copy. Default `cover`. */
  readonly fit: 'cover' | 'contain';
  /** Movement of a still picture. Default `ken-burns`. */
  readonly motion: 'ken-burns' | 'still';
}

/** What a scene may ask to be made for it; `background` is the channel's own, which costs nothing. */
export const visualKinds = ['clip', 'image', 'background'] as const;
export type VisualKind = (typeof visualKinds)[number];

/** A picture or clip that a provider makes for the scene. */
export interface VisualWish {
  readonly kind: VisualKind;
  /** Provider id or `auto`. Default `auto`. */
  readonly provider?: string;
  /** Model id as the provider spells it. */
  readonly model?: string;
  /** Default: what the channel says of the scene. */
  readonly prompt?: string;
}

export interface VideoScene {
  /** Unique within the script: `hook`, `point-1`, `call-to-action`, `scene-3`. */
  readonly id: string;
  readonly role: SceneRole;
  /** As the author wrote it, trimmed; may hold tokens that are not spoken. */
  readonly text: string;
  /** The scene lasts at least this long, seconds. Default: as long as its narration and pauses. */
  readonly durationSeconds?: number;
  readonly media?: SceneMedia;
  /** Ignored on a scene with media of its own. */
  readonly visual?: VisualWish;
}

/** What an `IScriptParser` makes of a raw script. */
export interface VideoScript {
  /** Id of the parser that made it. */
  readonly parser: string;
  /** Channel that the script asks for, if any. */
  readonly channel?: string;
  /** What the video is about: names the file, heads the result. Never empty. */
  readonly topic: string;
  /** BCP 47 tag, such as `en` or `pt-BR`, if the script gives one. */
  readonly language?: string;
  /** Voice id as `aether voices` lists it, or `none`, if the script gives one. */
  readonly voice?: string;
  /** Absolute path of a music file, `none`, or absent for the channel's own ambient bed. */
  readonly music?: string;
  /** In order; at least one. */
  readonly scenes: readonly VideoScene[];
  /** Without `#`; kept in the result for the post's description. */
  readonly hashtags: readonly string[];
}
