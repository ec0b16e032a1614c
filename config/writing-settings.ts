import type { SettingDefinition } from './setting-definition.js';
import { nameList, nonEmptyText, pathList } from './setting-format.js';

const modelName = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\/[\w.:/@-]+)?$/;

/** Briefs and templates. */
export const writingSettings: Readonly<Record<string, SettingDefinition>> = {
  'writing.model': {
    doc: 'The language model that writes scripts from briefs: `openai`, or `openai/gpt-5.6-luna`. `auto` takes the cheapest service whose key is set; without a key the offline writer writes.',
    format: nonEmptyText,
    default: 'auto',
    env: 'VIDEO_WRITING_MODEL',
  },
  'writing.fallback': {
    doc: 'Language models that are asked, in this order, when the first cannot write. The offline writer comes last by itself.',
    format: nameList('a list of language models such as anthropic or openai/gpt-5.6-luna', modelName),
    default: [],
    env: 'VIDEO_WRITING_FALLBACK',
  },
  'writing.bannedPhrases': {
    doc: 'Phrases that must not occur in a written script, whatever their case.',
    format: nameList('a list of phrases', /\S/u),
    default: [],
    env: 'VIDEO_WRITING_BANNED_PHRASES',
  },
  'templates.folders': {
    doc: 'Folders with ad templates of your own: YAML or JSON files.',
    format: pathList,
    default: [],
    env: 'VIDEO_TEMPLATE_FOLDERS',
  },
};
