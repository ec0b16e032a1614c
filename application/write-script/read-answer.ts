import type { ScriptDraft } from '../../domain/language-model/script-assignment.js';
import type { IScriptParser } from '../../domain/script/script-parser.js';
import { parseScript } from '../read-script/parse-script.js';
import { asDraft } from './draft-schema.js';

/** How much of an answer had to be guessed. */
export type AnswerForm = 'json' | 'json-in-prose' | 'mended-json' | 'prose';

export type ReadAnswer =
  { readonly draft: ScriptDraft; readonly form: AnswerForm } | { readonly problems: readonly string[] };

/** More than any script; what is longer is not looked at. */
const longestAnswer = 200_000;

/**
 * Makes a draft of whatever a model answered: JSON as asked for, JSON in a fence or between sentences, JSON with
 * the usual slips, and a script in Markdown or plain text, as `aether generate` reads it.
 */
export function readAnswer(answer: string, title: string, parsers: readonly IScriptParser[]): ReadAnswer {
  const text = answer
    .slice(0, longestAnswer)
    .replace(/^\uFEFF/u, '')
    .trim();
  const whole = parsed(text);
  if (whole !== undefined) return withForm(asDraft(whole, title), 'json');
  for (const candidate of jsonParts(text)) {
    const value = parsed(candidate);
    if (value !== undefined) return withForm(asDraft(value, title), 'json-in-prose');
    const mended = parsed(mend(candidate));
    if (mended !== undefined) return withForm(asDraft(mended, title), 'mended-json');
  }
  return fromProse(text, title, parsers);
}

function withForm(result: ReturnType<typeof asDraft>, form: AnswerForm): ReadAnswer {
  return 'draft' in result ? { ...result, form } : result;
}

/** An object that JSON gives; lists and bare values are no script. */
function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What may be the JSON in an answer: fenced blocks, then all from the first brace to the last. */
function jsonParts(text: string): string[] {
  const fenced = [...text.matchAll(/```[a-z]*\s*\n([\s\S]*?)```/giu)].map(([, block = '']) => block.trim());
  const [from, to] = [text.indexOf('{'), text.lastIndexOf('}')];
  const braced = from >= 0 && to > from ? [text.slice(from, to + 1)] : [];
  return [...fenced.filter((block) => block.startsWith('{')), ...braced];
}

/** The slips of models: comments, commas before a bracket, line breaks inside of texts. */
function mend(text: string): string {
  let mended = '';
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if (quoted && character === '\\') {
      mended += character + (text[index + 1] ?? '');
      index += 1;
    } else if (quoted && (character === '\n' || character === '\r' || character === '\t')) {
      mended += ' ';
    } else if (!quoted && text.startsWith('//', index)) {
      index = endOfLine(text, index);
    } else if (!quoted && character === ',' && /^,\s*[\]}]/u.test(text.slice(index, index + 50))) {
      continue;
    } else {
      if (character === '"') quoted = !quoted;
      mended += character;
    }
  }
  return mended;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** A script in prose: the marks hook, points and call to action are what tells it from a chat. */
function fromProse(text: string, title: string, parsers: readonly IScriptParser[]): ReadAnswer {
  const own = text.replace(/^```[a-z]*\s*$/gimu, '');
  const start = own.search(/^[\s>#*[]*hook\b/imu);
  if (start < 0)
    return { problems: ['The answer is neither the JSON object that was asked for nor a script.'] };
  try {
    const { scenes, hashtags } = parseScript({ content: own.slice(start), name: 'answer.md' }, parsers);
    const line = (role: string) => scenes.find((scene) => scene.role === role)?.text;
    const points = scenes.filter(({ role }) => role === 'point').map((scene) => scene.text);
    const draft = asDraft(
      { title, hook: line('hook'), points, callToAction: line('call-to-action'), hashtags },
      title,
    );
    return withForm(draft, 'prose');
  } catch {
    return {
      problems: [
        'The answer is no JSON object, and its hook, points and call to action cannot be told apart.',
      ],
    };
  }
}
