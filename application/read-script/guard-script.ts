import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ErrorCode } from '../../domain/errors/error-codes.js';
import { findForbiddenCharacter } from '../../domain/script/script-text.js';

/** Hard limits in front of every parser, outsiders' too; a format may set lower ones. */
const limits = { characters: 1_048_576, values: 100_000, depth: 64 };

function refuse(code: ErrorCode, where: string, message: string, limit?: number): VideoGenerationError {
  return new VideoGenerationError(code, {
    message,
    details: { where, ...(limit === undefined ? {} : { limit }) },
  });
}

const tooLarge = (): VideoGenerationError =>
  refuse(
    'SCRIPT_TOO_LARGE',
    'script',
    `The script is larger than ${limits.characters} characters or ${limits.values} values.`,
    limits.characters,
  );

const tooDeep = (where: string): VideoGenerationError =>
  refuse(
    'SCRIPT_TOO_DEEP',
    where,
    `The script is nested more than ${limits.depth} levels deep (${where}).`,
    limits.depth,
  );

/** Refuses characters that cannot be seen or that reorder what is shown. `where` names the text. */
export function refuseForbiddenCharacters(text: string, where: string): void {
  const found = findForbiddenCharacter(text);
  if (found === undefined) return;
  throw refuse('SCRIPT_CONTROL_CHARACTERS', where, `There is ${found} (${where}).`);
}

/** Says the line for a text of several lines. */
function guardCharacters(text: string): void {
  if (findForbiddenCharacter(text) === undefined) return;
  for (const [index, line] of text.split(/\r\n|[\n\r]/u).entries()) {
    refuseForbiddenCharacters(line, `line ${index + 1}`);
  }
}

/** Counts open brackets outside of double quotes, if the text begins like JSON. No recursion. */
function guardTextDepth(text: string): void {
  if (!/^\s*[[{]/u.test(text)) return;
  let [depth, quoted] = [0, false];
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted && character === '\\') index += 1;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > limits.depth) throw tooDeep(`character ${index + 1}`);
  }
}

function guardText(text: string): void {
  if (text.length > limits.characters) throw tooLarge();
  if (text.trim() === '') throw refuse('SCRIPT_EMPTY', 'script', 'The script is empty.');
  guardTextDepth(text);
  guardCharacters(text);
}

interface OpenValue {
  readonly value: unknown;
  readonly where: string;
  readonly depth: number;
}

const plainTypes = ['string', 'number', 'boolean', 'undefined', 'object'];

/** Walks an object with a list of its own instead of recursion, and never beyond the limits. */
function guardObject(content: object): void {
  if (Object.keys(content).length === 0) throw refuse('SCRIPT_EMPTY', 'script', 'The script is empty.');
  const open: OpenValue[] = [{ value: content, where: '', depth: 1 }];
  let [values, characters] = [0, 0];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, where, depth } = next;
    if (!plainTypes.includes(typeof value)) {
      const what = `${where} is a ${typeof value}, which no script can hold.`;
      throw refuse('SCRIPT_FIELD_INVALID', where, what);
    }
    if (typeof value === 'string') {
      characters += value.length;
      if (characters > limits.characters) throw tooLarge();
      refuseForbiddenCharacters(value, where);
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth > limits.depth) throw tooDeep(shortened(where));
    const entries = Object.entries(value);
    values += entries.length;
    if (values > limits.values) throw tooLarge();
    for (const [name, inner] of entries.reverse()) {
      characters += name.length;
      open.push({ value: inner, where: placeOf(where, name, Array.isArray(value)), depth: depth + 1 });
    }
  }
}

function placeOf(parent: string, name: string, inList: boolean): string {
  if (inList) return `${parent}[${name}]`;
  return parent === '' ? shortened(name) : `${parent}.${shortened(name)}`;
}

function shortened(place: string): string {
  return place.length > 80 ? `${place.slice(0, 80)}…` : place;
}

/**
 * Refuses what must not reach any parser: nothing at all, what is neither text nor an object, what is too
 * large or too deep to read safely, and texts with invisible control characters or lone surrogates.
 * @throws VideoGenerationError INVALID_REQUEST, SCRIPT_EMPTY, SCRIPT_TOO_LARGE, SCRIPT_TOO_DEEP,
 * SCRIPT_FIELD_INVALID or SCRIPT_CONTROL_CHARACTERS
 */
export function guardScript(content: unknown): void {
  if (content === undefined || content === null) {
    throw refuse('SCRIPT_EMPTY', 'script', 'There is no script.');
  }
  if (typeof content === 'string') guardText(content);
  else if (typeof content === 'object' && !ArrayBuffer.isView(content)) guardObject(content);
  else {
    const type = typeof content === 'object' ? 'binary data' : `a ${typeof content}`;
    throw refuse('INVALID_REQUEST', 'script', `The script must be text or an object, but is ${type}.`);
  }
}
