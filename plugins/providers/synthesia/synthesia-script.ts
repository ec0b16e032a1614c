import type { CaptionWord, ProviderWarning, VideoTimeline } from 'aether-video/plugin';

/** Scenes that one video takes. Source: Synthesia's API reference. */
export const mostScenes = 25;

/** Breaks are the tags that a script may hold. Source: Synthesia's list of supported XML tags. */
const breakTag = /<break time="\d{1,2}(?:\.\d{1,3})?s"\s*\/>/g;

/** A script as Synthesia speaks it: everything else that could be read as a tag is taken out. */
export function scriptText(text: string): { readonly text: string; readonly changed: boolean } {
  const breaks = text.match(breakTag) ?? [];
  const spoken = text.split(breakTag).map((part) => part.replaceAll(/[<>]/g, ' '));
  const result = spoken.map((part, index) => part + (breaks[index] ?? '')).join('');
  return {
    text: result.replaceAll(/[^\S\n]{2,}/g, ' ').trim(),
    changed: /[<>]/.test(text.replaceAll(breakTag, '')),
  };
}

/** What is spoken in one scene, and what it is called. */
export interface SpokenScene {
  readonly id: string;
  readonly text: string;
}

export interface SpokenScript {
  /** Scenes without words are not in it. */
  readonly scenes: readonly SpokenScene[];
  readonly warnings: readonly ProviderWarning[];
}

/** The words of a timeline's scenes, and what of the timeline Synthesia cannot show. */
export function spokenScript(timeline: VideoTimeline): SpokenScript {
  const read = timeline.scenes.map(({ id, cues }) => ({
    id,
    ...scriptText(wordsOf(cues.flatMap((cue) => cue.words))),
  }));
  const spoken = read.filter(({ text }) => text !== '');
  const silent = read
    .filter(({ text }) => text === '')
    .map(({ id }) => ({ ...leftAway, message: `Scene “${id}” is left away.` }));
  const changed = spoken
    .filter((scene) => scene.changed)
    .map(({ id }) => ({ ...textChanged, message: `The signs < and > of scene “${id}” are not spoken.` }));
  return {
    scenes: spoken.map(({ id, text }) => ({ id, text })),
    warnings: [...silent, ...changed, ...shownWarnings(timeline), ownPace],
  };
}

const leftAway = {
  code: 'SCENE_LEFT_AWAY',
  why: 'It has no words to speak.',
  effect: 'The video is shorter.',
};
const textChanged = {
  code: 'TEXT_CHANGED',
  why: 'Synthesia would take them for tags.',
  effect: 'The words around them are spoken as they are.',
};
const ownPace: ProviderWarning = {
  code: 'TIMES_PLANNED',
  message: 'The avatar speaks at its own pace, with its own voice.',
  why: 'Synthesia decides how long each scene lasts.',
  effect: 'The times of the scenes are those of the plan; captions and length are those of the video.',
};

function shownWarnings({ scenes, music }: VideoTimeline): ProviderWarning[] {
  const warnings: ProviderWarning[] = [];
  const shown = scenes.filter(({ visual }) => visual.kind !== 'background').map(({ id }) => id);
  if (shown.length > 0) {
    warnings.push({
      code: 'SCENE_MEDIA_UNUSED',
      message: `The pictures and clips of ${shown.join(', ')} are not shown.`,
      why: 'Files of your own are not uploaded to Synthesia.',
      effect: 'The avatar stands before the background that the options name.',
    });
  }
  if (music.kind !== 'none') {
    warnings.push({
      code: 'MUSIC_UNUSED',
      message: 'The music of channel and script is not played.',
      why: 'Synthesia mixes the sound itself.',
      effect: 'The option soundtrack chooses one of Synthesia’s own.',
    });
  }
  return warnings;
}

function wordsOf(words: readonly CaptionWord[]): string {
  return words
    .map(({ text, spaceBefore }) => (spaceBefore ? ` ${text}` : text))
    .join('')
    .trim();
}

/** A language with its region, as Synthesia spells languages: `en` is `en-US`. */
export function languageOf(tag: string): string {
  try {
    const { language, region } = new Intl.Locale(tag).maximize();
    return region === undefined ? language : `${language}-${region}`;
  } catch {
    return tag;
  }
}

/** Rough length of a text when it is spoken, seconds: 12 letters a second, 4 where each sign is a syllable. */
export function speakingSeconds(text: string): number {
  const syllables =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu) ?? [];
  return Math.max(1, Math.ceil((text.length - syllables.length) / 12 + syllables.length / 4));
}
