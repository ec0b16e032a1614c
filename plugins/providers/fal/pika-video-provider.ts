import {
  aspectRatios,
  videoQualities,
  type ModelDescriptor,
  type ProviderCall,
  type ProviderDescriptor,
  type ProviderRequest,
  type RequestIssue,
} from 'aether-video/plugin';
import { z } from 'zod';
import type { FalHost } from './fal-options.js';
import { modelDataSchema } from './fal-inputs.js';
import { withPrice } from './fal-model.js';
import { fetchPrices, listPrice } from './fal-prices.js';
import { falFacts, FalQueueProvider } from './fal-queue-provider.js';
import { pikaModels } from './pika-models.js';

/** One for each pair of neighbouring pictures. */
const transitionsSchema = z.array(
  z.strictObject({ duration: z.number().positive().optional(), prompt: z.string().optional() }),
);
/** Seconds of all transitions together. Source: fal's types. */
const longestTransitions = 25;

/** Pika’s models, which are reached through fal’s queue alone. */
export class PikaVideoProvider extends FalQueueProvider {
  override readonly descriptor: ProviderDescriptor;

  constructor(host: FalHost) {
    super(host, pikaModels[0]!.id);
    this.descriptor = {
      id: 'pika',
      name: 'Pika',
      description: 'Clips, scenes, keyframes, additions and effects by Pika, through fal.',
      ...falFacts(host.options.maxConcurrent),
      qualities: videoQualities,
      aspects: aspectRatios,
      maxDurationSeconds: 25,
      pictureQuality: 0.8,
      microsPerSecond: 90_000,
      models: pikaModels,
    };
  }

  override validate(request: ProviderRequest): readonly RequestIssue[] {
    const issues = super.validate(request);
    return request.input === 'prompt' && issues.length === 0 ? transitionIssues(request) : issues;
  }

  /** Only what they cost today: what they take is known. */
  async describeModels(
    ids: readonly string[],
    { signal }: Pick<ProviderCall, 'signal'>,
  ): Promise<readonly ModelDescriptor[]> {
    const models = pikaModels.filter(({ id }) => ids.includes(id));
    if (models.length === 0) return [];
    const known = models.map(({ id }) => id);
    const prices = await fetchPrices(this.host, known, signal);
    return models.map((model) => {
      const unitPrice = prices.get(model.id);
      const data = modelDataSchema.parse(model.providerData);
      const price = listPrice(unitPrice, this.host.clock.now());
      return withPrice(model, price, { ...data, ...(unitPrice && { unitPrice }) });
    });
  }
}

function transitionIssues({
  providerOptions,
  references,
}: Extract<ProviderRequest, { input: 'prompt' }>): readonly RequestIssue[] {
  const where = 'parameters.providerOptions.transitions';
  if (providerOptions.transitions === undefined) return [];
  const { data: transitions, error } = transitionsSchema.safeParse(providerOptions.transitions);
  if (!transitions) return [{ where, message: `each is { duration, prompt }: ${error.issues[0]?.message}` }];
  const pairs = references.length - 1;
  if (transitions.length !== pairs) {
    return [{ where, message: `${references.length} pictures need ${pairs}, not ${transitions.length}` }];
  }
  const seconds = transitions.reduce((sum, { duration = 5 }) => sum + duration, 0);
  if (seconds <= longestTransitions) return [];
  return [{ where, message: `together they may last ${longestTransitions} s, not ${seconds} s` }];
}
