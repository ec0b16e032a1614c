import { expect } from 'vitest';

/** `expect`'s asymmetric matchers without their `any`. */
export const containing = (text: string): unknown => expect.stringContaining(text);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const having = (fields: Readonly<Record<string, unknown>>): unknown => expect.objectContaining(fields);
