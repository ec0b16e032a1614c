import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFinal, journalTransitions } from '../../../domain/money/journal-transitions.js';
import type { JournalState } from '../../../domain/money/operation-journal.js';
import { MemoryOperationJournal } from '../../../infrastructure/store/memory-operation-journal.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { codeOf, newEntry } from '../../infrastructure/store/store-suites.js';

const states = Object.keys(journalTransitions) as JournalState[];

describe('the transitions of the journal', () => {
  it('obey the table on every walk, and end where it ends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...states), { maxLength: 12 }), async (walk) => {
        const journal = new MemoryOperationJournal(new FakeClock());
        let state: JournalState = (await journal.begin(newEntry('k'))).state;
        for (const next of walk) {
          const isLegal = journalTransitions[state].includes(next);
          const code = await codeOf(journal.advance('k', { state: next }));
          expect(code).toBe(isLegal ? 'no error' : 'ILLEGAL_TRANSITION');
          if (isLegal) state = next;
          expect((await journal.get('k'))?.state).toBe(state);
        }
        expect(await journal.unfinished()).toHaveLength(isFinal(state) ? 0 : 1);
      }),
      { numRuns: 300 },
    );
  });

  it('never lead back to intent, and let every state reach an end', () => {
    expect(Object.values(journalTransitions).flat()).not.toContain('intent');
    expect(states.filter(isFinal)).toEqual(['delivered', 'failed', 'cancelled']);
    for (const state of states) {
      if (!isFinal(state)) expect(journalTransitions[state]).toContain('failed');
    }
  });
});
