import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import {
  unifiedRequestSchema,
  type UnifiedRequest,
  type UnifiedRequestInput,
} from '../../domain/generation/unified-request.js';

/** The request with its defaults. @throws VideoGenerationError INVALID_REQUEST with every issue */
export function checkUnifiedRequest(input: UnifiedRequestInput): UnifiedRequest {
  const parsed = unifiedRequestSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({
    where: path.length === 0 ? 'request' : path.join('.'),
    message,
    howToFix: 'Correct or remove this field.',
  }));
  throw new VideoGenerationError('INVALID_REQUEST', {
    message: `The request is not valid: ${issues.map(({ where, message }) => `${where}: ${message}`).join('; ')}`,
    details: { issues, submission: 'unsent' },
  });
}
