import type { FetchFunction } from '../egress/egress.js';
import type { ILogger } from '../logging/logger.js';
import type { ITimelineComposer } from '../media/timeline-composer.js';
import type { IClock } from '../time/clock.js';

/** All that a plugin gets of Aether. Never the container. */
export interface PluginHost<Options = unknown> {
  readonly pluginId: string;
  /** Already checked against the manifest's schema. */
  readonly options: Options;
  readonly logger: ILogger;
  readonly clock: IClock;
  /** A folder of the plugin's own that survives restarts; made on first use. */
  dataFolder(): Promise<string>;
  /**
   * `fetch` through the egress guard: the only way to the network. Give it to SDKs. Addresses of `baseUrl`
   * options in the settings are trusted; everything else is https to public addresses alone.
   */
  readonly fetch: FetchFunction;
  /** Composes timelines; starts the media engine on first use. */
  readonly composer: ITimelineComposer;
}

/** Hooks that a contribution may implement. Each has a deadline; a failure follows the plugin's policy. */
export interface PluginLifecycle {
  /** Called once after creation, before any other plugin sees the contribution. */
  init?(): Promise<void>;
  /** Called once all plugins are initialised. */
  ready?(): Promise<void>;
  /** Called once at the end, in reverse order; must be safe to call twice. */
  dispose?(): Promise<void>;
}
