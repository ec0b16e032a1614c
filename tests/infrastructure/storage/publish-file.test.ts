import { describe, expect, it } from 'vitest';
import { renameOver } from '../../../infrastructure/storage/publish-file.js';
import { VirtualClock } from '../../fakes/virtual-clock.js';

const held = Object.assign(new Error('held'), { code: 'EBUSY' });

function renaming(failures: number) {
  const calls: string[] = [];
  const rename = (from: unknown, to: unknown): Promise<void> => {
    calls.push(`${String(from)} ${String(to)}`);
    return calls.length <= failures ? Promise.reject(held) : Promise.resolve();
  };
  return { calls, rename };
}

describe('renameOver', () => {
  it('waits on Windows for whoever holds the file', async () => {
    const clock = new VirtualClock();
    const { calls, rename } = renaming(3);
    const done = renameOver('a', 'b', clock, { platform: 'win32', rename });
    await clock.advance(5000);
    await done;
    expect(calls).toHaveLength(4);
  });

  it('gives up on Windows in the end', async () => {
    const clock = new VirtualClock();
    const { calls, rename } = renaming(100);
    const done = renameOver('a', 'b', clock, { platform: 'win32', rename }).catch((error: unknown) => error);
    await clock.advance(60_000);
    expect(await done).toBe(held);
    expect(calls).toHaveLength(12);
  });

  it('does not wait elsewhere', async () => {
    const { calls, rename } = renaming(1);
    await expect(renameOver('a', 'b', new VirtualClock(), { platform: 'linux', rename })).rejects.toBe(held);
    expect(calls).toHaveLength(1);
  });
});
