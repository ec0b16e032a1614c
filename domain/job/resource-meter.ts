export const IResourceMeter: unique symbol = Symbol.for('aether-video/IResourceMeter@1');

/** What this process used while it was measured, other work at the same time included. */
export interface ResourceUse {
  readonly cpuSeconds: number;
  readonly peakMemoryMegabytes: number;
}

/** Measures processor time and memory. */
export interface IResourceMeter {
  /** Begins to measure; the function that comes back ends it. */
  start(): () => ResourceUse;
}
