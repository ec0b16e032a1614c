import type { RawScript } from '../../domain/script/script-parser.js';
import type { ScriptRequest } from '../../domain/video/video-request.js';

const wrapperFields = ['content', 'name', 'baseFolder'];

/**
 * An object is a {@link RawScript} if it has `content` and no other field but `name` and `baseFolder`; every
 * other object is a script itself, even one that has a field `content` among others. A script that could be
 * mistaken has to be wrapped: `{ content: script }`. Text loses its byte-order mark.
 */
export function wrapScript(script: ScriptRequest['script']): RawScript {
  const raw = isRawScript(script) ? script : { content: script };
  return typeof raw.content === 'string' ? { ...raw, content: raw.content.replace(/^\uFEFF/u, '') } : raw;
}

function isRawScript(script: unknown): script is RawScript {
  if (typeof script !== 'object' || script === null || !Object.hasOwn(script, 'content')) return false;
  return Object.keys(script).every((field) => wrapperFields.includes(field));
}
