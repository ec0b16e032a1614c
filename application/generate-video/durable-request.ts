import type { RawScript } from '../../domain/script/script-parser.js';
import type { VideoRequest } from '../../domain/video/video-request.js';
import { noMusic } from '../../domain/video/video-request.js';
import { wrapScript } from '../read-script/wrap-script.js';

/** Makes a path absolute, from the working directory of this process. */
export type AbsolutePath = (path: string) => string;

/** The request as another process, with another working directory, can go on with it. Plain JSON. */
export function durableRequest(request: VideoRequest, absolute: AbsolutePath): VideoRequest {
  const raw = wrapScript(request.script);
  const script: RawScript = { ...raw, baseFolder: absolute(raw.baseFolder ?? '.') };
  const { outputPath, music } = request;
  const paths = {
    ...(outputPath === undefined ? {} : { outputPath: absolute(outputPath) }),
    ...(music === undefined || music === noMusic ? {} : { music: absolute(music) }),
  };
  return { ...request, script, ...paths };
}

const longestTitle = 60;

/** What the request makes, for a list of jobs. */
export function titleOf({ script }: VideoRequest): string {
  const { content, name } = wrapScript(script);
  const text = textOf(typeof content === 'string' ? parsed(content) : content);
  const line = (text ?? name ?? 'video').replaceAll(/[\s#*_`-]+/gu, ' ').trim();
  return line.length > longestTitle ? `${line.slice(0, longestTitle - 1)}…` : line || 'video';
}

/** An object, if the text is the JSON of one; else the text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  const fields = (content ?? {}) as Record<string, unknown>;
  return [fields.title, fields.topic, fields.hook].find(
    (value): value is string => typeof value === 'string' && value.trim() !== '',
  );
}
