import type { AnyProviderManifest, ProviderBackend, Rig } from './conformance-rig.js';

/** What the groups of tests get. */
export interface Suite {
  readonly manifest: AnyProviderManifest;
  readonly backend: ProviderBackend;
  /** A test in a rig of its own. */
  readonly test: (name: string, body: (rig: Rig) => Promise<void>) => void;
  /** A test without one. */
  readonly plain: (name: string, body: () => Promise<void>) => void;
}
