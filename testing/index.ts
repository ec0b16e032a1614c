/** What a plugin author needs to test with, as `aether-video/testing`. Uses no test runner of its own. */
export * from './emulator/emulator.js';
export * from './emulator/emulator-clock.js';
export * from './emulator/emulated-jobs.js';
export * from './emulator/emulated-media.js';
export * from './emulator/emulated-webhooks.js';
export { outcomes } from './emulator/fault.js';
export type { Fault, FaultKind, Outcome } from './emulator/fault.js';
export { startEmulator } from './emulator/start-emulator.js';
export { runwayEmulator } from './emulators/runway/runway-emulator.js';
