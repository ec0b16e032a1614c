/** One thing that `aether doctor` looked at. */
export interface DiagnosticFinding {
  /** Such as `FFmpeg`. */
  readonly subject: string;
  /** `warning`: works, but not as well as it could. `problem`: something will fail. */
  readonly verdict: 'ok' | 'warning' | 'problem';
  /** What was found, with version, path or size. */
  readonly finding: string;
  /** What to do; absent when nothing is to be done. */
  readonly fix?: string;
}

export const IDiagnostic: unique symbol = Symbol.for('aether-video/IDiagnostic@1');

/** Looks at one part of the installation. It must not throw: a failure is a finding. */
export interface IDiagnostic {
  examine(signal: AbortSignal): Promise<readonly DiagnosticFinding[]>;
}
