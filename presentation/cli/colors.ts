import { isatty } from 'node:tty';
import picocolors from 'picocolors';

const { FORCE_COLOR, NO_COLOR } = process.env;
const standardOutput = 1;

/** Colours for a terminal and for nothing else: a CI log or a pipe gets plain text. */
export const colors = picocolors.createColors(!NO_COLOR && (FORCE_COLOR ? true : isatty(standardOutput)));
