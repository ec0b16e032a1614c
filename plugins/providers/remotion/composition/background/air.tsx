import { Fade } from './light.js';
import type { Stage } from './motif.js';

interface AirProps {
  readonly stage: Stage;
  /** From the top of the frame, 0, to its bottom, 1. */
  readonly stops: readonly (readonly [offset: number, color: string])[];
}

/** What lies behind everything else. */
export function Air({ stage: { across, down, id }, stops }: AirProps) {
  return (
    <>
      <Fade id={`${id}air`} stops={stops} />
      <rect width={across} height={down} style={{ fill: `url(#${id}air)` }} />
    </>
  );
}
