import { withRig, type AnyProviderManifest, type ProviderBackend } from './conformance-rig.js';
import type { Suite } from './conformance-suite.js';
import { manifestTests } from './manifest-tests.js';
import { modelTests } from './model-tests.js';
import { outcomeTests } from './outcome-tests.js';
import { submissionTests } from './submission-tests.js';
import { workTests } from './work-tests.js';

/** `describe` and `it` of any test runner, and what is tested. */
export interface ConformanceOptions {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
  readonly manifest: AnyProviderManifest;
  readonly backend: ProviderBackend;
}

/**
 * Holds a remote provider against the promises of its port, before its emulator. Needs nothing of a test runner
 * but `describe` and `it`; what the provider's descriptor and the emulator declare decides which promises count.
 *
 * @example
 * videoProviderConformance({ describe, it, manifest, backend: { emulator: acmeEmulator } });
 */
export function videoProviderConformance({ describe, it, manifest, backend }: ConformanceOptions): void {
  const suite: Suite = {
    manifest,
    backend,
    test: (name, body) => void it(name, () => withRig(manifest, backend, body)),
    plain: (name, body) => void it(name, body),
  };
  describe(`provider ${manifest.id}`, () => {
    describe('manifest', () => manifestTests(suite));
    describe('models', () => modelTests(suite));
    describe('work', () => workTests(suite));
    describe('submission', () => submissionTests(suite));
    describe('outcomes', () => outcomeTests(suite));
  });
}
