export { RecordingLogger } from '../../testing/fakes/recording-logger.js';
export type { LogEntry } from '../../testing/fakes/recording-logger.js';
