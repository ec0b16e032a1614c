/** What stands in a log where a secret stood. */
export const redacted = '[redacted]';

const secretNames =
  /(?:apikey|secret|secretkey|password|passwd|passphrase|authorization|credentials?|cookies?|privatekey|accesskey|signature|sessionid|bearer|jwt|token)$|^(?:auth|pwd)$/;

/** True if a field of this name holds a secret: `apiKey`, `Authorization`, `refresh_token`, `set-cookie`… */
export function isSecretName(name: string): boolean {
  return name.length <= 128 && secretNames.test(name.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
}

const secretWord =
  '(?:api[-_]?key|access[-_]?key|secret[-_]?key|token|secret|password|passwd|pwd|passphrase|signature|credential|session[-_]?id|jwt)';
/** `?key=…` is common enough in addresses; a field named `key` is mostly innocent. */
const secretParameter = `(?:${secretWord}|key|sig)`;
const pattern = (source: string): RegExp => new RegExp(source, 'gi');

/**
 * Secrets that give themselves away by their form. Order matters: the longest forms come first. Repetitions
 * are bounded, so that no text takes long.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, redacted],
  // Authorization and cookie headers, as text or as JSON, whatever their scheme.
  [
    /\b((?:proxy-)?authorization|(?:set-)?cookie)((?:\\?["'])?\s{0,8}[:=]\s{0,8}(?:\\?["'])?)[^"'\\\r\n]+/gi,
    `$1$2${redacted}`,
  ],
  [/\b(bearer|basic)\s{1,8}[\w.~+/=:-]{4,}/gi, `$1 ${redacted}`],
  // User and password in a URL.
  [/([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/?#@"']{1,512}@/gi, `$1${redacted}@`],
  // "apiKey":"…", token: '…', and the same escaped inside another JSON text.
  [
    pattern(
      `((?:[\\w-]{0,32}[-_a-z])?${secretWord}(?:\\\\?["'])?\\s{0,4}:\\s{0,4})(\\\\?["'])[^"'\\\\\\r\\n]*`,
    ),
    `$1$2${redacted}`,
  ],
  // Queries, forms and variables: ?key=…, &access_token=…, --api-key=…, API_KEY=…
  [
    pattern(`((?:^|[^a-z0-9])(?:[\\w-]{0,32}[-_])?${secretParameter}(?:=|%3D))["']?[^&\\s"'#;,]+`),
    `$1${redacted}`,
  ],
  // Command lines with a space: --api-key …
  [pattern(`(--[\\w-]{0,32}${secretWord}\\s{1,4})[^\\s-]\\S*`), `$1${redacted}`],
  // Keys that name their issuer, and JSON Web Tokens.
  [/\b(?:sk|pk|rk|key)[-_](?=[\w-]{0,200}\d)[\w-]{20,}/g, redacted],
  [/\b(?:gh[a-z]_|github_pat_|glpat-|hf_|r8_|xox[a-z]-|AIza|ya29\.)[\w-]{16,}/g, redacted],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, redacted],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, redacted],
];

/** A text without what looks like a secret. */
export function redactPatterns(text: string): string {
  let clean = text;
  for (const [form, replacement] of patterns) clean = clean.replace(form, replacement);
  return clean;
}
