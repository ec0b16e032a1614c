import { createHmac, timingSafeEqual } from 'node:crypto';

/** A webhook as it arrived. */
export interface SynthesiaDelivery {
  /** The body's exact bytes or text, before any JSON parser has seen them. */
  readonly body: string | Uint8Array;
  /** Header `Synthesia-Signature`. */
  readonly signature: string | undefined;
  /** Header `Synthesia-Timestamp`: UNIX time. */
  readonly timestamp: string | undefined;
}

export interface SynthesiaWebhookTerms {
  /** As `POST /v2/webhooks` gave it, once. */
  readonly secret: string;
  readonly now: Date;
  /** How far the timestamp may be off, seconds. Default 600: failed deliveries are repeated for ten minutes. */
  readonly toleranceSeconds?: number;
}

/**
 * True if Synthesia sent this delivery: HMAC-SHA256 over `timestamp.body`, compared in constant time. The same
 * event may arrive several times, or never: act once for each video id, and poll all the same.
 * Source: Synthesia's “Verifying Synthesia Signatures”.
 */
export function verifySynthesiaWebhook(
  { body, signature = '', timestamp = '' }: SynthesiaDelivery,
  { secret, now, toleranceSeconds = 600 }: SynthesiaWebhookTerms,
): boolean {
  if (!/^[0-9a-f]{64}$/i.test(signature) || !/^\d{1,16}(\.\d+)?$/.test(timestamp)) return false;
  const given = Number(timestamp);
  // From the year 5138 on, seconds have 12 digits: what has them today counts milliseconds.
  const seconds = given >= 1e11 ? given / 1000 : given;
  if (Math.abs(now.getTime() / 1000 - seconds) > toleranceSeconds) return false;
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}
