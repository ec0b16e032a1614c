import path from 'node:path';
import {
  buildVideoScript,
  checkScriptSize,
  parseJsonText,
  readScriptFields,
  refuseScriptIssues,
} from 'aether-video/plugin';
import type {
  IScriptParser,
  RawScript,
  SceneDraft,
  SceneRole,
  ScriptIssue,
  VideoScript,
} from 'aether-video/plugin';
import type { z } from 'zod';
import { readMarkedText, type MarkedText } from './read-marked-text.js';
import { tiktokAliases, tiktokFields } from './tiktok-fields.js';

const id = 'tiktok';
const description = 'Hook, points and call to action, as JSON, Markdown or plain text';
const ownNames = new Set(['hook', 'main_points', 'call_to_action']);

/** Text that is meant to be JSON, well-formed or not. `[0-3s]` and `{\\pos}` are not. */
const isJson = (text: string, name = ''): boolean =>
  /\.json$/iu.test(name) || /^\uFEFF?\s*(?:\{\s*(?:["'}/]|\w+\s*:)|\[\s*["{\]])/u.test(text);

/** Never a score that the `scenes` parser gives, so that one of the two is always surer. */
const certain = 0.9;
const likely = 0.7;
const possible = 0.3;

function scoreFields(content: object): number {
  const names = Object.keys(content).map((name) =>
    Object.hasOwn(tiktokAliases, name) ? tiktokAliases[name]! : name,
  );
  if (names.includes('scenes')) return 0;
  return names.some((name) => ownNames.has(name)) ? certain : possible;
}

function scoreText(text: string, name: string | undefined): number {
  if (isJson(text, name)) {
    if (/"scenes"\s*:/u.test(text)) return 0;
    return /"(?:hook|main_?points|points|call_?to_?action|cta)"\s*:/iu.test(text) ? certain : possible;
  }
  if (/^scenes\s*:/mu.test(text)) return 0;
  return /^[^\p{L}\p{N}\n]{0,12}(?:hook|cta|call[\s_-]?to[\s_-]?action)\b/imu.test(text) ? likely : possible;
}

type TiktokFields = z.output<typeof tiktokFields>;
type Part = TiktokFields['hook'];

function toScenes(fields: TiktokFields): [SceneDraft, ...SceneDraft[]] {
  const draft = (id: string, role: SceneRole, part: Part): SceneDraft => ({ id, role, ...part });
  const points = fields.main_points.map((part, index) => draft(`point-${index + 1}`, 'point', part));
  const call = fields.call_to_action;
  return [
    draft('hook', 'hook', fields.hook),
    ...points,
    ...(call ? [draft('call-to-action', 'call-to-action', call)] : []),
  ];
}

/** Names a field of a marked text by its line; undefined for what is not there. */
function placeInText({ lines }: MarkedText, fieldPath: readonly PropertyKey[]): string | undefined {
  const [field, index] = fieldPath.map(String);
  const point = field === 'main_points' && index !== undefined;
  const line = lines.get(point ? `${field}[${index}]` : String(field));
  const name = point ? `point ${Number(index) + 1}` : field?.replaceAll('_', ' ');
  return line ? `line ${line}, ${name ?? ''}` : undefined;
}

/** In a text, fields are not written by name. */
function forMarkedText(issue: ScriptIssue): ScriptIssue {
  const howToFix = textRemedies[issue.where];
  return howToFix !== undefined && issue.code === 'SCRIPT_FIELD_MISSING' ? { ...issue, howToFix } : issue;
}

const textRemedies: Readonly<Record<string, string>> = {
  hook: 'Begin the opening line with `Hook:`.',
  main_points: 'Write at least one point below the hook: a bullet, a number or a paragraph.',
};

function readFields(content: unknown, name: string | undefined): TiktokFields {
  const text = typeof content === 'string' && !isJson(content, name) ? readMarkedText(content) : undefined;
  const value = text ? text.fields : typeof content === 'string' ? parseJsonText(content) : content;
  if (value === null) checkScriptSize(value);
  const { fields, issues } = readScriptFields(tiktokFields, value, {
    aliases: tiktokAliases,
    ...(text && { placeOf: (fieldPath) => placeInText(text, fieldPath) }),
  });
  refuseScriptIssues(text ? [...text.issues, ...issues.map(forMarkedText)] : issues);
  return fields!;
}

function canParse({ content, name }: RawScript): number {
  if (typeof content === 'string') return content.trim() === '' ? 0 : scoreText(content, name);
  return typeof content === 'object' && content !== null && !Array.isArray(content)
    ? scoreFields(content)
    : 0;
}

function parse({ content, name, baseFolder }: RawScript): VideoScript {
  checkScriptSize(content);
  const fields = readFields(content, name);
  const folder = baseFolder ?? process.cwd();
  const resolvePath = (written: string): string => path.resolve(folder, written);
  return buildVideoScript(fields, toScenes(fields), { parser: id, resolvePath });
}

/** Reads the short-video format: hook, points and call to action. */
export const createTiktokScriptParser = (): IScriptParser => ({ id, description, canParse, parse });
