import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProvenRequest } from '../proven-providers.js';
import { endingsAt, type Ending, type Endings } from './ending.js';
import { cancelFaults, faultClasses, outcomeFault, type Disappointment } from './faults.js';
import { openLane, type Lane, type LaneOptions } from './lane.js';

/** How a provider differs from the others. */
export interface OwnWays {
  /** One row for each outcome that its emulator knows. */
  readonly disappointments: (endings: Endings) => readonly Disappointment[];
  /** Where it differs from the table of faults, by case: `400 at poll, always`. */
  readonly deviations?: (endings: Endings) => Readonly<Record<string, Ending>>;
  /** What a cancellation comes to, by its fault. Default: the estimate stands, because nobody says what it cost. */
  readonly cancelled?: (endings: Endings) => Readonly<Record<string, Ending>>;
  /** Default true. */
  readonly canCancel?: boolean;
}

const steps = ['submit', 'poll', 'download'] as const;
const often = [
  ['once', 1],
  ['always', Infinity],
] as const;

/** Real seconds, where nothing but the network guard itself ends a wait. */
const shortResponse = {
  'egress.responseTimeoutSeconds': 0.4,
  'gateway.retry.initialSeconds': 80,
  'gateway.retry.maximumSeconds': 80,
};

/** Tries a provider with every fault at every step, and holds what comes of it against the table. */
export function proveProvider(proven: ProvenRequest, own: OwnWays): void {
  const { emulator, request, pluginOptions = {} } = proven;
  const endings = endingsAt(proven);
  const deviations = own.deviations?.(endings) ?? {};
  const classes = faultClasses(endings);
  const cases = steps.flatMap((step) =>
    classes.flatMap((row) =>
      often.map(([how, times]) => {
        const name = `${row.name} at ${step}, ${how}`;
        const lane = row.fault.kind === 'hang' && step === 'download' ? 'slow link' : step;
        return {
          name,
          lane,
          fault: { step, times, ...row.fault },
          expected: deviations[name] ?? row[step][how],
        };
      }),
    ),
  );
  const lanes = new Map<string, Lane>();
  const found = new Map<string, Ending>();

  describe(emulator.id, () => {
    beforeAll(async () => {
      const open = async (name: string, how: LaneOptions): Promise<Lane> => {
        const lane = await openLane(emulator, request, { pluginOptions, ...how });
        lanes.set(name, lane);
        return lane;
      };
      await open('honest', { inspects: true });
      await open('slow', { pace: { by: 'time', seconds: 60 } });
      await Promise.all(
        [...steps, 'slow link'].map(async (name) => {
          const settings = name === 'slow link' ? shortResponse : {};
          const lane = await open(name, { settings });
          for (const tried of cases.filter((one) => one.lane === name)) {
            found.set(tried.name, await lane.endingOf(tried.fault));
          }
        }),
      );
    });
    afterAll(async () => {
      for (const lane of lanes.values()) await lane.close();
    });

    it('delivers without a fault, through FFmpeg', async () => {
      expect(await lanes.get('honest')!.endingOf(undefined)).toEqual(endings.delivered);
    });

    it('names no deviation without its case', () => {
      expect(Object.keys(deviations).filter((name) => !found.has(name))).toEqual([]);
    });

    it.each(cases)('$name', ({ name, expected }) => {
      expect(found.get(name)).toEqual(expected);
    });

    const disappointments = own.disappointments(endings);
    it.each(disappointments)('%s', async (outcome, expected) => {
      expect(await lanes.get('submit')!.endingOf(outcomeFault(outcome))).toEqual(expected);
    });

    it('has a row for each way to disappoint', () => {
      expect(disappointments.map(([outcome]) => outcome)).toEqual(emulator.outcomes);
    });

    it.each(own.canCancel === false ? cancelFaults.slice(0, 1) : cancelFaults)(
      'a cancellation with %s at cancel',
      async (name, fault) => {
        const ending = await lanes
          .get('slow')!
          .endingOf(fault && { step: 'cancel', ...fault }, { stopWhenBegun: true });
        expect(ending).toEqual(own.cancelled?.(endings)[name] ?? endings.cancelled);
      },
    );

    it('leaves nothing unfinished but what nobody can know, and the whole ledger balanced', async () => {
      for (const lane of lanes.values()) {
        const { bench } = lane;
        const resumed = await lane.resume();
        expect(resumed.filter(({ outcome }) => outcome !== 'delivered')).toEqual([]);
        const unfinished = await bench.journal.unfinished();
        expect(unfinished.filter(({ state }) => state !== 'submission_unknown')).toEqual([]);
        const open = new Set(unfinished.map(({ key }) => key));
        const lines = await bench.ledger.lines();
        for (const { key } of lines) {
          expect(lines.filter((one) => one.key === key)).toHaveLength(open.has(key) ? 1 : 2);
        }
      }
    });
  });
}
