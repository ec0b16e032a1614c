import path from 'node:path';
import { z } from 'zod';

/** How a setting's value becomes absolute: not at all, as a path, as an executable's path or bare name, or each of a list. */
export type SettingPathKind = 'none' | 'path' | 'executable' | 'paths';

/** What a setting may hold, and how the text of an environment variable becomes such a value. */
export interface SettingFormat {
  /** For people, to follow “must be”: `a whole number from 1 to 64`. */
  readonly allowed: string;
  /** The values one may write, if they can be listed: for suggestions. */
  readonly choices?: readonly string[];
  readonly schema: z.ZodType;
  readonly paths: SettingPathKind;
  /** Reads an environment variable. What cannot be read stays text, which the schema then refuses. */
  fromText(text: string): unknown;
}

const longestText = 4096;
const text = z.string().max(longestText);

function format(allowed: string, schema: z.ZodType, more: Partial<SettingFormat> = {}): SettingFormat {
  return { allowed, schema, paths: 'none', fromText: (value) => value, ...more };
}

function numberFromText(value: string): unknown {
  const number = Number(value);
  return value.trim() === '' || Number.isNaN(number) ? value : number;
}

const listFromText = (separator: string) => (value: string) =>
  value
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** A whole number within bounds. */
export function wholeNumber(minimum: number, maximum: number): SettingFormat {
  const schema = z.int().min(minimum).max(maximum);
  return format(`a whole number from ${minimum} to ${maximum}`, schema, { fromText: numberFromText });
}

/** A number within bounds. */
export function numberBetween(minimum: number, maximum: number): SettingFormat {
  const schema = z.number().min(minimum).max(maximum);
  return format(`a number from ${minimum} to ${maximum}`, schema, { fromText: numberFromText });
}

/** One of a few words. */
export function choice(choices: readonly string[]): SettingFormat {
  return format(`one of ${choices.join(', ')}`, z.enum(choices), { choices });
}

const flagWords: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

/** True or false; in the environment also yes, no, on, off, 1 and 0. */
export const flag: SettingFormat = format('true or false', z.boolean(), {
  choices: ['true', 'false'],
  fromText: (value) => flagWords[value.trim().toLowerCase()] ?? value,
});

/** Lower-case words joined by hyphens: the form of every plugin's id. */
export const idPattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** The id of a plugin. */
export const identifier: SettingFormat = format(
  'an id of lower-case letters, digits and hyphens',
  z.string().max(64).regex(idPattern),
);

/** Any text that is not empty. */
export const nonEmptyText: SettingFormat = format('a text that is not empty', text.min(1));

/** Path of a file or folder. Relative ones start at the settings file's folder, or at the working directory. */
export const filePath: SettingFormat = format('a path', text.min(1).regex(/^[^\0]*$/), { paths: 'path' });

/** Like {@link filePath}, but may be empty: then something else decides. */
export const optionalPath: SettingFormat = format('a path, or empty', text.regex(/^[^\0]*$/), {
  paths: 'path',
});

/** Path of an executable, its bare name, or empty. */
export const executable: SettingFormat = format(
  'the path of an executable, or empty',
  text.regex(/^[^\0]*$/),
  {
    paths: 'executable',
  },
);

/** A list of paths; in the environment separated as in PATH. */
export const pathList: SettingFormat = format(
  'a list of paths',
  z.array(text.min(1).regex(/^[^\0]*$/)).max(200),
  { paths: 'paths', fromText: listFromText(path.delimiter) },
);

/** A list of names of one form; in the environment separated by commas. */
export function nameList(allowed: string, pattern: RegExp): SettingFormat {
  const schema = z.array(z.string().max(214).regex(pattern)).max(200);
  return format(allowed, schema, { fromText: listFromText(',') });
}

const plainObject = z.record(z.string(), z.unknown());

/** An object whose own schema somebody else has, such as a plugin. */
export const openObject: SettingFormat = format('an object', plainObject);

/** An object of such objects, by keys of one form. */
export function openObjects(allowed: string, keys: RegExp): SettingFormat {
  return format(allowed, z.record(z.string().regex(keys), plainObject));
}

/** A list of words of a fixed set; in the environment separated by commas. */
export function choices(allowed: string, known: readonly string[]): SettingFormat {
  return format(allowed, z.array(z.enum(known)).max(200), { choices: known, fromText: listFromText(',') });
}

/** An object with a schema of its own. */
export function objectOf(allowed: string, schema: z.ZodType): SettingFormat {
  return format(allowed, schema);
}
