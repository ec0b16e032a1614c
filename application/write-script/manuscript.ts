import type { VideoScript, VisualKind } from '../../domain/script/video-script.js';
import type { DraftLine, ScriptDraft } from '../../domain/language-model/script-assignment.js';
import type { VideoTemplate } from '../../domain/template/video-template.js';
import type { ScriptRequest } from '../../domain/video/video-request.js';

/** What the script stage reads. Plain JSON, so that a later process can go on from it. */
export interface Manuscript {
  readonly request: ScriptRequest;
  /** Its look and timing take the channel's place. */
  readonly template?: VideoTemplate;
  /** What a stage of a plugin made of the request’s script: taken in its place. */
  readonly parsed?: VideoScript;
}

/** The header that a script carries besides its words. */
export interface ScriptHead {
  readonly channel: string;
  readonly language: string;
  readonly voice?: string | undefined;
  readonly music?: string | undefined;
  /** What providers are to make for the scenes, from the pictures in words; nothing without it. */
  readonly visual?: VisualKind | undefined;
}

/** A draft as the short-video format, which people can keep and change. */
export function scriptOf(draft: ScriptDraft, head: ScriptHead): Readonly<Record<string, unknown>> {
  const { title, hook, points, callToAction, hashtags } = draft;
  return {
    channel: head.channel,
    language: head.language,
    topic: title,
    hook: partOf(hook, head),
    main_points: points.map((point) => partOf(point, head)),
    call_to_action: partOf(callToAction, head),
    ...(head.voice === undefined ? {} : { voice: head.voice }),
    ...(head.music === undefined ? {} : { music: head.music }),
    hashtags,
  };
}

/** A line with its own picture in words, where one is to be made. */
function partOf({ text, visual: prompt }: DraftLine, { visual: kind }: ScriptHead): unknown {
  const wanted = kind !== undefined && kind !== 'background' && prompt !== '';
  return wanted ? { text, visual: { kind, prompt } } : text;
}
