import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';

/**
 * Where a media path of a script really leads, if that is inside an allowed folder: links are followed
 * before the comparison, so neither `..` nor a link gets out.
 * @throws VideoGenerationError MEDIA_NOT_FOUND, MEDIA_OUTSIDE_ALLOWED_FOLDERS or MEDIA_TYPE_UNSUPPORTED
 */
export async function resolveMediaPath(
  given: string,
  baseFolder: string,
  allowedFolders: readonly string[],
): Promise<string> {
  const requested = path.resolve(baseFolder, localPath(given));
  const folders = await realFolders([baseFolder, ...allowedFolders]);
  // A path that is outside as it is written is refused without telling whether there is such a file.
  const writtenInside = [baseFolder, ...allowedFolders, ...folders].some((folder) =>
    isInside(requested, path.resolve(folder)),
  );
  if (!writtenInside) throw outside(given);
  const real = await realpath(requested).catch((cause: unknown) => {
    throw new VideoGenerationError('MEDIA_NOT_FOUND', {
      message: `The media file “${given}” does not exist in “${baseFolder}”.`,
      details: { path: given },
      cause,
    });
  });
  if (!folders.some((folder) => isInside(real, folder))) throw outside(given);
  await requireRegularFile(real, given);
  return real;
}

/**
 * Where a media path of the calling program itself leads: anywhere it likes.
 * @throws VideoGenerationError MEDIA_NOT_FOUND or MEDIA_TYPE_UNSUPPORTED
 */
export async function resolveOwnPath(given: string): Promise<string> {
  const absolute = path.resolve(given);
  const real = await realpath(absolute).catch((cause: unknown) => {
    throw new VideoGenerationError('MEDIA_NOT_FOUND', {
      message: `The media file “${given}” does not exist (${absolute}).`,
      howToFix: 'Check the path; a relative one starts at the working directory.',
      details: { path: given },
      cause,
    });
  });
  await requireRegularFile(real, given);
  return real;
}

/** Refuses a device, a pipe, a socket or a folder, which would block or never end. */
export async function requireRegularFile(file: string, given: string): Promise<number> {
  const found = await lstat(file).catch((cause: unknown) => {
    throw new VideoGenerationError('MEDIA_NOT_FOUND', {
      message: `The media file “${given}” does not exist.`,
      cause,
    });
  });
  if (found.isFile()) return found.size;
  throw new VideoGenerationError('MEDIA_TYPE_UNSUPPORTED', {
    message: `“${given}” is ${found.isDirectory() ? 'a folder' : 'a device or a pipe'}, not a media file.`,
    howToFix: 'Name a file.',
    details: { path: given },
  });
}

/** Addresses and the spellings of another system's absolute paths never become local files by accident. */
function localPath(given: string): string {
  if (given.includes('\0')) throw outside(given);
  if (/^file:/i.test(given)) return fromFileUrl(given);
  const isAddress = /^[a-z][a-z\d+.-]+:/i.test(given);
  const isWindowsPath = /^(?:[a-z]:|\\\\|\\)/i.test(given);
  if (isAddress || (isWindowsPath && process.platform !== 'win32')) throw outside(given);
  const isNetworkPath = /^(?:\\\\|\/\/)/.test(given);
  if (isNetworkPath) throw outside(given);
  return given;
}

function fromFileUrl(given: string): string {
  try {
    return fileURLToPath(given);
  } catch {
    throw outside(given);
  }
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return (
    relative !== '' &&
    relative !== '..' &&
    !relative.startsWith(`..${path.sep}`) &&
    !path.isAbsolute(relative)
  );
}

async function realFolders(folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
  return found.filter((folder) => folder !== undefined);
}

function outside(given: string): VideoGenerationError {
  return new VideoGenerationError('MEDIA_OUTSIDE_ALLOWED_FOLDERS', {
    message: `The media path “${given}” leads outside the script’s folder and the allowed folders.`,
    details: { path: given },
  });
}
