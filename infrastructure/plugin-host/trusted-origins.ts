/**
 * Origins that the operator trusts for a plugin: those of its options that are named `baseUrl` or end in
 * `BaseUrl`. They may be plain http and lie on this machine or network.
 */
export function trustedOrigins(options: unknown): string[] {
  if (typeof options !== 'object' || options === null) return [];
  return Object.entries(options)
    .filter(([name]) => /(^b|B)aseUrl$/.test(name))
    .flatMap(([, value]) =>
      typeof value === 'string' && URL.canParse(value) ? [new URL(value).origin] : [],
    );
}
