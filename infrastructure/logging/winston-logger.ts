import winston from 'winston';
import type { ILogger, LogFields } from '../../domain/logging/logger.js';
import type { LoggingSettings } from '../../domain/settings/settings.js';
import type { IClock } from '../../domain/time/clock.js';
import { redactSecrets } from './redact-secrets.js';

export interface LoggerOptions {
  readonly level: LoggingSettings['level'];
  /** Values that must never show, such as the API keys of the settings. */
  readonly secrets: readonly string[];
  readonly clock: IClock;
  /** Default: standard error, because standard output belongs to results. */
  readonly stream?: NodeJS.WritableStream;
}

type Level = Exclude<LoggingSettings['level'], 'silent'>;
const levels: Record<Level, number> = { error: 0, warn: 1, info: 2, debug: 3 };
/** Where winston’s transports look for an entry’s level and its finished line. Source: triple-beam. */
const entryLevel = Symbol.for('level');
const finalLine = Symbol.for('message');

/** The sink: every entry passes here, whoever wrote it, and becomes one line of JSON without secrets. */
function jsonLine(clock: IClock, secrets: readonly string[]): winston.Logform.Format {
  return winston.format((entry) => {
    const { level, message, fields } = entry as unknown as {
      level: string;
      message: string;
      fields: LogFields;
    };
    const clean = redactSecrets({ message, fields }, secrets) as { message: string; fields: LogFields };
    const core = { time: clock.now().toISOString(), level, message: clean.message };
    const others = Object.entries(clean.fields).map(([key, value]) => [key in core ? `${key}_` : key, value]);
    const line = JSON.stringify({ ...core, ...Object.fromEntries(others) });
    return { level, message: clean.message, [entryLevel]: level, [finalLine]: line };
  })();
}

class WinstonLogger implements ILogger {
  constructor(
    private readonly sink: winston.Logger,
    private readonly bound: LogFields,
  ) {}

  debug(message: string, fields?: LogFields): void {
    this.write('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.write('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.write('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.write('error', message, fields);
  }

  child(fields: LogFields): ILogger {
    return new WinstonLogger(this.sink, { ...this.bound, ...fields });
  }

  private write(level: Level, message: string, fields: LogFields | undefined): void {
    if (this.sink.silent || !this.sink.isLevelEnabled(level)) return;
    // Nested, because winston glues a field called `message` to the message.
    this.sink.log({ level, message, fields: { ...this.bound, ...fields } });
  }
}

/** A logger that writes one JSON object a line: `time` (UTC), `level`, `message`, then the bound and own fields. */
export function createLogger({ level, secrets, clock, stream }: LoggerOptions): ILogger {
  const sink = winston.createLogger({
    levels,
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    format: jsonLine(clock, secrets),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston’s own types differ
    transports: [new winston.transports.Stream({ stream: stream ?? process.stderr, eol: '\n' })],
  });
  return new WinstonLogger(sink, {});
}
