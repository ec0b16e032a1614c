import { isIP } from 'node:net';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { classifyAddress, type AddressClass } from './address-class.js';

/** An address that passed all that can be known without asking the network. */
export interface CheckedAddress {
  readonly url: URL;
  /** The operator named its origin: the rules on scheme, port and private addresses do not hold. */
  readonly isTrusted: boolean;
}

/** Longest address that is taken, characters. */
const longestAddress = 16_384;

/** An address for messages and logs: without user, query and fragment, which may hold credentials. */
export function shownAddress(url: URL): string {
  const text = `${url.protocol}//${url.host}${url.pathname}`;
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** @param sent whether a byte of the request can have reached a server before */
export function refusal(
  message: string,
  sent: boolean,
  details: Record<string, unknown> = {},
): VideoGenerationError {
  return new VideoGenerationError('EGRESS_REFUSED', { message, details: { ...details, sent } });
}

/**
 * Checks scheme, user-info, port and, if the host is a literal, its address class. The URL parser has
 * already turned integer, octal and hexadecimal spellings of IPv4 addresses into the usual one.
 * @throws VideoGenerationError EGRESS_REFUSED
 */
export function checkAddress(
  text: string,
  trustedOrigins: ReadonlySet<string>,
  sent = false,
): CheckedAddress {
  if (text.length > longestAddress || !URL.canParse(text)) {
    throw refusal('The address is not a URL that can be fetched.', sent);
  }
  const url = new URL(text);
  // A dot at the end names the same host, but neither certificates nor trusted origins know it.
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.replace(/\.+$/, '');
  const shown = shownAddress(url);
  if (url.username !== '' || url.password !== '') {
    throw refusal(`“${shown}” was given with a user name or password inside, which is not allowed.`, sent);
  }
  const isTrusted = trustedOrigins.has(url.origin) && /^https?:$/.test(url.protocol);
  if (isTrusted) return { url, isTrusted };
  if (url.protocol !== 'https:') throw refusal(`“${shown}” is not an https address.`, sent, { url: shown });
  if (url.port !== '') {
    throw refusal(`“${shown}” names the port ${url.port}; only 443 is allowed.`, sent, { url: shown });
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) requirePublic(shown, host, sent);
  return { url, isTrusted };
}

/** @throws VideoGenerationError EGRESS_REFUSED unless the address is a public one */
export function requirePublic(shown: string, address: string, sent: boolean): void {
  const kind: AddressClass = classifyAddress(address);
  if (kind === 'public') return;
  throw refusal(`“${shown}” leads to ${address}, which is no public address (${kind}).`, sent, {
    ...{ url: shown, address, addressClass: kind },
  });
}
