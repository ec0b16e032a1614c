import { VideoGenerationError } from 'aether-video/plugin';

/** How a provider itself can disappoint, in whatever disguise it has for it. */
export const outcomes = [
  'moderated-input',
  'moderated-output',
  'partly-filtered',
  'out-of-credits',
  'empty-result',
  'job-failed',
  'job-cancelled',
  'throttled',
  'unknown-state',
  'link-expired',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Where and how often a fault strikes. */
interface FaultPlace {
  /** Step of the route: `submit`, `poll`, `cancel`, `download`, `upload`, `health`… */
  readonly step: string;
  /** Requests that it strikes. Default 1; `Infinity` for all. */
  readonly times?: number;
  /** Requests that it lets pass before. Default 0. */
  readonly skip?: number;
}

/** What goes wrong. `accepted`: whether the provider did the work before it failed to say so. Default false. */
export type FaultKind =
  | {
      readonly kind: 'status';
      readonly status: number;
      /** The `Retry-After` header: seconds, or a date. */
      readonly retryAfter?: number | Date;
      /** Put into the provider's error body; a default sentence if absent. */
      readonly message?: string;
      readonly accepted?: boolean;
    }
  /** The connection is cut without an answer. */
  | { readonly kind: 'reset'; readonly accepted?: boolean }
  /** No answer ever comes. */
  | { readonly kind: 'hang'; readonly accepted?: boolean }
  /** The right answer, cut in the middle: fewer bytes than `Content-Length` says. The work is accepted. */
  | { readonly kind: 'truncate' }
  /** Half of the answer with the `Content-Length` of that half: it looks whole and is not. The work is accepted. */
  | { readonly kind: 'wrong-length' }
  /** Status 200 and the start of an HTML page. The work is accepted. */
  | { readonly kind: 'malformed' }
  /** The right status and no body at all. The work is accepted. */
  | { readonly kind: 'empty' }
  /** The provider's own way to disappoint. */
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** What happens to a webhook: step `webhook`. */
  | { readonly kind: 'webhook'; readonly webhook: 'lost' | 'doubled' | 'forged' };

export type Fault = FaultPlace & FaultKind;

interface ArmedFault {
  readonly fault: Fault;
  left: number;
  skip: number;
}

/** The faults that are still to strike, in the order of their injection. */
export class FaultQueue {
  private armed: ArmedFault[] = [];

  constructor(
    private readonly steps: ReadonlySet<string>,
    private readonly known: readonly Outcome[],
  ) {}

  inject(fault: Fault): void {
    if (!this.steps.has(fault.step)) {
      refuse(`There is no step “${fault.step}”. Steps: ${[...this.steps].join(', ')}.`);
    }
    if (fault.kind === 'outcome' && !this.known.includes(fault.outcome)) {
      refuse(`This provider has no “${fault.outcome}”. Outcomes: ${this.known.join(', ')}.`);
    }
    this.armed.push({ fault, left: fault.times ?? 1, skip: fault.skip ?? 0 });
  }

  clear(): void {
    this.armed = [];
  }

  /** The fault that strikes this request at `step`, if any. */
  take(step: string): Fault | undefined {
    const armed = this.armed.find((candidate) => candidate.fault.step === step);
    if (!armed) return undefined;
    if (armed.skip > 0) {
      armed.skip -= 1;
      return undefined;
    }
    armed.left -= 1;
    if (armed.left <= 0) this.armed = this.armed.filter((other) => other !== armed);
    return armed.fault;
  }
}

function refuse(message: string): never {
  throw new VideoGenerationError('INVALID_REQUEST', { message });
}
