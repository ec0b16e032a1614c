import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { createLogger } from '../../../infrastructure/logging/winston-logger.js';
import { VirtualClock } from '../../fakes/virtual-clock.js';

const canary = 'canary-key-42';

function listen(level: 'debug' | 'info' | 'warn' | 'error' | 'silent') {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const logger = createLogger({ level, secrets: [canary], clock: new VirtualClock(), stream });
  const lines = () =>
    chunks
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, lines, text: () => chunks.join('') };
}

describe('the log', () => {
  it('is one JSON object a line, with time, level, message and fields', () => {
    const { logger, lines } = listen('info');
    logger.child({ correlationId: 'c1' }).child({ jobId: 'j1' }).info('Scene rendered.', { scene: 3 });
    expect(lines()).toEqual([
      {
        time: '2026-01-02T03:04:05.000Z',
        level: 'info',
        message: 'Scene rendered.',
        correlationId: 'c1',
        jobId: 'j1',
        scene: 3,
      },
    ]);
  });

  it('leaves out what is less important than its level', () => {
    const { logger, lines } = listen('warn');
    logger.debug('a');
    logger.info('b');
    logger.warn('c');
    logger.error('d');
    expect(lines().map(({ message }) => message)).toEqual(['c', 'd']);
  });

  it('is silent when it is told so', () => {
    const { logger, text } = listen('silent');
    logger.error('a');
    expect(text()).toBe('');
  });

  it('holds an error with its code, stack and causes, and no secret', () => {
    const { logger, lines, text } = listen('info');
    const cause = new Error(`socket said ${canary}`);
    const error = new VideoGenerationError('PROVIDER_ERROR', { message: `refused ${canary}`, cause });
    logger
      .child({ headers: { authorization: canary } })
      .error(`It failed with ${canary}.`, { error, canary });
    expect(text()).not.toContain(canary);
    expect(lines()[0]).toMatchObject({
      error: {
        code: 'PROVIDER_ERROR',
        stack: expect.stringContaining('refused') as string,
        cause: { message: 'socket said [redacted]' },
      },
    });
  });

  it('keeps fields that are called like its own', () => {
    const { logger, lines } = listen('info');
    logger.info('real', { message: 'theirs', level: 'x', time: 1 });
    expect(lines()[0]).toMatchObject({
      message: 'real',
      level: 'info',
      message_: 'theirs',
      level_: 'x',
      time_: 1,
    });
  });

  it('keeps a message with line breaks on one line', () => {
    const { logger, text } = listen('info');
    logger.info('a\nb', { c: 'd\ne' });
    expect(text().trim().split('\n')).toHaveLength(1);
  });
});
