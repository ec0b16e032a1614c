import { z } from 'zod';
import {
  aspectRatios,
  videoQualities,
  type ModelDescriptor,
  type PluginHost,
  type ProviderCall,
  type ProviderDescriptor,
} from 'aether-video/plugin';
import { askFal } from './fal-client.js';
import { parsed, refusal } from './fal-errors.js';
import { modelDataSchema } from './fal-inputs.js';
import {
  describeEntry,
  describeInputs,
  modelEntrySchema,
  withPrice,
  type FalModelEntry,
} from './fal-model.js';
import { endpointId, type FalHost, type FalOptions } from './fal-options.js';
import { fetchPrices, listPrice } from './fal-prices.js';
import { falFacts, FalQueueProvider } from './fal-queue-provider.js';

const modelsSchema = z.looseObject({ models: z.array(modelEntrySchema) });

/** Any model on fal: what it takes and costs is asked of fal’s platform API before anything is paid. */
export class FalVideoProvider extends FalQueueProvider {
  override readonly descriptor: ProviderDescriptor;

  constructor(host: FalHost & Pick<PluginHost<FalOptions>, 'options'>) {
    super(host, 'fal-ai/flux/dev');
    const { maxConcurrent, models } = host.options;
    this.descriptor = {
      id: 'fal',
      name: 'fal',
      description: 'Clips and pictures by any model on fal, with the price of today.',
      ...falFacts(maxConcurrent),
      qualities: videoQualities,
      aspects: aspectRatios,
      maxDurationSeconds: 60,
      pictureQuality: 0.7,
      microsPerSecond: 100_000,
      models: models.map(undescribed),
      acceptsAnyModel: true,
    };
  }

  async describeModels(
    ids: readonly string[],
    { signal }: Pick<ProviderCall, 'signal'>,
  ): Promise<readonly ModelDescriptor[]> {
    const spelled = ids.filter((id) => endpointId.safeParse(id).success);
    if (spelled.length === 0) return [];
    const entries = await this.entriesOf(spelled, signal);
    const models = entries.filter(({ endpoint_id: id }) => spelled.includes(id)).map(describeEntry);
    if (models.length === 0) return [];
    const known = models.map(({ id }) => id);
    const prices = await fetchPrices(this.host, known, signal);
    return models.map((model) => {
      const unitPrice = prices.get(model.id);
      const { inputs } = modelDataSchema.parse(model.providerData);
      const price = listPrice(unitPrice, this.host.clock.now());
      return withPrice(model, price, { inputs, ...(unitPrice && { unitPrice }) });
    });
  }

  private async entriesOf(ids: readonly string[], signal: AbortSignal): Promise<readonly FalModelEntry[]> {
    const query = new URLSearchParams([
      ...ids.map((id): [string, string] => ['endpoint_id', id]),
      ['expand', 'openapi-3.0'],
    ]);
    const path = `/v1/models?${query.toString()}`;
    const answer = await askFal(this.host, { method: 'GET', server: 'api.fal.ai', path, signal });
    if (answer.status === 404) return [];
    if (answer.status >= 300) throw refusal(answer, this.host);
    return parsed(modelsSchema, answer.body).models;
  }
}

/** A model of the settings, until fal has said what it takes. */
function undescribed(id: string): ModelDescriptor {
  return describeInputs(id, /image|flux|photo/i.test(id) && !/video/i.test(id) ? 'image' : 'video', {
    prompt: { type: 'string', required: true },
  });
}
