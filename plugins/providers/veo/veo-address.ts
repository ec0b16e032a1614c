import type { VeoOptions } from './veo-options.js';

/** Locations that stand for a continent have hosts of their own. */
const continents = ['us', 'eu'];

/**
 * The server of Vertex AI for the options, with the version.
 * Source: the official SDK `@google/genai` 2.32.0, which chooses in the same way.
 */
export function vertexBase(
  { baseUrl, location }: Pick<VeoOptions, 'baseUrl' | 'location'>,
  project: string | undefined,
): string {
  return `${(baseUrl ?? defaultBase(location, project)).replace(/\/+$/, '')}/v1beta1`;
}

function defaultBase(location: string, project: string | undefined): string {
  if (project === undefined || location === 'global') return 'https://aiplatform.googleapis.com';
  if (continents.includes(location)) return `https://aiplatform.${location}.rep.googleapis.com`;
  return `https://${location}-aiplatform.googleapis.com`;
}

/** A model's resource name. Express mode knows the project by the key. */
export function modelResource(model: string, location: string, project: string | undefined): string {
  const scope = project === undefined ? '' : `projects/${project}/locations/${location}/`;
  return `${scope}publishers/google/models/${model}`;
}

/**
 * What can be asked for without cost. With a project its location, because tokens of a person may read nothing
 * that belongs to no project; in express mode a model.
 */
export function healthResource(model: string, location: string, project: string | undefined): string {
  if (project === undefined) return modelResource(model, location, project);
  return `projects/${project}/locations/${location}`;
}
