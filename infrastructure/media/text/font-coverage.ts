import { brotliDecompressSync, inflateSync } from 'node:zlib';

/** No font that we ship is larger when unpacked. */
const maxFontBytes = 64 * 1024 * 1024;
/** Index of `cmap` among WOFF2's known tags. */
const woff2Cmap = 0;
const woff2OwnTag = 63;
/** `glyf` and `loca` are transformed by version 0, every other table by any other version. */
const woff2GlyphTables = new Set([10, 11]);

/** The `cmap` table of a WOFF 1.0 file (https://www.w3.org/TR/WOFF/). */
function cmapOfWoff(file: Buffer): Buffer | undefined {
  const tables = file.readUInt16BE(12);
  for (let index = 0, at = 44; index < tables; index++, at += 20) {
    if (file.toString('latin1', at, at + 4) !== 'cmap') continue;
    const offset = file.readUInt32BE(at + 4);
    const packed = file.subarray(offset, offset + file.readUInt32BE(at + 8));
    const length = file.readUInt32BE(at + 12);
    return packed.length === length ? packed : inflateSync(packed, { maxOutputLength: maxFontBytes });
  }
  return undefined;
}

/** A variable-length number of WOFF2: seven bits a byte, the high bit means that more follow. */
function readBase128(file: Buffer, at: number): { value: number; next: number } {
  let value = 0;
  let next = at;
  for (let byte = 128; byte >= 128; next++) {
    byte = file.readUInt8(next);
    value = value * 128 + (byte & 127);
  }
  return { value, next };
}

/** The `cmap` table of a WOFF2 file (https://www.w3.org/TR/WOFF2/). */
function cmapOfWoff2(file: Buffer): Buffer | undefined {
  const tables = file.readUInt16BE(12);
  let at = 48;
  let offset = 0;
  let found: { start: number; end: number } | undefined;
  for (let index = 0; index < tables; index++) {
    const flags = file.readUInt8(at++);
    const known = flags & 63;
    if (known === woff2OwnTag) at += 4;
    const original = readBase128(file, at);
    at = original.next;
    let length = original.value;
    if (woff2GlyphTables.has(known) ? flags >> 6 !== 3 : flags >> 6 !== 0) {
      ({ value: length, next: at } = readBase128(file, at));
    }
    if (known === woff2Cmap) found = { start: offset, end: offset + length };
    offset += length;
  }
  if (!found) return undefined;
  const packed = file.subarray(at, at + file.readUInt32BE(20));
  return brotliDecompressSync(packed, { maxOutputLength: maxFontBytes }).subarray(found.start, found.end);
}

function readSegments(table: Buffer, add: (first: number, last: number) => void): void {
  const size = table.readUInt16BE(6);
  for (let at = 14; at < 14 + size; at += 2) {
    const last = table.readUInt16BE(at);
    const first = table.readUInt16BE(at + size + 2);
    if (last !== 0xffff) add(first, last);
  }
}

function readGroups(table: Buffer, add: (first: number, last: number) => void): void {
  const groups = table.readUInt32BE(12);
  for (let index = 0, at = 16; index < groups; index++, at += 12) {
    add(table.readUInt32BE(at), table.readUInt32BE(at + 4));
  }
}

/**
 * Code points for which a WOFF or WOFF2 file has a glyph: subtables 4 and 12 of its `cmap`
 * (https://learn.microsoft.com/typography/opentype/spec/cmap). Empty if the file is neither.
 */
export function fontCoverage(file: Buffer): ReadonlySet<number> {
  const covered = new Set<number>();
  const signature = file.toString('latin1', 0, 4);
  const cmap = signature === 'wOF2' ? cmapOfWoff2(file) : signature === 'wOFF' ? cmapOfWoff(file) : undefined;
  if (!cmap) return covered;
  const add = (first: number, last: number): void => {
    for (let point = first; point <= last; point++) covered.add(point);
  };
  for (let index = 0; index < cmap.readUInt16BE(2); index++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4));
    const format = subtable.readUInt16BE(0);
    if (format === 4) readSegments(subtable, add);
    if (format === 12) readGroups(subtable, add);
  }
  return covered;
}
