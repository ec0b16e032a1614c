import type { ScriptDraft } from '../../domain/language-model/script-assignment.js';
import type { VideoTemplate } from '../../domain/template/video-template.js';
import type { ScriptRequest } from '../../domain/video/video-request.js';

/** What the script stage reads. Plain JSON, so that a later process can go on from it. */
export interface Manuscript {
  readonly request: ScriptRequest;
  /** Its look and timing take the channel's place. */
  readonly template?: VideoTemplate;
}

/** The header that a script carries besides its words. */
export interface ScriptHead {
  readonly channel: string;
  readonly language: string;
  readonly voice?: string | undefined;
  readonly music?: string | undefined;
}

/** A draft as the short-video format, which people can keep and change. */
export function scriptOf(draft: ScriptDraft, head: ScriptHead): Readonly<Record<string, unknown>> {
  const { title, hook, points, callToAction, hashtags } = draft;
  return {
    channel: head.channel,
    language: head.language,
    topic: title,
    hook: hook.text,
    main_points: points.map(({ text }) => text),
    call_to_action: callToAction.text,
    ...(head.voice === undefined ? {} : { voice: head.voice }),
    ...(head.music === undefined ? {} : { music: head.music }),
    hashtags,
  };
}
