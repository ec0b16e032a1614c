import type { InspectedReference } from '../../domain/generation/fit-request.js';
import type { UnifiedRequest } from '../../domain/generation/unified-request.js';
import type { PromptRequest } from '../../domain/provider/video-provider.js';

/** JSON with sorted keys: equal values give equal text. */
function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
}

/** SHA-256 of a text, hex; injected, because the algorithm is the platform's. */
export type Digest = (text: string) => string;

/** SHA-256 of plain JSON, the same however its fields are ordered, hex. */
export function canonicalDigest(digest: Digest, value: unknown): string {
  return digest(canonicalJson(value));
}

/** SHA-256 of what was asked for, whatever its id and notes, hex. */
export function requestDigest(
  digest: Digest,
  { requestId: _id, metadata: _notes, ...asked }: UnifiedRequest,
): string {
  return canonicalDigest(digest, asked);
}

/** A UUID of version 8 (RFC 9562) made of a digest. */
export function requestIdFrom(requestDigest: string): string {
  const [a, b, c, d, e] = [0, 8, 13, 17, 20].map((at, index) =>
    requestDigest.slice(at, at + [8, 4, 3, 3, 12][index]!),
  );
  return `${a}-${b}-8${c}-8${d}-${e}`;
}

/** SHA-256 of provider, model, prompt and canonical parameters, hex. Files count by their bytes. */
export function cacheKey(
  digest: Digest,
  providerId: string,
  request: PromptRequest,
  references: readonly InspectedReference[],
): string {
  const { model, references: _paths, ...parameters } = request;
  const files = references.map(({ reference, contentHash }) => [
    reference.role,
    contentHash ?? ('url' in reference ? reference.url : reference.path),
  ]);
  return canonicalDigest(digest, { providerId, model: model.id, ...parameters, files });
}
