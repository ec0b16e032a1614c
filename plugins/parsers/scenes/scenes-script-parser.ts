import path from 'node:path';
import {
  buildVideoScript,
  checkScriptSize,
  parseJsonText,
  readScriptFields,
  refuseScriptIssues,
  scriptIssue,
} from 'aether-video/plugin';
import type { IScriptParser, RawScript, SceneDraft, ScriptIssue, VideoScript } from 'aether-video/plugin';
import type { z } from 'zod';
import { parseYamlText } from './parse-yaml-text.js';
import { scenesAliases, scenesFields } from './scenes-fields.js';

const id = 'scenes';
const description = 'An explicit list of scenes with texts, times and pictures, as JSON or YAML';

/** Never a score that the `tiktok` parser gives, so that one of the two is always surer. */
const certain = 0.95;
const likely = 0.6;
const possible = 0.2;

function isJson(text: string, name = ''): boolean {
  return !/\.ya?ml$/iu.test(name) && (/\.json$/iu.test(name) || /^\uFEFF?\s*[{[]/u.test(text));
}

function scoreText(text: string, name = ''): number {
  if (text.trim() === '') return 0;
  if (isJson(text, name)) return /"scenes"\s*:/u.test(text) ? certain : 0;
  if (/^\uFEFF?["']?scenes["']?\s*:/mu.test(text)) return certain;
  return /\.ya?ml$/iu.test(name) ? likely : 0;
}

function canParse({ content, name }: RawScript): number {
  if (typeof content === 'string') return scoreText(content, name);
  if (typeof content !== 'object' || content === null) return 0;
  if (Array.isArray(content)) return possible;
  return Object.hasOwn(content, 'scenes') ? certain : 0;
}

type ScenesFields = z.output<typeof scenesFields>;

function toScenes({ scenes }: ScenesFields): SceneDraft[] {
  return scenes.map(({ id: own, role = 'scene', ...scene }, index) => ({
    id: own ?? `scene-${index + 1}`,
    role,
    ...scene,
  }));
}

function repeatedIds(scenes: readonly SceneDraft[]): ScriptIssue[] {
  const first = new Map<string, number>();
  return scenes.flatMap((scene, index) => {
    const earlier = first.get(scene.id);
    if (earlier === undefined) {
      first.set(scene.id, index);
      return [];
    }
    const what = `is ${scene.id}, like scenes[${earlier}]`;
    return [scriptIssue('SCRIPT_FIELD_INVALID', `scenes[${index}].id`, what, 'Give every scene its own id.')];
  });
}

function parse({ content, name, baseFolder }: RawScript): VideoScript {
  checkScriptSize(content);
  const parseText = (text: string): unknown => (isJson(text, name) ? parseJsonText : parseYamlText)(text);
  const value = typeof content === 'string' ? parseText(content) : content;
  checkScriptSize(value);
  const { fields, issues } = readScriptFields(scenesFields, value, { aliases: scenesAliases });
  refuseScriptIssues(issues);
  const [first, ...others] = toScenes(fields!);
  const scenes = [first!, ...others] as const;
  refuseScriptIssues(repeatedIds(scenes));
  const folder = baseFolder ?? process.cwd();
  const resolvePath = (written: string): string => path.resolve(folder, written);
  return buildVideoScript(fields!, scenes, { parser: id, resolvePath });
}

/** Reads an explicit scene list. */
export const createScenesScriptParser = (): IScriptParser => ({ id, description, canParse, parse });
