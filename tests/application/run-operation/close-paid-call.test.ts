import { describe, expect, it } from 'vitest';
import { paidCallMark } from '../../../application/run-operation/close-paid-call.js';
import { mediaKit } from '../../fakes/media-kit.js';

describe('a call that is answered at once, which a crash interrupted', () => {
  it.each(['intent', 'submitted'] as const)(
    'counts as charged when it was %s, and is not sent again',
    async (state) => {
      const { gateway, journal, ledger, provider } = mediaKit();
      const estimate = { micros: 700, currency: 'USD' };
      const line = { key: 'k', providerId: 'paid', model: 'm1', cost: estimate };
      await ledger.append({ ...line, kind: 'reserve' });
      await journal.begin({
        key: 'k',
        requestId: 'video',
        step: 'writing-1',
        providerId: 'paid',
        model: 'm1',
        requestDigest: '0',
        request: paidCallMark('writing'),
        estimate,
      });
      if (state === 'submitted') await journal.advance('k', { state });
      const [outcome] = await gateway.unfinished.resumeAll(new AbortController().signal);
      expect(outcome).toMatchObject({ key: 'k', outcome: 'failed', error: { billed: 'unknown' } });
      expect(ledger.story).toEqual(['reserve 700', 'settle 700']);
      expect((await journal.get('k'))?.state).toBe('failed');
      expect(provider.calls).toEqual([]);
    },
  );
});
