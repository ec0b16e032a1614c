import type { ILanguageModel } from '../../domain/language-model/language-model.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { unknownNameError } from '../../domain/suggestion/nearest-name.js';

/** A model that may write. */
export interface Writer {
  readonly plugin: ILanguageModel;
  /** The model's id, as its service spells it. */
  readonly model: string;
  /** `openai/gpt-5.6-luna`. */
  readonly name: string;
}

type Settings = Pick<IConfigManager, 'settings'>;

const automatic = 'auto';
const offlineId = 'offline';

function writerOf(plugin: ILanguageModel, model = plugin.models[0]!.id): Writer {
  return { plugin, model, name: `${plugin.id}/${model}` };
}

/** What a model's words cost, to compare; a price that nobody knows counts as the highest. */
function priceOf({ models: [first] }: ILanguageModel): number {
  return first?.price ? first.price.inputMicrosPerMillion + first.price.outputMicrosPerMillion : Infinity;
}

/** @throws VideoGenerationError LANGUAGE_MODEL_UNKNOWN */
function named(name: string, plugins: readonly ILanguageModel[], where: string): Writer {
  const [id = '', ...rest] = name.split('/');
  const plugin = plugins.find((candidate) => candidate.id === id);
  if (plugin) return writerOf(plugin, rest.length > 0 ? rest.join('/') : undefined);
  const known = plugins.map((candidate) => candidate.id);
  throw unknownNameError({ code: 'LANGUAGE_MODEL_UNKNOWN', what: 'language model', name: id, known, where });
}

/**
 * Who is asked, in this order: the model that the request or the settings name, else every service whose key is
 * set, cheapest first; then the settings' fallbacks; then the offline writer.
 * @throws VideoGenerationError LANGUAGE_MODEL_UNKNOWN
 */
export function chooseWriters(
  wanted: string | undefined,
  plugins: readonly ILanguageModel[],
  { settings }: Settings,
): Writer[] {
  const { model, fallback } = settings.writing;
  const name = wanted ?? model;
  const where = wanted === undefined ? 'writing.model of the settings' : 'writer of the request';
  const online = plugins
    .filter(({ offline }) => !offline)
    .sort((left, right) => priceOf(left) - priceOf(right) || (left.id < right.id ? -1 : 1));
  const first = name === automatic ? online.map((plugin) => writerOf(plugin)) : [named(name, plugins, where)];
  // Whoever names the offline writer wants nothing to leave the machine.
  if (name.split('/')[0] === offlineId) return first;
  const others = fallback.map((other) => named(other, plugins, 'writing.fallback of the settings'));
  const last = plugins.filter(({ id }) => id === offlineId).map((plugin) => writerOf(plugin));
  const seen = new Set<string>();
  return [...first, ...others, ...last].filter((writer) => !seen.has(writer.name) && seen.add(writer.name));
}
