import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { formatError } from '../../../presentation/cli/format-error.js';

const formatted = (issues: readonly object[]): string => {
  const error = new VideoGenerationError('INVALID_REQUEST', {
    message: 'It cannot be: a: too long; b: too wide.',
    howToFix: 'Change what the message names.',
    details: { issues },
  });
  return stripVTControlCharacters(formatError(error.toJSON()));
};

it('lists the issues of a script, each with its own remedy', () => {
  const issues = ['a', 'b'].map((where) => ({ where, message: 'too long', howToFix: `Shorten ${where}.` }));
  expect(formatted(issues)).toContain('a  too long\n    fix: Shorten a.\n  b  too long\n    fix: Shorten b.');
});

it('says once how to fix the issues of a request, which have no remedy of their own', () => {
  const issues = ['a', 'b'].map((where) => ({ where, message: 'too long' }));
  expect(formatted(issues)).toBe(
    'error INVALID_REQUEST  It cannot be: a: too long; b: too wide.\n  fix: Change what the message names.',
  );
});
