import { isSecretName, redacted, redactPatterns } from './secret-patterns.js';

export { redacted } from './secret-patterns.js';

/** Deeper objects are left out. */
const deepest = 8;
/** Elements of an array, or fields of an object. */
const mostMembers = 100;
/** Values of one call, over all levels. */
const mostValues = 2000;
/** Characters of one call, over all texts. */
const mostCharacters = 256 * 1024;
/** Characters of a text. */
const longestText = 8192;
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

  constructor(secrets: readonly string[]) {
    const known = secrets.filter((secret) => secret.length >= shortestSecret).flatMap(spellings);
    // The longest first: one secret may be the beginning of another.
    this.#secrets = [...new Set(known)].sort((left, right) => right.length - left.length);
  }

  text(text: string): string {
    this.#characters += Math.min(text.length, longestText);
    if (this.#characters > mostCharacters) return '[too much]';
    // Redacted before it is cut, or half a secret would be left at the cut.
    let clean = text.length > 2 * longestText ? text.slice(0, 2 * longestText) : text;
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, redacted);
    clean = redactPatterns(clean);
    const left = text.length - longestText;
    return clean.length > longestText ? `${clean.slice(0, longestText)}… (${left} more characters)` : clean;
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
    if (this.#path.size >= deepest) return '[too deep]';
    if (this.#values > mostValues) return '[too much]';
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
    const kept = items.slice(0, mostMembers).map((item) => this.value(item) ?? null);
    return items.length > mostMembers ? [...kept, `… (${items.length - mostMembers} more)`] : kept;
  }

  #fields(fields: readonly (readonly [string, unknown])[]): Record<string, unknown> {
    const kept = fields.slice(0, mostMembers).map(([key, item]) => {
      const isSecret = isSecretName(key) && item !== null && item !== undefined && item !== '';
      return [this.text(key), isSecret ? redacted : this.value(item)] as const;
    });
    const left = fields.length - mostMembers;
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

/** All texts that stand under a secret’s name inside `value`, such as the settings: the known secrets. */
export function secretValuesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (typeof item === 'string') return isSecretName(key) && item !== '' ? [item] : [];
    return secretValuesIn(item);
  });
}
