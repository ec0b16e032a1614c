import type { Resolution } from '../../../application/generate-media/unfinished-work.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { exitCodes } from '../exit-code.js';
import { formatTable } from '../format-table.js';
import { printJson } from '../print-json.js';
import { withService, type CommonOptions } from '../with-service.js';

/** Prints paid work that is not final. */
export async function listOperations(options: CommonOptions): Promise<void> {
  const entries = await withService(options, ({ service }) => service.listUnfinished());
  if (options.json) {
    printJson(entries);
    return;
  }
  const rows = entries.map(({ key, state, providerId, model, operation, createdAt }) => [
    key,
    state,
    `${providerId}/${model}`,
    operation?.operationId ?? '',
    createdAt,
  ]);
  const headings = ['KEY', 'STATE', 'MODEL', 'OPERATION', 'SINCE'];
  process.stdout.write(`${formatTable(headings, rows, 'Nothing is unfinished.')}\n`);
}

/** Takes up what a crash left. @returns the exit code */
export async function resumeOperations(options: CommonOptions): Promise<number> {
  const outcomes = await withService(options, ({ service, signal }) => service.resumeUnfinished(signal));
  const failed = outcomes.some(({ outcome }) => outcome === 'failed');
  if (options.json) printJson(outcomes);
  else {
    const rows = outcomes.map(({ key, outcome, path, error }) => [
      key,
      outcome,
      path ?? error?.message ?? 'another process is at work on it',
    ]);
    process.stdout.write(
      `${formatTable(['KEY', 'OUTCOME', 'FILE OR REASON'], rows, 'Nothing is unfinished.')}\n`,
    );
  }
  return failed ? exitCodes.generationFailed : exitCodes.done;
}

/** Records what a person found out at the provider. */
export async function resolveOperation(
  key: string,
  options: CommonOptions & { readonly as: string },
): Promise<void> {
  const resolution = resolutionOf(options.as);
  const { state } = await withService(options, ({ service }) => service.resolveOperation(key, resolution));
  if (options.json) printJson({ key, state });
  else if (state === 'submitted')
    process.stdout.write(`${key} is submitted. Fetch it: aether operations resume\n`);
  else process.stdout.write(`${key} is ${state}; its reservation is released.\n`);
}

/** What `--as` says. @throws VideoGenerationError INVALID_REQUEST */
export function resolutionOf(text: string): Resolution {
  if (text === 'rejected') return { as: 'rejected' };
  const operationId = text.startsWith('submitted:') ? text.slice('submitted:'.length).trim() : '';
  if (operationId !== '') return { as: 'submitted', operationId };
  throw new VideoGenerationError('INVALID_REQUEST', {
    message: `--as: “${text}” is neither submitted:<operation id> nor rejected.`,
    details: { where: '--as' },
  });
}
