import type { PluginStatus } from './plugin-status.js';

export const IPluginCatalog: unique symbol = Symbol.for('aether-video/IPluginCatalog@1');

/** The plugins of this process. */
export interface IPluginCatalog {
  /** All that were found, whether they work or not, in the order of discovery. */
  list(): readonly PluginStatus[];
  /** Ends all plugins, in reverse order. Safe to call twice. */
  dispose(): Promise<void>;
}
