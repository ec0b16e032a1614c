import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestName, unknownNameError } from '../../../domain/suggestion/nearest-name.js';

describe('nearestName', () => {
  it('finds what was probably meant', () => {
    expect(nearestName('ari', ['earth', 'air', 'fire'])).toBe('air');
    expect(nearestName('Watr', ['earth', 'water'])).toBe('water');
    expect(nearestName('flite:sl', ['flite:rms', 'flite:slt'])).toBe('flite:slt');
  });

  it('suggests nothing that is far away', () => {
    expect(nearestName('underground', ['air', 'earth'])).toBeUndefined();
    expect(nearestName('x'.repeat(100_000), ['air'])).toBeUndefined();
  });

  it('finds a name again after one letter has been changed', () => {
    const names = ['mindful', 'grounded', 'waterfall', 'campfire'];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(6), fc.constantFrom('q', '7'), (name, at, letter) => {
        expect(nearestName(name.slice(0, at) + letter + name.slice(at + 1), names)).toBe(name);
      }),
    );
  });
});

describe('unknownNameError', () => {
  it('lists the known names and keeps a hostile one short', () => {
    const error = unknownNameError({
      code: 'CHANNEL_UNKNOWN',
      what: 'channel',
      name: 'a'.repeat(5000),
      known: ['water', 'air'],
    });
    expect(error.message).toContain('Known: air, water.');
    expect(error.message.length).toBeLessThan(300);
  });
});
