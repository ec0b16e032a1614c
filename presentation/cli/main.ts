#!/usr/bin/env node
import { createProgram } from './program.js';
import { reportFailure } from './report-failure.js';

// Whoever reads our output may stop before the end, as `head` does: that must not stop the work.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** Ends the process when all output is written: a plugin that left a timer behind must not keep it alive. */
function end(): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit()));
}

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = reportFailure(error, process.argv.includes('--json'));
  })
  .finally(end);
