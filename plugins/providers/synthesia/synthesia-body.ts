import type { PromptRequest, ProviderWarning, RequestIssue, TimelineRequest } from 'aether-video/plugin';
import type { SynthesiaCall } from './synthesia-client.js';
import {
  avatarDefaults,
  avatarOptionsSchema,
  templateOptionsSchema,
  type AvatarOptions,
  type SynthesiaOptions,
} from './synthesia-options.js';
import { languageOf, mostScenes, scriptText, spokenScript } from './synthesia-script.js';

/** A submission, ready to be sent. */
export interface SynthesiaSubmission {
  readonly call: SynthesiaCall;
  /** True: it costs nothing. */
  readonly isTest: boolean;
  readonly warnings: readonly ProviderWarning[];
}

/** The model that speaks, and the one that fills a template of the account. */
export const modelIds = { avatar: 'avatar', template: 'template' } as const;

const fallback = { avatar: 'anna_costume1_cameraA', background: 'off_white' };

/** Characters of a title. Synthesia documents no limit. */
const longestTitle = 100;

/** Why Synthesia would refuse the request; each says what would work. */
export function promptIssues(
  { model, providerOptions, prompt }: PromptRequest,
  options: SynthesiaOptions,
): readonly RequestIssue[] {
  const schema = model.id === modelIds.template ? templateOptionsSchema : avatarOptionsSchema;
  const where = 'parameters.providerOptions';
  const issues: RequestIssue[] = (schema.safeParse(providerOptions).error?.issues ?? []).map((issue) =>
    issue.code === 'unrecognized_keys'
      ? { where, message: `there is no option ${issue.keys.join(', ')}; options: ${namesOf(schema)}` }
      : { where: [where, ...issue.path].join('.'), message: issue.message },
  );
  if (options.test && providerOptions.test === false) {
    issues.push({ where: `${where}.test`, message: 'the settings allow test videos alone' });
  }
  if (model.id === modelIds.avatar && scriptText(prompt).text === '') {
    issues.push({ where: 'prompt', message: 'the avatar needs words to speak' });
  }
  return issues;
}

const namesOf = ({ shape }: { readonly shape: object }): string => Object.keys(shape).join(', ');

/** The same for a whole script. */
export function timelineIssues({ timeline }: TimelineRequest): readonly RequestIssue[] {
  const { length } = spokenScript(timeline).scenes;
  if (length === 0) return [{ where: 'timeline.scenes', message: 'no scene has words to speak' }];
  if (length <= mostScenes) return [];
  return [{ where: 'timeline.scenes', message: `Synthesia takes up to ${mostScenes} scenes, not ${length}` }];
}

/** A prompt is a script of one scene, or the words for a template. */
export function promptSubmission(
  request: PromptRequest,
  options: SynthesiaOptions,
  callbackId: string,
): SynthesiaSubmission {
  const { model, prompt, providerOptions, aspectRatio } = request;
  const spoken = scriptText(prompt);
  const warnings = warningsOf(request, spoken.changed);
  const defaults = avatarDefaults(options);
  if (model.id === modelIds.template) {
    const { templateId, templateData, promptVariable, brandKitId, ...own } =
      templateOptionsSchema.parse(providerOptions);
    const { test = false, ...video } = videoFields({ ...defaults, ...own }, prompt);
    const data = prompt.trim() === '' ? templateData : { ...templateData, [promptVariable]: prompt };
    const body = {
      ...video,
      test,
      callbackId,
      templateId,
      templateData: data,
      ...(brandKitId && { brandKitId }),
    };
    return {
      call: post('/v2/videos/fromTemplate', body),
      isTest: test,
      warnings: warningsOf(request, false),
    };
  }
  const chosen = { ...defaults, ...avatarOptionsSchema.parse(providerOptions) };
  return avatarSubmission([spoken.text], chosen, { title: prompt, aspectRatio, callbackId, warnings });
}

/** A scene of the script becomes a scene of the video. */
export function timelineSubmission(
  { timeline }: TimelineRequest,
  options: SynthesiaOptions,
  aspectRatio: string,
  callbackId: string,
): SynthesiaSubmission {
  const { scenes, warnings } = spokenScript(timeline);
  const chosen = { language: languageOf(timeline.language), ...definedOf(avatarDefaults(options)) };
  const texts = scenes.map(({ text }) => text);
  return avatarSubmission(texts, chosen, { title: timeline.topic, aspectRatio, callbackId, warnings });
}

interface VideoTerms {
  readonly title: string;
  readonly aspectRatio: string | undefined;
  readonly callbackId: string;
  readonly warnings: readonly ProviderWarning[];
}

function avatarSubmission(
  texts: readonly string[],
  options: AvatarOptions,
  { title, aspectRatio, callbackId, warnings }: VideoTerms,
): SynthesiaSubmission {
  const { test = false, ...video } = videoFields(options, title);
  const { soundtrack, ctaSettings } = options;
  const body = definedOf({
    ...video,
    test,
    callbackId,
    aspectRatio,
    soundtrack,
    ctaSettings,
    input: texts.map((text) => sceneOf(text, options)),
  });
  return { call: post('/v2/videos', body), isTest: test, warnings };
}

function sceneOf(text: string, options: AvatarOptions): object {
  const { avatar, background, voice, language, horizontalAlign, scale, style, seamless, transition } =
    options;
  const avatarSettings = definedOf({ voice, horizontalAlign, scale, style, seamless });
  return definedOf({
    avatar: avatar ?? fallback.avatar,
    background: background ?? fallback.background,
    scriptText: text,
    scriptLanguage: language,
    avatarSettings: Object.keys(avatarSettings).length > 0 ? avatarSettings : undefined,
    transition,
  });
}

function videoFields(options: AvatarOptions, title: string) {
  const { description, test, visibility = 'private', folderId } = options;
  const named = options.title ?? title.replaceAll(/\s+/g, ' ').trim();
  return definedOf({
    title: named === '' ? undefined : Array.from(named).slice(0, longestTitle).join(''),
    description,
    test,
    visibility,
    folderId,
  });
}

function definedOf<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}

const post = (path: string, body: object): SynthesiaCall => ({ method: 'POST', path, body });

/** Synthesia knows nothing of these. */
const unknownFields = {
  duration: 'duration',
  resolution: 'resolution',
  framesPerSecond: 'fps',
  seed: 'seed',
  negativePrompt: 'negativePrompt',
  audio: 'audio',
} as const satisfies Readonly<Partial<Record<keyof PromptRequest, string>>>;

function warningsOf(request: PromptRequest, changed: boolean): ProviderWarning[] {
  const warnings = (Object.keys(unknownFields) as (keyof typeof unknownFields)[])
    .filter((name) => request[name] !== undefined)
    .map((name) => ({
      code: 'UNSUPPORTED_FIELD',
      message: `${unknownFields[name]} was left away: Synthesia does not know it.`,
    }));
  if (!changed) return warnings;
  const message = 'The signs < and > are not spoken: Synthesia would take them for tags.';
  return [...warnings, { code: 'TEXT_CHANGED', message }];
}
