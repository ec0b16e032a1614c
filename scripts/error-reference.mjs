// Writes docs/errors.md from the table of error codes: `node scripts/error-reference.mjs` after a build.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorCodes } from '../dist/domain/errors/error-codes.js';

const exitCodes = { input: 2, configuration: 3, generation: 4, cancelled: 130 };
const headings = {
  input: 'Input: the script, the request or a media file',
  configuration: 'Configuration: the installation, the settings or a plugin',
  generation: 'Generation: making the video failed',
  cancelled: 'Cancelled',
};

/** The text of docs/errors.md. */
export function errorReference() {
  const sections = Object.entries(headings).map(([category, heading]) => {
    const rows = Object.entries(errorCodes)
      .filter(([, definition]) => definition.category === category)
      .map(
        ([code, { userMessage, howToFix, retryable }]) =>
          `| \`${code}\` | ${userMessage} | ${howToFix} | ${retryable ? 'yes' : 'no'} |`,
      );
    return [
      `## ${heading}`,
      '',
      `Exit code ${exitCodes[category]}.`,
      '',
      '| code | what it means | how to fix it | retry |',
      '| --- | --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  return `${[
    '# Errors',
    '',
    'There is one error type, `VideoGenerationError`. Branch on its `code`; `message` says what happened and where,',
    '`howToFix` what to do, `retryable` whether the same call may succeed later unchanged. A code that is retired is',
    'never reused. This page is written by `node scripts/error-reference.mjs` from `domain/errors/error-codes.ts`.',
    '',
    sections.join('\n\n'),
  ].join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(
    path.join(path.dirname(fileURLToPath(import.meta.url)), '../docs/errors.md'),
    errorReference(),
  );
}
