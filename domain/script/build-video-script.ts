import { scriptLimits } from './script-limits.js';
import { shortenText } from './script-text.js';
import type {
  SceneMedia,
  SceneRole,
  VideoScene,
  VideoScript,
  VisualKind,
  VisualWish,
} from './video-script.js';
import { noMusic } from '../video/video-request.js';

/** What a scene asks for, as `sceneFields` reads it. */
export interface WrittenVisual {
  readonly kind: VisualKind;
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly prompt?: string | undefined;
}

/** A script's fields as `scriptHeaderFields` reads them. Paths are as written. */
export interface ScriptHeader {
  readonly channel?: string | undefined;
  readonly topic?: string | undefined;
  readonly language?: string | undefined;
  readonly voice?: string | undefined;
  readonly music?: string | undefined;
  readonly hashtags?: readonly string[] | undefined;
  /** For scenes that say nothing of their own. */
  readonly visual?: WrittenVisual | undefined;
}

/** One scene's fields. The media's path is as written. */
export interface SceneDraft {
  readonly id: string;
  readonly role: SceneRole;
  readonly text: string;
  readonly seconds?: number | undefined;
  readonly media?: SceneMedia | undefined;
  readonly visual?: WrittenVisual | undefined;
}

/** Where a parser's {@link VideoScript} comes from. */
export interface ScriptOrigin {
  /** Id of the parser. */
  readonly parser: string;
  /** Makes a path absolute, against the script's folder. The file is not looked at. */
  readonly resolvePath: (path: string) => string;
}

function buildVisual({ kind, provider, model, prompt }: WrittenVisual): VisualWish {
  return {
    kind,
    ...(provider !== undefined && { provider }),
    ...(model !== undefined && { model }),
    ...(prompt !== undefined && { prompt }),
  };
}

function buildScene(draft: SceneDraft, header: ScriptHeader, { resolvePath }: ScriptOrigin): VideoScene {
  const { id, role, text, seconds, media } = draft;
  const visual = draft.visual ?? header.visual;
  return {
    id,
    role,
    text,
    ...(seconds !== undefined && { durationSeconds: seconds }),
    ...(media && { media: { ...media, path: resolvePath(media.path) } }),
    ...(visual && { visual: buildVisual(visual) }),
  };
}

/** Puts the fields that a parser has read together. Without a topic the first scene's text names the video. */
export function buildVideoScript(
  header: ScriptHeader,
  scenes: readonly [SceneDraft, ...SceneDraft[]],
  origin: ScriptOrigin,
): VideoScript {
  const { channel, topic, language, voice, music, hashtags } = header;
  return {
    parser: origin.parser,
    ...(channel !== undefined && { channel }),
    topic: topic ?? shortenText(scenes[0].text, scriptLimits.topic),
    ...(language !== undefined && { language }),
    ...(voice !== undefined && { voice }),
    ...(music !== undefined && { music: music === noMusic ? noMusic : origin.resolvePath(music) }),
    scenes: scenes.map((scene) => buildScene(scene, header, origin)),
    hashtags: hashtags ?? [],
  };
}
