import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDynamicPattern, glob } from 'tinyglobby';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { RawScript } from '../../domain/script/script-parser.js';

/** Bytes that are read of one script; more is refused before it is in memory. */
const maxScriptBytes = 1_048_576;

/** One script named on the command line. */
export interface ScriptInput {
  /** As the user named it; `-` is standard input. */
  readonly label: string;
  readonly read: () => Promise<RawScript>;
}

/**
 * Finds the scripts that the arguments name: paths, glob patterns, or `-` for standard input. One that cannot
 * be found is a script that cannot be read: it must not sink the others.
 */
export async function findScripts(names: readonly string[]): Promise<ScriptInput[]> {
  const found = await Promise.all(names.map(expand));
  return found.flat();
}

async function expand(name: string): Promise<ScriptInput[]> {
  if (name === '-') return [{ label: '-', read: readStandardInput }];
  const exists = await stat(name).catch(() => undefined);
  if (exists || !isDynamicPattern(name)) return [{ label: name, read: () => readScriptFile(name) }];
  const files = await glob(name.replaceAll('\\', '/'), { onlyFiles: true });
  if (files.length > 0)
    return files.sort().map((file) => ({ label: file, read: () => readScriptFile(file) }));
  return [{ label: name, read: () => Promise.reject(noMatch(name)) }];
}

async function readScriptFile(file: string): Promise<RawScript> {
  const facts = await stat(file).catch((cause: unknown) => Promise.reject(unreadable(file, cause)));
  if (!facts.isFile()) throw unreadable(file, undefined, 'it is not a file');
  if (facts.size > maxScriptBytes) throw tooLarge(file);
  const bytes = await readFile(file).catch((cause: unknown) => Promise.reject(unreadable(file, cause)));
  const content = decodeText(bytes, file);
  return { content, name: path.basename(file), baseFolder: path.dirname(path.resolve(file)) };
}

async function readStandardInput(): Promise<RawScript> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxScriptBytes) throw tooLarge('standard input');
    chunks.push(chunk);
  }
  return { content: decodeText(Buffer.concat(chunks), 'standard input'), baseFolder: process.cwd() };
}

/** Text editors on Windows also write UTF-16, marked by its first two bytes; anything else has to be UTF-8. */
function decodeText(bytes: Uint8Array, label: string): string {
  const encodings: Record<string, string> = { '255,254': 'utf-16le', '254,255': 'utf-16be' };
  const encoding = encodings[bytes.slice(0, 2).join()] ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new VideoGenerationError('SCRIPT_UNREADABLE', {
      message: `Cannot read the script ${label}: it is not UTF-8 text.`,
      howToFix: 'Name a text file: JSON, YAML, Markdown or plain text, saved as UTF-8.',
      details: { where: label },
      cause,
    });
  }
}

function noMatch(pattern: string): VideoGenerationError {
  return new VideoGenerationError('SCRIPT_UNREADABLE', {
    message: `No file matches ${pattern}.`,
    howToFix: 'Check the pattern; quote it if your shell must not expand it.',
    details: { where: pattern },
  });
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'you have no permission to read it',
  EISDIR: 'it is a folder',
};

function unreadable(file: string, cause: unknown, reason?: string): VideoGenerationError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  const why = reason ?? reasons[code] ?? `reading failed with ${code}`;
  return new VideoGenerationError('SCRIPT_UNREADABLE', {
    message: `Cannot read the script ${file}: ${why}.`,
    details: { where: file },
    cause,
  });
}

function tooLarge(label: string): VideoGenerationError {
  return new VideoGenerationError('SCRIPT_TOO_LARGE', {
    message: `The script ${label} is larger than ${maxScriptBytes / 1024 / 1024} MB.`,
    details: { where: label, limitBytes: maxScriptBytes },
  });
}
