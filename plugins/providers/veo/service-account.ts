import { createPrivateKey, createSign, type KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { VideoGenerationError } from 'aether-video/plugin';

/** A service account as its key file describes it. */
export interface ServiceAccount {
  readonly email: string;
  readonly keyId: string;
  readonly projectId: string;
  readonly key: KeyObject;
}

/** Bytes. The files that Google hands out have about 2,400. */
const longestFile = 64 * 1024;

const fileSchema = z.looseObject({
  type: z.literal('service_account'),
  client_email: z.string().min(3).max(300),
  private_key_id: z.string().min(1).max(200),
  private_key: z.string().min(1),
  project_id: z.string().min(1).max(100),
});

/**
 * Reads a key file. The address of the token endpoint that stands in it is not used: a changed file could send
 * the signature elsewhere.
 * @throws VideoGenerationError AUTHENTICATION_FAILED, without a word of the file's contents
 */
export async function readServiceAccount(file: string): Promise<ServiceAccount> {
  const text = await readStart(file);
  const read = fileSchema.safeParse(jsonOf(text));
  if (!read.success) {
    const fields = read.error.issues.map(({ path }) => path.join('.')).filter(Boolean);
    throw unusable(`“${file}” is no key file of a service account (${fields.join(', ') || 'not JSON'})`);
  }
  const { client_email, private_key_id, private_key, project_id } = read.data;
  try {
    const key = createPrivateKey(private_key);
    return { email: client_email, keyId: private_key_id, projectId: project_id, key };
  } catch {
    throw unusable(`the private key in “${file}” cannot be read`);
  }
}

/** Seconds that a token is asked for; Google gives no longer ones. */
const tokenSeconds = 3600;

/**
 * The assertion that is exchanged for a token. Source: RFC 7523, and Google's guide “OAuth 2.0 for server to
 * server applications”.
 */
export function signedAssertion({ email, keyId, key }: ServiceAccount, audience: string, now: Date): string {
  const issued = Math.floor(now.getTime() / 1000);
  const claims = {
    iss: email,
    scope: 'https://www.googleapis.com/auth/cloud-platform',
    aud: audience,
    iat: issued,
    exp: issued + tokenSeconds,
  };
  const encoded = [{ alg: 'RS256', typ: 'JWT', kid: keyId }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createSign('RSA-SHA256').update(encoded).sign(key).toString('base64url');
  return `${encoded}.${signature}`;
}

async function readStart(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestFile), 0, longestFile, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw unusable(`the key file “${file}” cannot be read`, cause);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unusable(what: string, cause?: unknown): VideoGenerationError {
  return new VideoGenerationError('AUTHENTICATION_FAILED', {
    message: `The service account cannot be used: ${what}.`,
    howToFix:
      'Set providers.veo.options.serviceAccountFile to the path of a JSON key made in the Google Cloud console.',
    details: { sent: false },
    cause,
  });
}
