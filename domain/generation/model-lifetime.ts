import { VideoGenerationError } from '../errors/video-generation-error.js';
import type { ProviderWarning } from '../provider/provider-operation.js';
import type { ModelDescriptor } from './model-descriptor.js';

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** True if the provider has switched the model off. */
export function isShutDown({ shutdownOn }: ModelDescriptor, now: Date): boolean {
  return shutdownOn !== undefined && shutdownOn <= dayOf(now);
}

/** The first of `models` of the same kind that still works, to name in its place. */
export function shutDownError(
  providerId: string,
  model: ModelDescriptor,
  models: readonly ModelDescriptor[],
  now: Date,
): VideoGenerationError {
  const instead = models.find((one) => one.mediaType === model.mediaType && !isShutDown(one, now));
  return new VideoGenerationError('MODEL_SHUT_DOWN', {
    message: `The model “${model.id}” of “${providerId}” was shut down on ${model.shutdownOn}.`,
    howToFix:
      model.replacement ??
      (instead
        ? `Use the model “${instead.id}” instead.`
        : 'Choose another provider: `aether providers` lists them.'),
    details: { providerId, model: model.id, shutdownOn: model.shutdownOn, instead: instead?.id },
  });
}

/** What to say of a model that is on its way out. */
export function deprecationWarnings(model: ModelDescriptor, now: Date): ProviderWarning[] {
  const { id, deprecatedOn, shutdownOn } = model;
  if (deprecatedOn === undefined || deprecatedOn > dayOf(now)) return [];
  const end = shutdownOn === undefined ? '' : ` and will be shut down on ${shutdownOn}`;
  return [
    { code: 'MODEL_DEPRECATED', message: `The model “${id}” is deprecated since ${deprecatedOn}${end}.` },
  ];
}
