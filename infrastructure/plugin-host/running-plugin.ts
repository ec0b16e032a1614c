import type { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { PluginManifest } from '../../domain/plugin/plugin-manifest.js';
import type { PluginState, PluginStatus } from '../../domain/plugin/plugin-status.js';
import type { Contribution } from './check-contribution.js';

/** A plugin that was found, and how far it came. */
export interface FoundPlugin {
  readonly source: string;
  readonly builtIn: boolean;
  readonly manifest?: PluginManifest;
  state: PluginState;
  problem?: Pick<VideoGenerationError, 'message' | 'howToFix'> & { readonly error?: VideoGenerationError };
  contribution?: Contribution;
}

/** `provider/acme`, or where it was found if nothing more is known. */
export function referenceOf({ manifest, source }: Pick<FoundPlugin, 'manifest' | 'source'>): string {
  return manifest === undefined ? source : `${manifest.kind}/${manifest.id}`;
}

/** For messages: `provider/acme (npm:aether-acme)`. */
export function nameOf(plugin: Pick<FoundPlugin, 'manifest' | 'source'>): string {
  return plugin.manifest === undefined ? plugin.source : `${referenceOf(plugin)} (${plugin.source})`;
}

/** What people may know of it. */
export function statusOf({ manifest, source, state, problem }: FoundPlugin): PluginStatus {
  const { kind, id, version, name, description } = manifest ?? {};
  return {
    state,
    source,
    ...(manifest === undefined ? {} : { kind, id, version, name, description }),
    ...(problem === undefined ? {} : { reason: problem.message, howToFix: problem.howToFix }),
  };
}
