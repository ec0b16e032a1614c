import { z } from 'zod';
import { fetchJson, VideoGenerationError, type HttpAnswer, type PluginHost } from 'aether-video/plugin';
import { answerError, callError, parsed, quoted } from './google-errors.js';
import { readServiceAccount, signedAssertion, type ServiceAccount } from './service-account.js';
import type { VeoOptions } from './veo-options.js';

export type GoogleHost = Pick<PluginHost<VeoOptions>, 'options' | 'fetch' | 'clock'>;

type Headers = Readonly<Record<string, string>>;

/** Proves to Google's services who asks. */
export interface GoogleCredentials {
  /** Asks for a token first if there is none, or only one that is about to expire. */
  headers(signal: AbortSignal): Promise<Headers>;
  /** The same without asking anybody; undefined if a token is needed first. */
  headersAtHand(): Headers | undefined;
  /** The token was refused: the next call asks for another one. */
  forget(): void;
  /** What must never be repeated. */
  secrets(): readonly string[];
  /** Project of the service account. Undefined for other credentials. */
  projectId(): Promise<string | undefined>;
}

/** The way to prove it that the options choose. */
export function googleCredentials(host: GoogleHost): GoogleCredentials {
  const { apiKey = '', credential, serviceAccountFile } = host.options;
  if (serviceAccountFile !== undefined) return new ServiceAccountCredentials(host, serviceAccountFile);
  return fixedCredentials(
    credential === 'access-token' ? { authorization: `Bearer ${apiKey}` } : { 'x-goog-api-key': apiKey },
    apiKey,
  );
}

function fixedCredentials(headers: Headers, secret: string): GoogleCredentials {
  return {
    headers: () => Promise.resolve(headers),
    headersAtHand: () => headers,
    forget: () => undefined,
    secrets: () => [secret],
    projectId: () => Promise.resolve(undefined),
  };
}

const tokenSchema = z.looseObject({ access_token: z.string().min(1), expires_in: z.number().positive() });

interface AccessToken {
  readonly value: string;
  /** Milliseconds since 1970 from which on it is not used any more. */
  readonly staleAt: number;
}

/** Seconds before its expiry that a token is given up: a submission with pictures may take that long. */
const spareSeconds = 300;

/** Tokens for a service account. The private key is read once, and never leaves the memory of this process. */
class ServiceAccountCredentials implements GoogleCredentials {
  #account: Promise<ServiceAccount> | undefined;
  #token: AccessToken | undefined;

  constructor(
    private readonly host: GoogleHost,
    private readonly file: string,
  ) {}

  async headers(signal: AbortSignal): Promise<Headers> {
    const atHand = this.headersAtHand();
    if (atHand) return atHand;
    this.#token = await this.exchange(signal);
    return bearer(this.#token);
  }

  headersAtHand(): Headers | undefined {
    const isGood = this.#token !== undefined && this.host.clock.now().getTime() < this.#token.staleAt;
    return isGood ? bearer(this.#token!) : undefined;
  }

  forget(): void {
    this.#token = undefined;
  }

  secrets(): readonly string[] {
    return this.#token ? [this.#token.value] : [];
  }

  async projectId(): Promise<string> {
    return (await this.account()).projectId;
  }

  private async exchange(signal: AbortSignal): Promise<AccessToken> {
    const { options, fetch, clock } = this.host;
    const endpoint = `${options.authBaseUrl.replace(/\/+$/, '')}/token`;
    const now = clock.now();
    const assertion = signedAssertion(await this.account(), endpoint, now);
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    });
    try {
      const answer = await fetchJson(fetch, endpoint, { method: 'POST', body, signal, redirect: 'error' });
      if (answer.status >= 400) throw tokenError(answer, { now, secrets: [assertion] });
      const { access_token: value, expires_in: seconds } = parsed(tokenSchema, answer.body);
      const usable = Math.max(seconds - spareSeconds, seconds / 2);
      return { value, staleAt: now.getTime() + usable * 1000 };
    } catch (thrown) {
      throw callError(thrown, signal);
    }
  }

  /** A file that could not be read is looked at again the next time. */
  private account(): Promise<ServiceAccount> {
    this.#account ??= readServiceAccount(this.file).catch((error: unknown) => {
      this.#account = undefined;
      throw error;
    });
    return this.#account;
  }
}

const refusalSchema = z.looseObject({
  error: z.string().default(''),
  error_description: z.string().default(''),
});

/** The token endpoint words its refusals in OAuth's own way. Source: RFC 6749, section 5.2. */
function tokenError(
  answer: HttpAnswer,
  context: { readonly now: Date; readonly secrets: readonly string[] },
): VideoGenerationError {
  const read = refusalSchema.safeParse(answer.body);
  if (answer.status >= 500 || answer.status === 429 || !read.success) return answerError(answer, context);
  const words = [read.data.error, read.data.error_description].filter(Boolean).join(': ');
  return new VideoGenerationError('AUTHENTICATION_FAILED', {
    message: `Google gave no token for the service account (${quoted(words, context.secrets) || answer.status}).`,
    howToFix:
      'Check that the key in providers.veo.options.serviceAccountFile is still valid, and that the clock of this machine is right.',
    details: { status: answer.status },
  });
}

function bearer({ value }: AccessToken): Headers {
  return { authorization: `Bearer ${value}` };
}
