import slugify from '@sindresorhus/slugify';

/** Of a whole file name without its extension: file systems allow 255, and extensions and folders want room. */
const longestNameBytes = 100;
/** Characters of the topic that are looked at. */
const longestTopic = 300;
const fallback = 'video';
/** Names of devices, with any extension. Source: Microsoft, “Naming Files, Paths, and Namespaces”. */
const reservedOnWindows = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** One character transliterated: empty for scripts that the table does not know. */
const latin = (character: string): string => slugify(character, { decamelize: false });

/** True for letters and digits that do not transliterate. ASCII is not asked for: the table is long. */
const hasNoLatin = (character: string): boolean =>
  character > '\u007f' && /[\p{L}\p{N}]/u.test(character) && latin(character) === '';

interface Run {
  readonly kept: boolean;
  text: string;
}

/** Splits into runs that transliterate and runs of letters that do not (CJK, Hebrew, Thai, Devanagari…). */
function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  for (const character of text) {
    const isMark = /\p{M}/u.test(character);
    const last = runs.at(-1);
    const kept = isMark ? (last?.kept ?? false) : hasNoLatin(character);
    if (last?.kept === kept) last.text += character;
    else runs.push({ kept, text: character });
  }
  return runs;
}

/** Cuts to a number of UTF-8 bytes between characters, at a hyphen if one is not far. */
function cutToBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    if (Buffer.byteLength(kept + segment) > bytes) {
      const hyphen = kept.lastIndexOf('-');
      return hyphen > kept.length / 2 ? kept.slice(0, hyphen) : kept;
    }
    kept += segment;
  }
  return kept;
}

/**
 * A part of a file name for any topic, such as `mindful-breathing`, `日本の四季`, `privet-mir` or, when
 * nothing can be said, `video`. Latin, Cyrillic, Greek and Arabic letters become ASCII; other letters stay.
 * Safe on every file system; never empty.
 * @param bytes Longest result, UTF-8. Default 84: what the timestamp leaves of 100.
 */
export function slugOf(topic: string, bytes = longestNameBytes - 16): string {
  // Halved, invisible and direction-changing characters go; ligatures and full-width letters become plain.
  const text = topic
    .slice(0, longestTopic)
    .replaceAll(/[\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, '')
    .normalize('NFKC');
  const parts = runsOf(text).map(({ kept, text: run }) =>
    // Spaces and punctuation between two kept runs would be lost: a lone hyphen keeps the words apart.
    kept ? run.toLowerCase() : slugify(run, { decamelize: false }) || (/[\s\p{P}]/u.test(run) ? '-' : ''),
  );
  const joined = parts.filter(Boolean).join('-').normalize('NFC').replaceAll(/-+/g, '-');
  const slug = cutToBytes(joined.replaceAll(/^-|-$/g, ''), bytes).replaceAll(/^-+|-+$/g, '');
  return slug === '' || reservedOnWindows.test(slug) ? [slug, fallback].filter(Boolean).join('-') : slug;
}

/** `YYYYMMDD_HHMMSS`, UTC. */
export function timestampOf(date: Date): string {
  const [day, time] = date.toISOString().replaceAll(/[-:]/g, '').split('T') as [string, string];
  return `${day}_${time.slice(0, 6)}`;
}

/** The base name of a video’s files: `20260102_030405_mindful-breathing`. At most 100 bytes. */
export function artifactName(topic: string, date: Date): string {
  return `${timestampOf(date)}_${slugOf(topic)}`;
}

/** True if Windows would take the name for a device or refuse it. */
export function isRefusedByWindows(name: string): boolean {
  const [stem = ''] = name.split('.');
  // eslint-disable-next-line no-control-regex
  return reservedOnWindows.test(stem.trimEnd()) || /[<>:"|?*\u0000-\u001f]|[. ]$/.test(name);
}
