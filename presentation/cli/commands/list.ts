import type { VideoGenerationService } from '../../../application/generate-video/video-generation-service.js';
import { formatTable } from '../format-table.js';
import { printJson } from '../print-json.js';
import { withService, type CommonOptions } from '../with-service.js';

export type ListSubject = 'channels' | 'models' | 'templates' | 'providers' | 'plugins' | 'voices';

interface Listing {
  readonly data: readonly unknown[];
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const listings: Readonly<
  Record<ListSubject, (service: VideoGenerationService) => Listing | Promise<Listing>>
> = {
  channels: listChannels,
  models: listModels,
  templates: listTemplates,
  providers: listProviders,
  plugins: listPlugins,
  voices: listVoices,
};

/** Prints what there is of something: a table, or data with `--json`. */
export async function list(
  subject: ListSubject,
  options: CommonOptions & { readonly health?: boolean },
): Promise<void> {
  await withService(options, async ({ service }) => {
    if (options.health) {
      await printHealth(service, options);
      return;
    }
    const { data, headings, rows } = await listings[subject](service);
    if (options.json) printJson(data);
    else process.stdout.write(`${formatTable(headings, rows, `There are no ${subject}.`)}\n`);
  });
}

/** Whether each provider could work now, and which models are left alone. */
async function printHealth(service: VideoGenerationService, { json }: CommonOptions): Promise<void> {
  const [report, circuits] = await Promise.all([service.checkHealth(), service.getCircuits()]);
  if (json) {
    printJson({ ...report, circuits });
    return;
  }
  const checks = report.checks.map(({ name, healthy, message }) => [healthy ? 'ok' : 'no', name, message]);
  const pauses = circuits.map(({ providerId, model, state, consecutiveFailures, reopensAt }) => [
    state === 'closed' ? 'ok' : 'no',
    `model ${providerId}/${model}`,
    `${state}, ${consecutiveFailures} failures in a row${reopensAt ? `, asked again at ${reopensAt}` : ''}`,
  ]);
  process.stdout.write(`${formatTable(['', 'WHAT', 'HOW IT IS'], [...checks, ...pauses], '')}\n`);
}

function listChannels(service: VideoGenerationService): Listing {
  const data = service.getAvailableChannels();
  const rows = data.map(({ id, theme, maxDurationSeconds, voices }) => [
    id,
    theme,
    `${maxDurationSeconds} s`,
    voices[0] ?? 'any',
  ]);
  return { data, headings: ['CHANNEL', 'THEME', 'UP TO', 'VOICE'], rows };
}

function listModels(service: VideoGenerationService): Listing {
  const data = service.getAvailableModels();
  const dollars = (micros: number, currency: string): string => `${(micros / 1e6).toFixed(2)} ${currency}`;
  const rows = data.map(({ id, offline, price, description }) => {
    const { inputMicrosPerMillion: sent = 0, outputMicrosPerMillion: written = 0 } = price ?? {};
    const free = price && sent + written === 0;
    const words = price
      ? `${dollars(sent, price.currency)} in, ${dollars(written, price.currency)} out`
      : 'unknown';
    return [id, offline ? 'offline' : 'online', free ? 'free' : words, price?.date ?? '', description];
  });
  return { data, headings: ['MODEL', 'WORKS', 'PRICE OF A MILLION TOKENS', 'AS OF', 'DESCRIPTION'], rows };
}

async function listTemplates(service: VideoGenerationService): Promise<Listing> {
  const found = await service.getTemplates();
  const rows = found.map(({ template: { id, scenes, description }, source }) => {
    const seconds = scenes.map((scene) => scene.seconds);
    const total = seconds.reduce((sum, one) => sum + one, 0);
    return [id, `${total} s (${seconds.join(', ')})`, source, description];
  });
  return { data: found, headings: ['TEMPLATE', 'SCENES', 'FROM', 'DESCRIPTION'], rows };
}

function listProviders(service: VideoGenerationService): Listing {
  const data = service.getAvailableProviders();
  const rows = data.map((provider) => {
    const { id, description, location, microsPerSecond, currency, qualities, enabled, automatic } = provider;
    const price = microsPerSecond === 0 ? 'free' : `${(microsPerSecond / 1e6).toFixed(4)} ${currency}/s`;
    const use = enabled ? (automatic ? 'automatic' : 'when named') : 'disabled';
    return [id, location, price, use, qualities.join(' '), description];
  });
  return { data, headings: ['PROVIDER', 'RUNS', 'PRICE', 'USED', 'QUALITIES', 'DESCRIPTION'], rows };
}

function listPlugins(service: VideoGenerationService): Listing {
  const data = service.getPlugins();
  const rows = data.map(({ kind, id, version, state, source, description, reason, howToFix }) => [
    `${kind ?? '?'}/${id ?? '?'}`,
    version ?? '?',
    state,
    source,
    reason === undefined ? (description ?? '') : [reason, howToFix].filter(Boolean).join(' '),
  ]);
  return {
    data,
    headings: ['PLUGIN', 'VERSION', 'STATE', 'FROM', 'WHAT IT IS, OR WHY IT IS NOT READY'],
    rows,
  };
}

function listVoices(service: VideoGenerationService): Listing {
  const data = service.getAvailableVoices();
  const rows = data.map(({ id, name, languages, offline }) => [
    id,
    shortened(languages),
    offline ? 'offline' : 'online',
    name,
  ]);
  return { data, headings: ['VOICE', 'LANGUAGES', 'WORKS', 'NAME'], rows };
}

/** The first few languages, and how many more. */
function shortened(languages: readonly string[]): string {
  const shown = languages.slice(0, 6);
  const more = languages.length - shown.length;
  return more > 0 ? `${shown.join(' ')} +${more}` : shown.join(' ');
}
