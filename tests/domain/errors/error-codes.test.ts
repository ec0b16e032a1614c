import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../domain/errors/error-codes.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';

const root = path.resolve(import.meta.dirname, '../../..');

describe('the table of error codes', () => {
  it('is what docs/errors.md shows', () => {
    const script = `import('./scripts/error-reference.mjs').then((m) => process.stdout.write(m.errorReference()))`;
    const written = execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
    expect(readFileSync(path.join(root, 'docs/errors.md'), 'utf8')).toBe(written);
  });

  it.each(Object.entries(errorCodes))('%s says what is wrong and how to fix it', (_code, definition) => {
    expect(definition.userMessage).toMatch(/^[A-Z].{8,}\.$/u);
    expect(definition.howToFix).toMatch(/^[A-Z].{8,}\.$/u);
  });
});

describe('VideoGenerationError', () => {
  it('survives JSON', () => {
    const error = new VideoGenerationError('RATE_LIMIT_EXCEEDED', {
      message: 'Too fast.',
      retryAfterSeconds: 7,
      billed: 'unknown',
      details: { where: 'here' },
    });
    const copy = VideoGenerationError.fromJSON(JSON.parse(JSON.stringify(error)));
    expect(copy.toJSON()).toEqual(error.toJSON());
    expect(copy.retryable).toBe(true);
  });

  it('recognises errors of another copy of the package', () => {
    const other = { [Symbol.for('aether-video/VideoGenerationError@1')]: true };
    expect(VideoGenerationError.isInstance(other)).toBe(true);
    expect(VideoGenerationError.isInstance(new TypeError('no'))).toBe(false);
  });

  it('turns an abort into a cancellation and anything else into an internal error', () => {
    expect(VideoGenerationError.from(AbortSignal.abort().reason).code).toBe('CANCELLED');
    expect(VideoGenerationError.from(new TypeError('no')).code).toBe('INTERNAL_ERROR');
    expect(VideoGenerationError.from('text').message).toBe('text');
  });
});
