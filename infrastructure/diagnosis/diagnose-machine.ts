import { statfs } from 'node:fs/promises';
import os from 'node:os';
import type { DiagnosticFinding, IDiagnostic } from '../../domain/diagnosis/diagnosis.js';
import type { StorageSettings } from '../../domain/settings/settings.js';
import { makeFolder } from '../storage/make-folder.js';

const bytesPerGigabyte = 1_000_000_000;
/** A 60-second video at ultra quality, with its segments and the copy that is published. */
const comfortableDiskBytes = 2 * bytesPerGigabyte;
/** The process tree of one composition at 1080×1920, with room for the rest of the machine. */
const comfortableMemoryBytes = 1.5 * bytesPerGigabyte;

/** Node.js, memory, and the disk that videos go to. */
export function diagnoseMachine({ path }: Pick<StorageSettings, 'path'>): IDiagnostic {
  return {
    examine: async () => [
      { subject: 'Node.js', verdict: 'ok', finding: `${process.version} on ${os.platform()} ${os.arch()}` },
      examineMemory(),
      await examineDisk(path),
    ],
  };
}

function examineMemory(): DiagnosticFinding {
  const free = os.freemem();
  const finding = `${gigabytes(free)} of ${gigabytes(os.totalmem())} free, ${os.availableParallelism()} cores`;
  if (free >= comfortableMemoryBytes) return { subject: 'Memory', verdict: 'ok', finding };
  return {
    subject: 'Memory',
    verdict: 'warning',
    finding,
    fix: 'Close other programs, or use --quality draft.',
  };
}

async function examineDisk(folder: string): Promise<DiagnosticFinding> {
  const subject = 'Storage';
  try {
    await makeFolder(folder);
    const { bavail, bsize } = await statfs(folder);
    const finding = `${folder}: ${gigabytes(bavail * bsize)} free`;
    if (bavail * bsize >= comfortableDiskBytes) return { subject, verdict: 'ok', finding };
    return {
      subject,
      verdict: 'warning',
      finding,
      fix: 'Free some space, or set VIDEO_STORAGE_PATH to another disk.',
    };
  } catch (error) {
    const finding = `${folder} cannot be used: ${error instanceof Error ? error.message : String(error)}`;
    return {
      subject,
      verdict: 'problem',
      finding,
      fix: 'Set VIDEO_STORAGE_PATH to a folder that you may write to.',
    };
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / bytesPerGigabyte).toFixed(1)} GB`;
}
