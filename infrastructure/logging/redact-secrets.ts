import { isSecretName, redacted, redactPatterns } from './secret-patterns.js';

export { redacted } from './secret-patterns.js';

/** What of a value is kept. */
interface Manner {
  /** True: what only looks like a secret goes as well. */
  readonly guesses: boolean;
  /** Deeper objects are left out. */
  readonly depth: number;
  /** Elements of an array, or fields of an object. */
  readonly members: number;
  /** Values of one call, over all levels. */
  readonly values: number;
  /** Characters of one call, over all texts. */
  readonly characters: number;
  /** Characters of a text. */
  readonly text: number;
}

/** A log entry has to stay small, whatever it is given. */
const logEntry: Manner = {
  guesses: true,
  depth: 8,
  members: 100,
  values: 2000,
  characters: 256 * 1024,
  text: 8192,
};
/** Records are bounded by their writer, and kept whole. */
const wholeRecord: Manner = {
  guesses: true,
  depth: 256,
  members: Infinity,
  values: Infinity,
  characters: Infinity,
  text: Infinity,
};
/** Shorter values would be found inside innocent words. */
const shortestSecret = 4;

/** Each form in which a secret may turn up inside a text. */
function spellings(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    base64,
    base64.replace(/=+$/, ''),
  ];
}

class Redactor {
  readonly #secrets: readonly string[];
  readonly #path = new Set<object>();
  #values = 0;
  #characters = 0;

  constructor(
    secrets: readonly string[],
    private readonly manner = logEntry,
  ) {
    const known = secrets.filter((secret) => secret.length >= shortestSecret).flatMap(spellings);
    // The longest first: one secret may be the beginning of another.
    this.#secrets = [...new Set(known)].sort((left, right) => right.length - left.length);
  }

  text(text: string): string {
    this.#characters += Math.min(text.length, this.manner.text);
    if (this.#characters > this.manner.characters) return '[too much]';
    const longest = this.manner.text;
    // Redacted before it is cut, or half a secret would be left at the cut.
    let clean = text.length > 2 * longest ? text.slice(0, 2 * longest) : text;
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, redacted);
    if (this.manner.guesses) clean = redactPatterns(clean);
    const left = text.length - longest;
    return clean.length > longest ? `${clean.slice(0, longest)}… (${left} more characters)` : clean;
  }

  value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (value === null || typeof value === 'boolean' || value === undefined) return value;
    if (typeof value === 'number') return this.#number(value);
    if (typeof value === 'bigint') return this.text(String(value));
    if (typeof value === 'object') return this.#object(value);
    return `[${typeof value}]`;
  }

  #number(value: number): unknown {
    const text = String(value);
    if (this.#secrets.includes(text)) return redacted;
    return Number.isFinite(value) ? value : text;
  }

  #object(value: object): unknown {
    this.#values += 1;
    if (this.#path.has(value)) return '[circular]';
    if (this.#path.size >= this.manner.depth) return '[too deep]';
    if (this.#values > this.manner.values) return '[too much]';
    this.#path.add(value);
    try {
      return this.#members(value);
    } catch {
      return '[unreadable]';
    } finally {
      this.#path.delete(value);
    }
  }

  #members(value: object): unknown {
    if (value instanceof Error) return this.#error(value);
    if (Array.isArray(value)) return this.#array(value);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (value instanceof Map) return this.#fields([...value].map(([key, item]) => [String(key), item]));
    if (value instanceof Set) return this.#array([...value]);
    if (value instanceof URL) return this.text(value.href);
    if (hasJson(value)) return this.value(value.toJSON());
    return this.#fields(Object.keys(value).map((key) => [key, read(value, key)]));
  }

  #array(items: readonly unknown[]): unknown[] {
    const kept = items.slice(0, this.manner.members).map((item) => this.value(item) ?? null);
    return items.length > this.manner.members
      ? [...kept, `… (${items.length - this.manner.members} more)`]
      : kept;
  }

  #fields(fields: readonly (readonly [string, unknown])[]): Record<string, unknown> {
    const kept = fields.slice(0, this.manner.members).map(([key, item]) => {
      const isSecret =
        this.manner.guesses && isSecretName(key) && item !== null && item !== undefined && item !== '';
      return [this.text(key), isSecret ? redacted : this.value(item)] as const;
    });
    const left = fields.length - this.manner.members;
    return Object.fromEntries(left > 0 ? [...kept, ['…', `${left} more`]] : kept);
  }

  /** An error’s own JSON if it has one, else its name and message; and always its stack and causes. */
  #error(error: Error): unknown {
    const own: object = hasJson(error)
      ? { ...(error.toJSON() as object) }
      : Object.fromEntries(Object.keys(error).map((key) => [key, read(error, key)]));
    const inherited = ['name', 'message', 'stack', 'cause', 'errors'].map(
      (key) => [key, read(error, key)] as const,
    );
    const all = Object.entries({ ...Object.fromEntries(inherited), ...own });
    return this.#fields(all.filter(([, item]) => item !== undefined));
  }
}

function hasJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return '[unreadable]';
  }
}

/**
 * A plain-JSON copy of any value without its secrets, bounded in depth and size. It never throws and never
 * changes what it is given. Redacted are: fields whose name says so, the `known` values wherever and however
 * they are spelt (plain, percent-encoded, base64), and what looks like a key, token, password, cookie or
 * private key inside any text, error messages, stacks and causes included.
 */
export function redactSecrets(value: unknown, known: readonly string[] = []): unknown {
  try {
    return new Redactor(known).value(value);
  } catch {
    return '[unreadable]';
  }
}

/**
 * The same for a record that has to be read again: nothing is left out but secrets, and what is nested 256
 * deep. Its size must be bounded by the caller.
 * @param guesses False: only the `known` values go, for what must keep working, such as a provider's handle
 */
export function redactRecord(value: unknown, known: readonly string[], guesses = true): unknown {
  return new Redactor(known, { ...wholeRecord, guesses }).value(value);
}

/** All texts that stand under a secret’s name inside `value`, such as the settings: the known secrets. */
export function secretValuesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (typeof item !== 'string') return secretValuesIn(item);
    return isSecretName(key) && item !== '' ? [item] : passwordIn(item);
  });
}

/** The password of an address such as `postgres://user:password@host/database`. */
function passwordIn(text: string): string[] {
  const [, password] = /^[a-z]+:\/\/[^/@:]*:([^/@]+)@/.exec(text) ?? [];
  return password === undefined ? [] : [password, decodeURIComponent(password)];
}
