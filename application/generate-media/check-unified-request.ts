import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { policyChangesSchema, type PolicyChanges } from '../../domain/policy/gateway-policies.js';
import {
  unifiedRequestSchema,
  type UnifiedRequest,
  type UnifiedRequestInput,
} from '../../domain/generation/unified-request.js';

/** The policies that a call changes, held against their schema. @throws VideoGenerationError INVALID_REQUEST */
export function checkPolicyChanges(changes: PolicyChanges): PolicyChanges {
  const { retry, breaker, fallback, timeouts, budget, cache } = changes;
  const parsed = policyChangesSchema.safeParse({ retry, breaker, fallback, timeouts, budget, cache });
  if (parsed.success) return parsed.data;
  throw invalid('The policies of the request are not valid', 'options', parsed.error.issues);
}

/** The request with its defaults. @throws VideoGenerationError INVALID_REQUEST with every issue */
export function checkUnifiedRequest(input: UnifiedRequestInput): UnifiedRequest {
  const parsed = unifiedRequestSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid('The request is not valid', 'request', parsed.error.issues);
}

function invalid(
  what: string,
  whole: string,
  found: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): VideoGenerationError {
  const issues = found.map(({ path, message }) => ({
    where: path.length === 0 ? whole : path.join('.'),
    message,
    howToFix: 'Correct or remove this field.',
  }));
  return new VideoGenerationError('INVALID_REQUEST', {
    message: `${what}: ${issues.map(({ where, message }) => `${where}: ${message}`).join('; ')}`,
    details: { issues, submission: 'unsent' },
  });
}
