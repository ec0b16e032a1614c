import type { PluginKind } from './plugin-manifest.js';

/**
 * Where a plugin stands:
 * - `ready`: it works.
 * - `disabled`: the settings keep it off; none of its code was loaded.
 * - `skipped`: it cannot be used here and never ran: its manifest, options or id are wrong, it was written for
 *   another version, or a package that it needs is not installed.
 * - `failed`: its code was run and threw, hung, or made something that is no contribution.
 */
export type PluginState = 'ready' | 'disabled' | 'skipped' | 'failed';

/** One plugin as `aether plugins` shows it. Plain JSON. */
export interface PluginStatus {
  readonly state: PluginState;
  /** Absent as long as no readable manifest says so. */
  readonly kind?: PluginKind;
  readonly id?: string;
  readonly version?: string;
  readonly name?: string;
  readonly description?: string;
  /** `built-in`, a folder, or `npm:<package>`. */
  readonly source: string;
  /** Why it is not ready. */
  readonly reason?: string;
  readonly howToFix?: string;
}
