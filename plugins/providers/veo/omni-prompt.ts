import type { PromptRequest } from 'aether-video/plugin';
import { framesOf, picturesOf, withRole } from './request-references.js';

/** Whoever writes tags of the own knows what the pictures are for. */
const ownTags =
  /<(FIRST_FRAME|LAST_FRAME|(IMAGE|VIDEO)_REF_\d+|VIDEO_0|PREVIOUS_VIDEO)>|\[# (Sources|References)/;

/** What is said where nothing was: the task says the rest. */
const defaultWords: Readonly<Partial<Record<PromptRequest['task'], string>>> = {
  extend: 'Continue the scene.',
};

/**
 * The prompt with the tags that bind pictures to their roles; they are numbered in the order in which they are
 * sent: first frame, last frame, references. Source: Google's guide to Gemini Omni, chapter on tags in prompts.
 */
export function omniPrompt(request: PromptRequest, prompt: string): string {
  const words = prompt.trim() === '' ? (defaultWords[request.task] ?? '') : prompt;
  const { first, last } = framesOf(request);
  const pictures = picturesOf(request);
  if (ownTags.test(words) || (!first && pictures.length === 0)) return words;
  if (pictures.length === 0)
    return [`<FIRST_FRAME>`, last && '<LAST_FRAME>', words].filter(Boolean).join(' ');
  const frames = [first && '<FIRST_FRAME>', last && '<LAST_FRAME>'].filter((tag) => tag !== undefined);
  const sources = frames.map((tag, index) => `${tag}@Image${index + 1}`);
  if (withRole(request, 'video').length > 0) sources.push('<VIDEO_0>@Video1');
  const references = pictures.map((_, index) => `<IMAGE_REF_${index}>@Image${frames.length + index + 1}`);
  return [declared('Sources', sources), declared('References', references), words].filter(Boolean).join(' ');
}

function declared(name: string, tags: readonly string[]): string {
  return tags.length === 0 ? '' : `[# ${name} ${tags.join(' ')}]`;
}
