/** Writes one object to standard output, and nothing else ever does when `--json` is given. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}
