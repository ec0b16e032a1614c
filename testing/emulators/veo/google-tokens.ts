import { createHmac, createPublicKey, createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { EmulatorAnswer, EmulatorRequest } from '../../emulator/emulator-route.js';

/** Public keys of the accounts that were issued, by key id. */
const issued = new Map<string, { readonly email: string; readonly key: KeyObject }>();

/** The contents of a key file for a service account that every emulator of Google knows. */
export function issueServiceAccount(projectId = 'emulated-project'): Readonly<Record<string, string>> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const keyId = `emulated-key-${issued.size + 1}`;
  const email = `emulated-${issued.size + 1}@${projectId}.iam.gserviceaccount.com`;
  issued.set(keyId, { email, key: createPublicKey(publicKey) });
  return {
    type: 'service_account',
    project_id: projectId,
    private_key_id: keyId,
    private_key: privateKey,
    client_email: email,
    token_uri: 'https://oauth2.googleapis.com/token',
  };
}

/** Seconds that tokens live. */
const tokenSeconds = 3599;

const claimsSchema = z.looseObject({
  iss: z.string(),
  scope: z.string().includes('https://www.googleapis.com/auth/cloud-platform'),
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
});

const refused = (description: string): EmulatorAnswer => ({
  status: 400,
  body: { error: 'invalid_grant', error_description: description },
});

/** `POST /token`: a signed assertion for an access token. Source: RFC 7523. */
export function tokenAnswer({ body, at }: EmulatorRequest, url: string, apiKey: string): EmulatorAnswer {
  const form = new URLSearchParams(typeof body === 'string' ? body : '');
  if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') {
    return {
      status: 400,
      body: { error: 'unsupported_grant_type', error_description: 'Invalid grant_type' },
    };
  }
  const [head = '', payload = '', signature = ''] = (form.get('assertion') ?? '').split('.');
  const account = issued.get(String(decoded(head)?.kid));
  const isSigned =
    account !== undefined &&
    createVerify('RSA-SHA256').update(`${head}.${payload}`).verify(account.key, signature, 'base64url');
  if (!isSigned) return refused('Invalid JWT Signature.');
  const claims = claimsSchema.safeParse(decoded(payload));
  if (!claims.success || claims.data.iss !== account.email) return refused('Invalid JWT: claims.');
  const { aud, iat, exp } = claims.data;
  if (aud !== `${url}/token`) return refused('Invalid JWT: audience.');
  if (exp - iat > 3600 || exp <= iat) return refused('Invalid JWT: Token must be a short-lived token.');
  const token = tokenOf(Math.floor(at.getTime() / 1000) + tokenSeconds, apiKey);
  return { status: 200, body: { access_token: token, expires_in: tokenSeconds, token_type: 'Bearer' } };
}

/** True for tokens of {@link tokenAnswer} that have not expired. */
export function isGoodToken(token: string, at: Date, apiKey: string): boolean {
  const expires = Number(token.split('.')[1]);
  return token === tokenOf(expires, apiKey) && at.getTime() / 1000 < expires;
}

function tokenOf(expires: number, apiKey: string): string {
  return `ya29.${expires}.${createHmac('sha256', apiKey).update(String(expires)).digest('hex').slice(0, 40)}`;
}

function decoded(part: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
