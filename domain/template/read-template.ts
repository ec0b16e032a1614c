import { z } from 'zod';
import { channelStyleSchema, illegibleCaptions } from '../channel/check-channel-style.js';
import { VideoGenerationError } from '../errors/video-generation-error.js';
import { fieldGroup, readScriptFields } from '../script/read-script-fields.js';
import { optionalField, scriptHeaderFields, textField } from '../script/script-fields.js';
import { scriptIssue, type ScriptIssue } from '../script/script-issue.js';
import type { TemplateRequest, TemplateScene, VideoTemplate } from './video-template.js';

/** How long product and call to action may be, characters. */
export const templateLimits = { product: 60, callToAction: 100, scenes: 12 } as const;

const slots = ['product', 'cta'] as const;
const seconds = z
  .number({ error: 'a number of seconds from 1 to 60' })
  .min(1, { error: 'a number of seconds from 1 to 60' })
  .max(60, { error: 'a number of seconds from 1 to 60' });

const scene = fieldGroup(
  {
    role: z.enum(['hook', 'point', 'call-to-action']),
    seconds,
    visual: z.enum(['clip', 'still']),
    text: textField(300),
    prompt: textField(600),
  },
  'a scene: fields with role, seconds, visual, text and prompt',
);

const fields = fieldGroup(
  {
    id: z
      .string({ error: 'an id such as soft-launch' })
      .regex(/^[a-z][a-z\d]*(?:-[a-z\d]+)*$/u, { error: 'an id such as soft-launch' })
      .max(64),
    name: textField(60),
    description: textField(200),
    look: textField(300),
    style: channelStyleSchema,
    voices: optionalField(z.array(z.string().min(1).max(64), { error: 'a list of voices' }).max(20)),
    language: scriptHeaderFields.language,
    hashtags: scriptHeaderFields.hashtags,
    scenes: z.array(scene, { error: 'a list of scenes' }).min(1).max(templateLimits.scenes),
  },
  'a template: fields with id, name, style and scenes',
);

function sceneIssues(scenes: readonly TemplateScene[]): ScriptIssue[] {
  const issues: ScriptIssue[] = [];
  const found = (where: string, what: string, howToFix: string): unknown =>
    issues.push(scriptIssue('TEMPLATE_INVALID', where, what, howToFix));
  for (const [index, { text, prompt }] of scenes.entries()) {
    for (const [, slot = ''] of `${text} ${prompt}`.matchAll(/\{([^}]*)\}/gu)) {
      if (!slots.some((known) => known === slot))
        found(`scenes[${index}]`, `holds {${slot}}`, 'The slots are {product} and {cta}.');
    }
  }
  const last = scenes.length - 1;
  if (scenes[last]?.visual !== 'still') {
    found(
      `scenes[${last}].visual`,
      'is not a still',
      'Write still: the last scene stands while people read.',
    );
  }
  for (const slot of slots) {
    if (!scenes.some(({ text }) => text.includes(`{${slot}}`)))
      found('scenes', `never say {${slot}}`, `Write {${slot}} into the text of a scene.`);
  }
  return issues;
}

/**
 * Checks a template. @param where names it in messages: a file, or an id
 * @throws VideoGenerationError TEMPLATE_INVALID; `details.issues` lists all that is wrong
 */
export function readTemplate(value: unknown, where: string): VideoTemplate {
  const { fields: read, issues } = readScriptFields(fields, value);
  if (!read) throw templateError(where, issues);
  const wrong = sceneIssues(read.scenes);
  const illegible = illegibleCaptions(read.style);
  if (illegible !== undefined) {
    wrong.push(
      scriptIssue('TEMPLATE_INVALID', 'style', `cannot be read: ${illegible}`, 'Choose other colours.'),
    );
  }
  if (wrong.length > 0) throw templateError(where, wrong);
  const { voices = [], language = 'en', hashtags = [], ...rest } = read;
  return { ...rest, voices, language, hashtags };
}

function templateError(where: string, issues: readonly ScriptIssue[]): VideoGenerationError {
  const [first, ...others] = issues.map((issue) => ({
    ...issue,
    code: 'TEMPLATE_INVALID' as const,
    message: issue.message.replace(/^The script\b/u, 'The template'),
  }));
  const more = others.length === 0 ? '' : ` (${others.length} more)`;
  return new VideoGenerationError('TEMPLATE_INVALID', {
    message: `The template ${where} is not valid: ${first!.message}${more}`,
    howToFix: first!.howToFix,
    details: { where, issues: [first, ...others] },
  });
}

const requestFields = fieldGroup(
  {
    name: textField(1000),
    product: textField(templateLimits.product),
    callToAction: textField(templateLimits.callToAction),
    baseFolder: optionalField(z.string()),
  },
  'fields with name, product and callToAction',
);

/**
 * Checks what a template is to be filled from.
 * @throws VideoGenerationError TEMPLATE_INVALID
 */
export function readTemplateRequest(value: unknown): TemplateRequest {
  const { fields: read, issues } = readScriptFields(requestFields, value, {
    aliases: { cta: 'callToAction', call_to_action: 'callToAction', template: 'name' },
  });
  if (!read) throw templateError('request', issues);
  const { baseFolder, ...rest } = read;
  return baseFolder === undefined ? rest : { ...rest, baseFolder };
}
