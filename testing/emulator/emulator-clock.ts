/** The time that an emulator lives in. */
export interface EmulatorClock {
  now(): Date;
  /** Moves the emulator's time on; nothing waits. */
  advance(seconds: number): void;
}

/** Where scripted clocks begin unless told otherwise. */
const defaultStart = new Date('2026-11-20T12:00:00Z');

/** A clock that moves only when it is told to. */
export function scriptedClock(start: Date = defaultStart): EmulatorClock {
  let milliseconds = start.getTime();
  return {
    now: () => new Date(milliseconds),
    advance: (seconds) => void (milliseconds += seconds * 1000),
  };
}

/** The machine's clock, which can be moved on as well. */
export function realClock(): EmulatorClock {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    advance: (seconds) => void (ahead += seconds * 1000),
  };
}
