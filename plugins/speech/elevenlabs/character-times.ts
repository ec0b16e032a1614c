import type { WordTime } from 'aether-video/plugin';

/** When each character of a text is spoken, as ElevenLabs says. */
export interface CharacterAlignment {
  readonly characters: readonly string[];
  readonly character_start_times_seconds: readonly number[];
  readonly character_end_times_seconds: readonly number[];
}

const whiteSpace = /^\s+$/u;
const spokenCharacter = /[\p{L}\p{M}\p{N}%°$€£¥₹₽₩₪&@+=]/u;

function isNumbers(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every((time) => Number.isFinite(time));
}

/** True for an alignment that can be read. */
export function isAlignment(value: unknown): value is CharacterAlignment {
  if (typeof value !== 'object' || value === null) return false;
  const { characters, character_start_times_seconds, character_end_times_seconds } = value as Partial<
    Record<keyof CharacterAlignment, unknown>
  >;
  if (!Array.isArray(characters) || !characters.every((text) => typeof text === 'string')) return false;
  const { length } = characters;
  return isNumbers(character_start_times_seconds, length) && isNumbers(character_end_times_seconds, length);
}

/**
 * The times of words from those of their characters, grouped at white space. A word lasts from its first to its
 * last character that is spoken: the time of a full stop is the pause after it.
 * @returns undefined if the groups are not the words that were sent
 */
export function wordTimesOf(alignment: CharacterAlignment, words: readonly string[]): WordTime[] | undefined {
  const { characters, character_start_times_seconds: starts, character_end_times_seconds: ends } = alignment;
  const groups: number[][] = [];
  let group: number[] | undefined;
  for (const [index, character] of characters.entries()) {
    if (whiteSpace.test(character)) {
      group = undefined;
      continue;
    }
    if (!group) groups.push((group = []));
    group.push(index);
  }
  if (groups.length !== words.length) return undefined;
  let latest = 0;
  return groups.map((indexes) => {
    const spoken = indexes.filter((index) => spokenCharacter.test(characters[index]!));
    const heard = spoken.length > 0 ? spoken : indexes;
    const startSeconds = Math.max(latest, starts[heard[0]!]!);
    latest = Math.max(startSeconds, ends[heard.at(-1)!]!);
    return { startSeconds, endSeconds: latest };
  });
}
