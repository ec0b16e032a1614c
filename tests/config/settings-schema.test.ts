import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsReference } from '../../config/settings-reference.js';
import { settingsSchema } from '../../config/settings-schema.js';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('the settings schema', () => {
  it('has the defaults that config/default.json ships', () => {
    const shipped = JSON.parse(read('config/default.json')) as Record<string, unknown>;
    const valueOf = (key: string): unknown =>
      key.split('.').reduce<unknown>((value, word) => (value as Record<string, unknown>)[word], shipped);
    for (const [key, { default: value }] of Object.entries(settingsSchema)) {
      if (!key.includes('*')) expect([key, valueOf(key)]).toEqual([key, value]);
    }
  });

  it('has defaults that it allows', () => {
    for (const [key, { default: value, format }] of Object.entries(settingsSchema)) {
      if (value !== undefined) expect([key, format.schema.safeParse(value).success]).toEqual([key, true]);
    }
  });

  it('gives each variable to one key', () => {
    const variables = Object.values(settingsSchema).flatMap(({ env }) => env ?? []);
    expect(new Set(variables).size).toBe(variables.length);
  });

  it('is shown whole', () => {
    const page = settingsReference();
    const missing = Object.keys(settingsSchema).filter(
      (key) => !page.includes(`| \`${key.replace('*', '<id>')}\` |`),
    );
    expect(missing).toEqual([]);
  });

  it('is what docs/settings.md shows (node scripts/settings-reference.mjs writes it)', () => {
    expect(read('docs/settings.md')).toBe(settingsReference());
  });
});
