import { z } from 'zod';
import type { ErrorCode } from '../errors/error-codes.js';
import { fieldGroup, type FieldProblem } from './read-script-fields.js';
import { scriptLimits } from './script-limits.js';
import { visualKinds } from './video-script.js';
import { collapseSpaces, countCharacters, findForbiddenCharacter } from './script-text.js';

interface Check<Value> {
  readonly value: Value;
  readonly problem?: FieldProblem;
}

const fail = (code: ErrorCode, what: string, howToFix?: string): { readonly problem: FieldProblem } => ({
  problem: { code, what, ...(howToFix === undefined ? {} : { howToFix }) },
});

/** A text whose value is what `check` makes of it. */
function checkedText(expected: string, check: (written: string) => Check<string>) {
  return z.string({ error: expected }).transform((written, context) => {
    const { value, problem } = check(written);
    if (!problem) return value;
    context.issues.push({ code: 'custom', input: written, params: { ...problem } });
    return z.NEVER;
  });
}

/** What is wrong with any text: forbidden characters, nothing in it, too much in it. */
function textProblem(text: string, limit: number): { readonly problem?: FieldProblem } {
  const forbidden = findForbiddenCharacter(text);
  if (forbidden !== undefined) return fail('SCRIPT_CONTROL_CHARACTERS', `holds ${forbidden}`);
  if (text === '') return fail('SCRIPT_FIELD_MISSING', 'is empty');
  const length = countCharacters(text);
  if (length <= limit) return {};
  return fail('SCRIPT_TEXT_TOO_LONG', `has ${length} characters; the most is ${limit}`);
}

/** A text for people: line breaks become spaces, the rest stays as written; 1 to `limit` characters. */
export function textField(limit: number) {
  return checkedText('a text', (written) => {
    const value = collapseSpaces(written);
    return { value, ...textProblem(value, limit) };
  });
}

/** An optional field: absent and `null` are the same. */
export function optionalField<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

const identifier = checkedText('a text', (written) => {
  const value = written.trim();
  return { value, ...textProblem(value, scriptLimits.identifier) };
});

const channel = identifier.transform((id) => id.toLowerCase());

/** A BCP 47 tag, made canonical: `pt_br` becomes `pt-BR`. */
const language = checkedText('a language tag such as en or pt-BR', (written) => {
  const tag = written.trim().replaceAll('_', '-');
  if (/^[a-z]{2,3}(?:-[a-z\d]{1,8}){0,4}$/iu.test(tag)) {
    try {
      return { value: Intl.getCanonicalLocales(tag)[0] ?? tag };
    } catch {
      // Not well-formed: said below.
    }
  }
  const remedy = 'Write a tag such as en, es, ja, ar or pt-BR.';
  return { value: '', ...fail('SCRIPT_FIELD_INVALID', 'is not a language tag', remedy) };
});

/** A path as the author wrote it: untrusted, neither resolved nor looked up here. */
const path = checkedText('a path', (value) => {
  const problem = textProblem(value, scriptLimits.path);
  if (problem.problem || !/^(?:[a-z][a-z\d+.-]+:\/\/|data:)/iu.test(value)) return { value, ...problem };
  const remedy = 'Save the file beside the script and write its path.';
  return {
    value,
    ...fail('SCRIPT_FIELD_INVALID', 'is a web address, and only local files are used', remedy),
  };
});

const media = z.preprocess(
  (value) => (typeof value === 'string' ? { path: value } : value),
  fieldGroup(
    {
      path,
      fit: z.enum(['cover', 'contain']).default('cover'),
      motion: z.enum(['ken-burns', 'still']).default('ken-burns'),
    },
    'a path, or fields with path, fit and motion',
  ),
);

const visual = z.preprocess(
  (value) => (typeof value === 'string' ? { kind: value.trim().toLowerCase() } : value),
  fieldGroup(
    {
      kind: z.enum(visualKinds),
      provider: optionalField(identifier),
      model: optionalField(textField(scriptLimits.model)),
      prompt: optionalField(textField(scriptLimits.visualPrompt)),
    },
    'clip, image, background, or fields with kind, provider, model and prompt',
  ),
);

const hashtag = checkedText('a text', (written) => {
  const value = written.trim().replace(/^[#＃]/u, '');
  const spaced = fail('SCRIPT_FIELD_INVALID', 'has a space in it', 'Write it as one word.');
  return { value, ...(/\s/u.test(value) ? spaced : textProblem(value, scriptLimits.hashtag)) };
});

/** A list, or one text: `#calm #focus` or `calm, focus`. */
const hashtags = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.split(/[\s,،、]+/u).filter((tag) => tag !== '') : value),
    z.array(hashtag, { error: 'a list of texts' }).max(scriptLimits.hashtags),
  )
  .transform((tags) => {
    const seen = new Map<string, string>();
    for (const tag of tags) {
      if (!seen.has(tag.toLowerCase())) seen.set(tag.toLowerCase(), tag);
    }
    return [...seen.values()];
  });

const { minSeconds, maxSeconds } = scriptLimits;
const range = `a number of seconds from ${minSeconds} to ${maxSeconds}`;
const seconds = z
  .number({ error: range })
  .min(minSeconds, { error: range })
  .max(maxSeconds, { error: range });

/** Fields that every script format has, by their names there. All optional. */
export const scriptHeaderFields = {
  channel: optionalField(channel),
  topic: optionalField(textField(scriptLimits.topic)),
  language: optionalField(language),
  voice: optionalField(identifier),
  music: optionalField(path),
  hashtags: optionalField(hashtags),
  visual: optionalField(visual),
};

/** Fields that a scene may have in every format. */
export const sceneFields = {
  media: optionalField(media),
  seconds: optionalField(seconds),
  visual: optionalField(visual),
};

/** A scene's own id. */
export const sceneIdField = checkedText('a text', (value) =>
  /^[a-z\d][a-z\d-]*$/u.test(value) && value.length <= scriptLimits.identifier
    ? { value }
    : {
        value,
        ...fail(
          'SCRIPT_FIELD_INVALID',
          'is not an id',
          'Use small letters a–z, digits and hyphens, such as opening-shot.',
        ),
      },
);
