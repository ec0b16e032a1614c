const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: '’',
  nbsp: ' ',
};

function fromHtml(html: string): string {
  return html
    .replace(/<(script|style|head|nav|footer)\b[\s\S]*?<\/\1\s*>/giu, ' ')
    .replace(/<!--[\s\S]*?-->/gu, ' ')
    .replace(/<\/?(?:p|div|h[1-6]|li|ul|ol|tr|table|section|article|blockquote|br)\b[^>]*>/giu, '\n\n')
    .replace(/<[^>]*>/gu, '')
    .replace(/&(#\d+|[a-z]+);/giu, (whole, name: string) => {
      if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
      const code = Number(name.slice(1));
      return code > 31 && code < 0x110000 && !(code >= 0xd800 && code < 0xe000)
        ? String.fromCodePoint(code)
        : ' ';
    });
}

function fromMarkdown(text: string): string {
  return text
    .replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/u, '')
    .replace(/^```[\s\S]*?^```/gmu, '\n')
    .replace(/!\[[^\]\n]*\]\([^)\n]*\)/gu, '')
    .replace(/\[([^\]\n]*)\]\([^)\n]*\)/gu, '$1')
    .replace(/^#{1,6}\s.*$/gmu, '\n')
    .replace(/^\s*(?:[-*+>]|\d+[.)])\s+/gmu, '\n')
    .replace(/\*\*|__|`/gu, '')
    .replace(/(^|[\s(])[*_]([^*_\n]+)[*_](?=$|[\s.,;:!?)])/gu, '$1$2');
}

/** Numbers and times of SRT and WebVTT lines go, and what was one sentence in two cues becomes one again. */
function fromSubtitles(text: string): string {
  return text
    .replace(/^WEBVTT.*$/gmu, '')
    .replace(/^\d+\s*$/gmu, '')
    .replace(/^[\d:.,]+\s+-->\s+.*$/gmu, '')
    .replace(/<[^>\n]*>/gu, '')
    .replace(/\s*\n\s*/gu, ' ');
}

function fromJson(text: string): string {
  const texts: string[] = [];
  try {
    JSON.parse(text, (_key, value: unknown) => {
      if (typeof value === 'string') texts.push(value);
      return value;
    });
    return texts.join('\n\n');
  } catch {
    return text;
  }
}

const readers: Readonly<Record<string, (text: string) => string>> = {
  '.html': fromHtml,
  '.htm': fromHtml,
  '.md': fromMarkdown,
  '.markdown': fromMarkdown,
  '.srt': fromSubtitles,
  '.vtt': fromSubtitles,
  '.json': fromJson,
};

/**
 * The words of a document, without its markup; paragraphs are separated by empty lines. Control characters
 * become spaces. @param extension with its dot, lower case
 */
export function plainText(text: string, extension: string): string {
  const read = readers[extension];
  const own = read === undefined ? text : read(text);
  return own.replace(/[^\P{Cc}\n]|[\ufeff\u202a-\u202e\u2066-\u2069]/gu, ' ').trim();
}
