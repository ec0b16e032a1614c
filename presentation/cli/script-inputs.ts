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
  read(): Promise<RawScript>;
}

/**
 * Finds the scripts that the arguments name: paths, glob patterns, or `-` for standard input.
 * @throws VideoGenerationError SCRIPT_UNREADABLE if a pattern matches nothing
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
  throw new VideoGenerationError('SCRIPT_UNREADABLE', {
    message: `No file matches ${name}.`,
    howToFix: 'Check the pattern; quote it if your shell must not expand it.',
    details: { where: name },
  });
}

async function readScriptFile(file: string): Promise<RawScript> {
  const facts = await stat(file).catch((cause: unknown) => Promise.reject(unreadable(file, cause)));
  if (!facts.isFile()) throw unreadable(file, undefined, 'it is not a file');
  if (facts.size > maxScriptBytes) throw tooLarge(file);
  const content = await readFile(file, 'utf8').catch((cause: unknown) =>
    Promise.reject(unreadable(file, cause)),
  );
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
  return { content: Buffer.concat(chunks).toString('utf8'), baseFolder: process.cwd() };
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
