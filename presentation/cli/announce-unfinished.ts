import type { VideoGenerationService } from '../../application/generate-video/video-generation-service.js';
import type { JournalEntry } from '../../domain/money/operation-journal.js';

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/**
 * Says on standard error what earlier runs paid for and did not fetch, with the command to type. Nothing is taken
 * up unasked: it may take minutes, and another terminal may be at work on it.
 * @param except what this run takes up by itself
 */
export async function announceUnfinished(
  service: Pick<VideoGenerationService, 'listUnfinished'>,
  except?: JournalEntry,
): Promise<void> {
  // A database that cannot be read must not keep anybody from a video that costs nothing.
  const found = await service.listUnfinished().catch(() => []);
  const entries = found.filter(({ key }) => key !== except?.key);
  const unknown = entries.filter(({ state }) => state === 'submission_unknown').length;
  const open = entries.length - unknown;
  if (open > 0) {
    process.stderr.write(
      `${counted(open, 'paid operation')} of earlier runs not finished. Fetch what is ready: aether operations resume\n`,
    );
  }
  if (unknown > 0) {
    process.stderr.write(
      `${counted(unknown, 'submission')} may have been paid for; you have to decide: aether operations --help\n`,
    );
  }
}
