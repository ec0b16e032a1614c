import { cancellationOf, VideoGenerationError, type FetchFunction } from 'aether-video/plugin';

/** Failures that happen before a byte of a request can have left. Source: Node's error codes. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** `fetch` for tests: only to this machine, with the errors that the host's own fetch gives. */
export const loopbackFetch: FetchFunction = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const { hostname } = new URL(url);
  if (hostname !== '127.0.0.1' && hostname !== 'localhost') {
    throw new VideoGenerationError('EGRESS_REFUSED', {
      message: `A test wanted to fetch ${hostname}.`,
      details: { sent: false },
    });
  }
  try {
    return await fetch(input, { ...init, redirect: 'error' });
  } catch (cause) {
    if (init?.signal?.aborted) {
      const { code, message } = cancellationOf(init.signal);
      throw new VideoGenerationError(code, { message, details: { sent: true }, cause });
    }
    throw new VideoGenerationError('NETWORK_ERROR', {
      message: `The connection to ${hostname} failed.`,
      details: { sent: !unsent.has(codeOf(cause)) },
      cause,
    });
  }
};

/** The code of a failed connection: fetch puts it into the cause, or into several for several addresses. */
function codeOf(thrown: unknown): string {
  const { cause } = thrown as { cause?: { code?: unknown; errors?: { code?: unknown }[] } };
  return String(cause?.code ?? cause?.errors?.[0]?.code);
}
