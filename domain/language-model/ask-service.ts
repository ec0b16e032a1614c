import type { FetchFunction } from '../egress/egress.js';
import { VideoGenerationError } from '../errors/video-generation-error.js';
import { fetchJson, type HttpAnswer } from '../provider/http-answer.js';
import {
  brokenCall,
  longestQuote,
  refusedCall,
  type AskedService,
  type ServiceRefusal,
} from '../provider/service-failure.js';
import type { LanguageModelRequest, TokenUsage } from './language-model.js';

export interface ServiceCall extends AskedService {
  readonly fetch: FetchFunction;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly refusalOf: (answer: HttpAnswer) => ServiceRefusal;
}

/**
 * One call of a service that answers at once, with the verdict on whether it may have been charged in
 * `details.submission`: refusals (4xx) and overload are not, a broken connection and other 5xx may be.
 * @throws VideoGenerationError
 */
export async function askService(call: ServiceCall): Promise<HttpAnswer> {
  const { fetch, url, headers, body, signal } = call;
  let answer: HttpAnswer;
  try {
    answer = await fetchJson(fetch, url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    });
  } catch (thrown) {
    throw brokenCall(call, thrown);
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw refusedCall(call, answer, call.refusalOf(answer));
}

/** The model would not write it. It has been charged for what it read. */
export function modelRefused(
  service: string,
  why: string,
  usage: TokenUsage | undefined,
): VideoGenerationError {
  return new VideoGenerationError('CONTENT_POLICY_VIOLATION', {
    message: `${service} would not write this${why === '' ? '.' : `: ${why.slice(0, longestQuote)}`}`,
    howToFix: 'Put the brief in other words, or choose another model.',
    details: { usage },
  });
}

/** An answer that cannot be used: cut off, empty, or not what the protocol says. */
export function unusableAnswer(service: string, why: string, usage?: TokenUsage): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
    message: `The answer of ${service} cannot be used: ${why}.`,
    howToFix: 'Try again, or choose another model.',
    details: { usage },
  });
}

/** Counts of tokens, if a service gave whole numbers. */
export function tokenUsage(input: unknown, output: unknown): TokenUsage | undefined {
  const sound = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  return sound(input) && sound(output) ? { inputTokens: input, outputTokens: output } : undefined;
}

export interface DialogueTurn {
  readonly speaker: 'user' | 'model';
  readonly text: string;
}

/** A request as a conversation: the input as JSON, then each unusable answer and what was wrong with it. */
export function dialogueOf({ input, corrections }: LanguageModelRequest): DialogueTurn[] {
  return [
    { speaker: 'user', text: JSON.stringify(input) },
    ...corrections.flatMap(({ answer, problems }): DialogueTurn[] => [
      { speaker: 'model', text: answer },
      {
        speaker: 'user',
        text: `This cannot be used: ${problems.join(' ')} Write it anew, as the JSON object alone.`,
      },
    ]),
  ];
}
