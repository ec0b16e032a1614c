/** An address of a database as it may be shown: without user, password and parameters. */
export function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `postgres://${host}${pathname}`;
  } catch {
    return 'the PostgreSQL address of store.url';
  }
}
