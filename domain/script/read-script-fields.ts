import { z } from 'zod';
import { nearestName } from '../suggestion/nearest-name.js';
import { scriptIssue, type ScriptIssue } from './script-issue.js';
import { scriptLimits } from './script-limits.js';
import type { ErrorCode } from '../errors/error-codes.js';

/** Names that people write for a field, and the field's own name: `{ callToAction: 'call_to_action' }`. */
export type FieldAliases = Readonly<Record<string, string>>;

/** How to read an object's fields. */
export interface FieldReading {
  /** Other names of the top-level fields. */
  readonly aliases?: FieldAliases;
  /** Names the place of a path for people; default such as `main_points[2].seconds`. */
  readonly placeOf?: (path: readonly PropertyKey[]) => string | undefined;
}

/** A problem that a field schema reports with `context.issues.push({ code: 'custom', params })`. */
export interface FieldProblem {
  readonly code: ErrorCode;
  /** Goes on from the field's name: `is empty`. */
  readonly what: string;
  readonly howToFix?: string;
}

interface Written {
  readonly fields: unknown;
  /** The name that was written, by the field's own. */
  readonly names: ReadonlyMap<string, string>;
  readonly issues: readonly ScriptIssue[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Gives fields their own names, and finds those that are given under two names. */
function ownNames(value: unknown, aliases: FieldAliases): Written {
  if (!isRecord(value)) return { fields: value, names: new Map(), issues: [] };
  const names = new Map<string, string>();
  const issues: ScriptIssue[] = [];
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [written, content] of Object.entries(value)) {
    const own = Object.hasOwn(aliases, written) ? aliases[written]! : written;
    const other = names.get(own);
    if (other !== undefined) {
      const what = `says the same as ${other}`;
      issues.push(scriptIssue('SCRIPT_FIELD_INVALID', written, what, `Keep one of ${other} and ${written}.`));
      continue;
    }
    names.set(own, written);
    fields[own] = content;
  }
  return { fields, names, issues };
}

/** A value in a few plain words. */
function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of fields';
  if (typeof value === 'string') {
    return `the text ${JSON.stringify(value.length > 30 ? `${value.slice(0, 29)}…` : value)}`;
  }
  if (typeof value === 'number') return `the number ${value}`;
  return typeof value === 'boolean' ? String(value) : `a ${typeof value}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : inner,
    value,
  );
}

/** `main_points[2].text`, with the names as written; ends where the written value has no fields. */
function pathOf(path: readonly PropertyKey[], written: Written): string {
  let place = '';
  let value = written.fields;
  for (const [index, key] of path.entries()) {
    if (typeof value !== 'object' && index > 0) break;
    const name = index === 0 ? (written.names.get(String(key)) ?? String(key)) : String(key);
    if (typeof key === 'number') place += `[${name}]`;
    else place += place === '' ? name : `.${name}`;
    value = valueAt(value, [key]);
  }
  return place === '' ? 'script' : place;
}

type SchemaIssue = z.core.$ZodIssue;

function unknownFields(
  issue: z.core.$ZodIssueUnrecognizedKeys,
  placeOf: (path: readonly PropertyKey[]) => string,
): ScriptIssue[] {
  const known = issue.message.split(', ');
  return issue.keys.slice(0, scriptLimits.issues).map((key) => {
    const near = nearestName(key, known);
    const remedy = near === undefined ? `Remove it; the fields are ${known.join(', ')}.` : `Write ${near}.`;
    const shown = key.length > 60 ? `${key.slice(0, 59)}…` : key;
    const where = placeOf([...issue.path, shown]);
    return scriptIssue('SCRIPT_FIELD_INVALID', where, 'is not a field of this format', remedy);
  });
}

/** What is wrong, going on from the field's name. */
function problemOf(issue: SchemaIssue, value: unknown): FieldProblem {
  if (issue.code === 'custom') return issue.params as unknown as FieldProblem;
  const actual = describeValue(value);
  if (issue.code === 'invalid_value') {
    const near = typeof value === 'string' ? nearestName(value, issue.values.map(String)) : undefined;
    const what = `must be one of ${issue.values.map(String).join(', ')}, but it is ${actual}`;
    return { code: 'SCRIPT_FIELD_INVALID', what, ...(near && { howToFix: `Write ${near}.` }) };
  }
  if (value === undefined || value === null) return { code: 'SCRIPT_FIELD_MISSING', what: 'is missing' };
  if (issue.code === 'too_big' && issue.origin === 'array') {
    const count = (value as readonly unknown[]).length;
    const what = `has ${count} entries; the most is ${String(issue.maximum)}`;
    return { code: 'SCRIPT_FIELD_INVALID', what, howToFix: 'Remove some, or make two scripts of it.' };
  }
  if (issue.code === 'too_small' && issue.origin === 'array') {
    return { code: 'SCRIPT_FIELD_MISSING', what: 'is empty', howToFix: 'Add at least one entry.' };
  }
  return { code: 'SCRIPT_FIELD_INVALID', what: `must be ${issue.message}, but it is ${actual}` };
}

/**
 * A strict object for {@link readScriptFields}: `expected` says what the value must be if it is no object,
 * such as `a path, or fields with path and fit`.
 */
export function fieldGroup<Shape extends z.ZodRawShape>(shape: Shape, expected: string) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? known : expected) });
}

/**
 * Checks a raw value against a schema of {@link fieldGroup}s and collects what is wrong with it, at most a
 * hundred issues. A schema's `error` text is what the value must be: `z.number({ error: 'a number of
 * seconds' })`. The value's size must have been checked by `checkScriptSize`.
 */
export function readScriptFields<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  reading: FieldReading = {},
): { readonly fields?: z.output<Schema>; readonly issues: readonly ScriptIssue[] } {
  const written = ownNames(value, reading.aliases ?? {});
  const parsed = schema.safeParse(written.fields);
  if (parsed.success) {
    return written.issues.length > 0 ? { issues: written.issues } : { fields: parsed.data, issues: [] };
  }
  const placeOf = (path: readonly PropertyKey[]): string => reading.placeOf?.(path) ?? pathOf(path, written);
  const issues = parsed.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return unknownFields(issue, placeOf);
    const { code, what, howToFix } = problemOf(issue, valueAt(written.fields, issue.path));
    return [scriptIssue(code, placeOf(issue.path), what, howToFix)];
  });
  return { issues: [...written.issues, ...issues].slice(0, scriptLimits.issues) };
}
