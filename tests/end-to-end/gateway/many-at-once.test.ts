import { expect, it } from 'vitest';
import { startEmulator } from '../../../testing/emulator/start-emulator.js';
import { runwayEmulator } from '../../../testing/emulators/runway/runway-emulator.js';
import { startBench, temporaryFolder } from './gateway-bench.js';

it('lets many wait for a place at a provider without a warning of the runtime', async () => {
  const place = temporaryFolder();
  const emulator = await startEmulator(runwayEmulator);
  const bench = await startBench([emulator], place.folder);
  const warnings: string[] = [];
  const listen = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', listen);
  try {
    emulator.inject({ step: 'submit', times: Infinity, kind: 'status', status: 400 });
    const requests = Array.from({ length: 30 }, (_, index) => ({
      provider: 'runway',
      model: 'gen4.5',
      prompt: `Dawn over the sea, ${index}`,
    }));
    const responses = await Promise.all(requests.map((request) => bench.service.generate(request)));
    expect(responses.map(({ error }) => error?.code)).toEqual(requests.map(() => 'INVALID_REQUEST'));
    expect(warnings).toEqual([]);
  } finally {
    process.off('warning', listen);
    await bench.dispose();
    await emulator.close();
    place.remove();
  }
});
