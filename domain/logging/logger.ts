export const ILogger: unique symbol = Symbol.for('aether-video/ILogger@1');

/** Plain JSON beside a log message. Secrets are redacted at the sink all the same. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log. Messages are constant sentences; what varies goes into the fields. */
export interface ILogger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds `fields` to each of its entries. */
  child(fields: LogFields): ILogger;
}
