import type { BriefInput } from '../../domain/brief/brief.js';
import type { RawScript } from '../../domain/script/script-parser.js';
import { isTemplateFile, type TemplateRequest } from '../../domain/template/video-template.js';
import type { VideoRequest } from '../../domain/video/video-request.js';
import { noMusic } from '../../domain/video/video-request.js';
import { wrapScript } from '../read-script/wrap-script.js';

/** Makes a path absolute, from the working directory of this process. */
export type AbsolutePath = (path: string) => string;

/** The request as another process, with another working directory, can go on with it. Plain JSON. */
export function durableRequest(request: VideoRequest, absolute: AbsolutePath): VideoRequest {
  const { script, brief, template, outputPath, music } = request;
  return {
    ...request,
    ...(script === undefined ? {} : { script: durableScript(script, absolute) }),
    // Neither has been read yet: the brief stage says what is wrong with them.
    ...(isObject(brief) ? { brief: durableBrief(brief, absolute) } : {}),
    ...(isObject(template) ? { template: durableTemplate(template, absolute) } : {}),
    ...(outputPath === undefined ? {} : { outputPath: absolute(outputPath) }),
    ...(music === undefined || music === noMusic ? {} : { music: absolute(music) }),
  };
}

function isObject<Value>(value: Value | undefined): value is Value & object {
  return typeof value === 'object' && value !== null;
}

function durableScript(script: NonNullable<VideoRequest['script']>, absolute: AbsolutePath): RawScript {
  const raw = wrapScript(script);
  return { ...raw, baseFolder: absolute(raw.baseFolder ?? '.') };
}

/** Without a folder of its own a brief comes from the caller, whose paths may lead anywhere. */
function durableBrief(brief: BriefInput, absolute: AbsolutePath): BriefInput {
  const { baseFolder, sources } = brief;
  if (baseFolder !== undefined) return { ...brief, baseFolder: absolute(baseFolder) };
  return Array.isArray(sources)
    ? {
        ...brief,
        sources: sources.map((source: unknown) =>
          typeof source === 'string' ? absolute(source) : source,
        ) as string[],
      }
    : brief;
}

function durableTemplate(template: TemplateRequest, absolute: AbsolutePath): TemplateRequest {
  const { baseFolder, name } = template;
  if (baseFolder !== undefined) return { ...template, baseFolder: absolute(baseFolder) };
  return isTemplateFile(name) ? { ...template, name: absolute(name) } : template;
}

const longestTitle = 60;

/** What the request makes, for a list of jobs. */
export function titleOf({ script, brief, template }: VideoRequest): string {
  const text = script === undefined ? (brief?.topic ?? template?.product) : titleOfScript(script);
  const line = (text ?? 'video').replaceAll(/[\s#*_`-]+/gu, ' ').trim();
  return line.length > longestTitle ? `${line.slice(0, longestTitle - 1)}…` : line || 'video';
}

function titleOfScript(script: NonNullable<VideoRequest['script']>): string | undefined {
  const { content, name } = wrapScript(script);
  return textOf(typeof content === 'string' ? parsed(content) : content) ?? name;
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
