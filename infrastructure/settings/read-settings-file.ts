import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { Environment } from './environment-entries.js';
import { findJsonSyntaxError } from './json-syntax-error.js';

const largestFile = 1_000_000;

/** Where to look for the user’s file. */
export interface SettingsFileSearch {
  /** From `--config`; wins over all others. */
  readonly configFile?: string | undefined;
  readonly environment: Environment;
  readonly workingFolder: string;
  readonly platform: NodeJS.Platform;
}

function unreadable(file: string, message: string, cause?: unknown): VideoGenerationError {
  return new VideoGenerationError('SETTINGS_UNREADABLE', {
    message: `The settings file ${file} ${message}.`,
    details: { file },
    cause,
  });
}

function readText(file: string, wanted: boolean): string | undefined {
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) throw unreadable(file, 'is a folder');
    if (stats.size > largestFile) throw unreadable(file, `is larger than ${largestFile / 1_000_000} MB`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (VideoGenerationError.isInstance(error)) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (!wanted && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
    throw unreadable(file, code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`, error);
  }
}

/**
 * Parses a settings file’s text.
 * @throws VideoGenerationError SETTINGS_UNREADABLE naming line and column.
 */
export function parseSettings(text: string, file: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(json);
  } catch {
    const error = findJsonSyntaxError(json) ?? { line: 1, column: 1, problem: 'this is not JSON' };
    throw new VideoGenerationError('SETTINGS_UNREADABLE', {
      message: `The settings file ${file} is not well-formed: line ${error.line}, column ${error.column}: ${error.problem}.`,
      howToFix: `Correct line ${error.line} of the file.`,
      details: { file, line: error.line, column: error.column },
    });
  }
}

function candidates({ environment, workingFolder, platform }: SettingsFileSearch): string[] {
  const home = environment.HOME ?? environment.USERPROFILE;
  const configHome =
    platform === 'win32'
      ? environment.APPDATA
      : (environment.XDG_CONFIG_HOME ?? (home && path.join(home, '.config')));
  return [
    path.join(workingFolder, 'aether.config.json'),
    ...(configHome ? [path.join(configHome, 'aether', 'config.json')] : []),
  ];
}

/** A settings file as it was read. */
export interface SettingsFile {
  /** Absolute path. */
  readonly path: string;
  readonly value: unknown;
}

/**
 * Reads the user’s settings file: `configFile`, else `AETHER_CONFIG`, else `aether.config.json` in the
 * working folder, else `aether/config.json` in the user’s configuration folder (`XDG_CONFIG_HOME` or
 * `~/.config`; on Windows `APPDATA`). A file that is named must exist; the others may be missing.
 */
export function readUserSettings(search: SettingsFileSearch): SettingsFile | undefined {
  const { AETHER_CONFIG: variable } = search.environment;
  const named = search.configFile ?? (variable === '' ? undefined : variable);
  const files = named === undefined ? candidates(search) : [path.resolve(search.workingFolder, named)];
  for (const file of files) {
    const text = readText(file, named !== undefined);
    if (text !== undefined) return { path: file, value: parseSettings(text, file) };
  }
  return undefined;
}

/** Reads a settings file that must be there. */
export function readSettingsFile(file: string): SettingsFile {
  return { path: file, value: parseSettings(readText(file, true)!, file) };
}
