import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { InspectedReference } from '../../domain/generation/fit-request.js';
import type { ReferenceRole } from '../../domain/generation/model-descriptor.js';
import type { Reference } from '../../domain/generation/unified-request.js';
import type { IMediaInspector, InspectedMedia } from '../../domain/media/media-inspector.js';

export interface ReferenceTerms {
  readonly inspector: IMediaInspector;
  /** Relative paths start there, and files outside of it need the settings' leave. */
  readonly baseFolder: string;
  /** Origins of the named provider that the settings trust: what lies there may be named over plain http. */
  readonly trustedOrigins?: readonly string[];
  readonly signal: AbortSignal;
}

const kinds: Readonly<Record<ReferenceRole, readonly InspectedMedia['kind'][]>> = {
  'first-frame': ['image'],
  'last-frame': ['image'],
  image: ['image'],
  video: ['clip'],
  audio: ['audio', 'clip'],
  mask: ['image'],
  control: ['image', 'clip'],
  character: ['image', 'clip'],
  performance: ['clip'],
};

const scheme = /^([a-z][a-z0-9+.-]+):/i;

/**
 * Looks at every reference: local files by their bytes, addresses only by their form, since the provider
 * fetches them. @throws VideoGenerationError EGRESS_REFUSED, INVALID_REQUEST or MEDIA_*
 */
export function resolveReferences(
  references: readonly Reference[],
  terms: ReferenceTerms,
): Promise<InspectedReference[]> {
  return Promise.all(references.map((reference, index) => resolveReference(reference, index, terms)));
}

async function resolveReference(
  { role, source }: Reference,
  index: number,
  { inspector, baseFolder, trustedOrigins, signal }: ReferenceTerms,
): Promise<InspectedReference> {
  const where = `parameters.references.${index}`;
  const [, protocol] = scheme.exec(source) ?? [];
  if (protocol !== undefined && protocol.length > 1) {
    return { reference: { role, url: checkedAddress(source, where, trustedOrigins) } };
  }
  const path = await inspector.resolve(source, baseFolder);
  const { kind, mimeType, sizeBytes, contentHash, width, height } = await inspector.inspect(path, { signal });
  if (!kinds[role].includes(kind)) {
    throw new VideoGenerationError('INVALID_REQUEST', {
      message: `${where}: a reference as ${role} is a ${kinds[role].join(' or ')}, but “${source}” is a ${kind}.`,
      details: { where, role, kind, submission: 'unsent' },
    });
  }
  return { reference: { role, path, mimeType, sizeBytes }, contentHash, width, height };
}

function checkedAddress(source: string, where: string, trustedOrigins: readonly string[] = []): string {
  const address = URL.canParse(source) ? new URL(source) : undefined;
  if (address?.username === '' && address.password === '') {
    if (address.protocol === 'https:' || trustedOrigins.includes(address.origin)) return address.href;
  }
  throw new VideoGenerationError('EGRESS_REFUSED', {
    message: `${where}: only https addresses without a user name are taken.`,
    howToFix: 'Use a public https address, or download the file and name its path.',
    details: { where, submission: 'unsent' },
  });
}
