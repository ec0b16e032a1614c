import { z } from 'zod';
import type { ScriptDraft } from '../../domain/language-model/script-assignment.js';
import { scriptLimits } from '../../domain/script/script-limits.js';
import { collapseSpaces } from '../../domain/script/script-text.js';

const text = (limit: number) => z.string().transform(collapseSpaces).pipe(z.string().min(1).max(limit));

const visual = z.string().transform(collapseSpaces).pipe(z.string().max(600)).catch('');
const asLine = (value: unknown): unknown => (typeof value === 'string' ? { text: value } : value);
const line = (limit: number) =>
  z.preprocess(asLine, z.object({ text: text(limit), visual: visual.default('') }));

/** An answer as it should be; what models leave out or write shorter is filled in. */
const draftSchema: z.ZodType<ScriptDraft> = z.object({
  title: text(scriptLimits.topic),
  hook: line(scriptLimits.hook),
  points: z
    .array(
      z.preprocess(
        asLine,
        z.object({
          text: text(scriptLimits.point),
          visual: visual.default(''),
          sources: z.array(z.int().min(1)).catch([]).default([]),
        }),
      ),
    )
    .min(1)
    .max(scriptLimits.points),
  callToAction: line(scriptLimits.callToAction),
  hashtags: z
    .array(z.string().transform((tag) => tag.trim().replace(/^#/u, '').replace(/\s+/gu, '')))
    .transform((tags) => tags.filter((tag) => tag !== '' && tag.length <= scriptLimits.hashtag).slice(0, 8))
    .catch([])
    .default([]),
});

/** Names that models write for a field. */
const aliases: Readonly<Record<string, string>> = {
  topic: 'title',
  main_points: 'points',
  mainPoints: 'points',
  scenes: 'points',
  body: 'points',
  cta: 'callToAction',
  call_to_action: 'callToAction',
  closing: 'callToAction',
  tags: 'hashtags',
};

/** A draft, or what is wrong with the value, in whole sentences. */
export function asDraft(
  value: unknown,
  title: string,
): { readonly draft: ScriptDraft } | { readonly problems: readonly string[] } {
  const parsed = draftSchema.safeParse(withOwnNames(value, title));
  if (parsed.success) return { draft: parsed.data };
  const problems = parsed.error.issues
    .slice(0, 5)
    .map(
      ({ path, message }) =>
        `The field ${path.length === 0 ? '(all)' : path.join('.')} is wrong: ${message}.`,
    );
  return { problems };
}

function withOwnNames(value: unknown, title: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields: Record<string, unknown> = { title };
  for (const [name, field] of Object.entries(value)) {
    const own = Object.hasOwn(aliases, name) ? aliases[name]! : name;
    if (field !== null && (own === name || !Object.hasOwn(value, own))) fields[own] = field;
  }
  return fields;
}

const described = (description: string) => ({ type: 'string', description });
const lineOf = (what: string) => ({
  text: described(`${what}, as it is spoken: plain words, no markup.`),
  visual: described('What is to be seen meanwhile: one picture, concrete, without any text in it.'),
});
const object = (properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** The JSON Schema that models get. Strict modes want every property required, and few other keywords. */
export const draftJsonSchema: Readonly<Record<string, unknown>> = object({
  title: described('What the video is about, in a few words.'),
  hook: object(lineOf('The first line, which makes people stay')),
  points: {
    type: 'array',
    items: object({
      ...lineOf('One thought, in one or two sentences'),
      sources: {
        type: 'array',
        items: { type: 'integer' },
        description: 'Numbers of the passages that it rests on; empty without passages.',
      },
    }),
  },
  callToAction: object(lineOf('The last line: what to do now')),
  hashtags: { type: 'array', items: described('One word, without #.') },
});
