import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ArtifactInCustody } from '../../domain/egress/artifact-custody.js';
import type { GeneratedMedia } from '../../domain/generation/unified-response.js';
import type { OperationFile, OperationOutput, RemoteFile } from '../../domain/provider/provider-operation.js';
import { retryDelaySeconds } from '../policies/retry.js';
import type { OperationCall, OperationParts, OperationWork } from './operation-terms.js';

/** Refusals that may be gone the next time: of one request, not of the link. */
const passingRefusals: readonly number[] = [408, 425, 429];

/** True if the link itself is refused, as one that has expired: storage services answer 400 and 403, too. */
function isRefused(status: unknown): boolean {
  return typeof status === 'number' && status >= 400 && status < 500 && !passingRefusals.includes(status);
}

export interface Delivering {
  readonly parts: OperationParts;
  readonly work: OperationWork;
  readonly call: OperationCall;
  /** Asks the provider once more, for a link that still works. */
  readonly askForFreshOutput: () => Promise<OperationOutput>;
}

/** Takes what was made into custody. @throws VideoGenerationError DOWNLOAD_REJECTED and those of the custody */
export async function deliverOutput(
  delivering: Delivering,
  output: OperationOutput,
): Promise<GeneratedMedia> {
  const { work, parts } = delivering;
  if (output.mediaType === 'none') {
    throw new VideoGenerationError('DOWNLOAD_REJECTED', {
      message: `The provider “${work.provider.descriptor.id}” reported success, but made nothing.`,
      details: { providerId: work.provider.descriptor.id, model: work.model },
    });
  }
  if (output.mediaType === 'remote') return asMedia(work, await download(delivering, output), output);
  const checked = await verified(delivering, output);
  return asMedia(work, await published(parts, work, checked));
}

/**
 * A file that the provider wrote to the workspace of a process which ended may be gone or cut off: a provider that
 * still has it is asked for it once more.
 */
async function verified(
  { parts, work, call, askForFreshOutput }: Delivering,
  file: OperationFile,
): Promise<ArtifactInCustody> {
  const look = ({ path }: OperationFile): Promise<ArtifactInCustody> =>
    parts.custody.verify(path, work.mediaType, call.signal);
  try {
    return await look(file);
  } catch (thrown) {
    const error = VideoGenerationError.from(thrown);
    if (error.code !== 'DOWNLOAD_REJECTED' || work.provider.descriptor.location === 'local') throw error;
    const fresh = await askForFreshOutput();
    if (fresh.mediaType === 'remote' || fresh.mediaType === 'none') throw error;
    return look(fresh);
  }
}

async function download(delivering: Delivering, first: RemoteFile): Promise<ArtifactInCustody> {
  const { parts, work, call } = delivering;
  let output = first;
  let secondChance = true;
  for (let failures = 1; ; failures += 1) {
    try {
      return await fetchOnce(delivering, output);
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      if (call.signal.aborted) throw error;
      // A link that is refused and a file that is no good get one more try, with the provider's newest link.
      if (isRefused(error.details.status) || error.code === 'DOWNLOAD_REJECTED') {
        const isBadFile = error.code === 'DOWNLOAD_REJECTED';
        const fresh = secondChance ? await delivering.askForFreshOutput() : undefined;
        if (fresh?.mediaType !== 'remote') throw isBadFile ? error : refusedLink(work, error);
        secondChance = false;
        output = fresh;
        call.onRetry?.();
        continue;
      }
      if (!error.retryable) throw error;
      call.onRetry?.();
      const seconds = retryDelaySeconds(work.policies.retry, failures, error, parts.random);
      await parts.clock.sleep(seconds * 1000, call.signal);
    }
  }
}

function fetchOnce({ parts, work, call }: Delivering, output: RemoteFile): Promise<ArtifactInCustody> {
  const { provider } = work;
  const headers = output.authenticated ? provider.authorize?.(output) : undefined;
  return parts.custody.fetch({
    output,
    mediaType: work.mediaType,
    prompt: work.title,
    folder: parts.folder,
    ...(headers === undefined ? {} : { headers }),
    trustedOrigins: parts.trustedOrigins(provider.descriptor.id),
    signal: call.signal,
    onProgress: (received, total) =>
      call.onProgress?.({ state: 'downloading', received, ...(total === undefined ? {} : { total }) }),
  });
}

/** Moves a file that the provider wrote here to its own name among the finished ones. */
async function published(
  parts: OperationParts,
  { title }: OperationWork,
  checked: ArtifactInCustody,
): Promise<ArtifactInCustody> {
  const { video } = await parts.store.chooseNames(title);
  const subtype = checked.mediaType.slice(checked.mediaType.indexOf('/') + 1);
  const extension = subtype.replace('jpeg', 'jpg').replace('quicktime', 'mov');
  const target = video.replace(/\.mp4$/, `.${extension}`);
  await parts.store.publish(checked.path, target);
  return { ...checked, path: target };
}

function asMedia(
  { mediaType }: OperationWork,
  { path, sizeBytes, contentHash, probe }: ArtifactInCustody,
  source?: RemoteFile,
): GeneratedMedia {
  const sourceUrl = source ? { sourceUrl: withoutCredentials(source.url) } : {};
  const facts = source?.facts ? { facts: source.facts } : {};
  return { mediaType, path, sizeBytes, contentHash, probe, ...sourceUrl, ...facts };
}

/** Signed links carry their signature in the query. */
function withoutCredentials(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');
}

function refusedLink(work: OperationWork, cause: VideoGenerationError): VideoGenerationError {
  const status = String(cause.details.status);
  return new VideoGenerationError('DOWNLOAD_REJECTED', {
    message: `The link of “${work.provider.descriptor.id}” has expired or is refused (${status}), and so is a fresh one.`,
    details: { providerId: work.provider.descriptor.id, status: cause.details.status },
    cause,
  });
}
