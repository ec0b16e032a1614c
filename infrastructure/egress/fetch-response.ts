import { readBody, type BodyBounds } from './response-body.js';
import type { Answer } from './send-request.js';

const withoutBody = new Set([204, 205, 304]);

/** A standard `Response` whose body is read through our bounds. */
export function toResponse(answer: Answer, method: string, bounds: BodyBounds): Response {
  const { message, headers, status, url, redirected } = answer;
  const isEmpty = method === 'HEAD' || withoutBody.has(status);
  if (isEmpty) message.resume();
  const response = new Response(isEmpty ? null : streamOf(answer, bounds), {
    status,
    statusText: message.statusMessage ?? '',
    headers,
  });
  // A constructed Response has neither, but SDKs look at them.
  return Object.defineProperties(response, { url: { value: url.href }, redirected: { value: redirected } });
}

function streamOf(answer: Answer, bounds: BodyBounds): ReadableStream<Uint8Array> {
  const chunks = readBody(answer, bounds);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        answer.message.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}
