// An emulator in a process of its own, so that its work is not counted: `serve-emulator.mjs ID SECONDS`. Prints
// its address and key as JSON; `SECONDS` is how long a job takes, 0 for none.
import { emulatorFor, startEmulator } from '../dist/testing/index.js';
import { systemClock } from '../dist/infrastructure/time/system-clock.js';

const [id, seconds] = process.argv.slice(2);
const pace = seconds === '0' ? { by: 'polls', polls: 0 } : { by: 'time', seconds: Number(seconds) };
const emulator = await startEmulator(emulatorFor(id), { pace, clock: systemClock });
console.log(JSON.stringify({ url: emulator.url, apiKey: emulator.apiKey }));
process.on('disconnect', () => process.exit());
