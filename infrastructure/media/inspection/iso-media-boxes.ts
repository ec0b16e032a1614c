import { open, type FileHandle } from 'node:fs/promises';

/**
 * Whether an MP4 or MOV file ends before its last box does, which is what a broken download looks like:
 * the header may be whole and promise pictures that are not there. Boxes: ISO/IEC 14496-12, 4.2.
 */
export async function isTruncatedIsoMedia(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const names = new Set<string>();
    for (let at = 0; at < size;) {
      const box = await readBox(file, at, size);
      if (!box || at + box.bytes > size) return true;
      names.add(box.name);
      at += box.bytes;
    }
    return !names.has('moov');
  } finally {
    await file.close();
  }
}

async function readBox(
  file: FileHandle,
  at: number,
  fileBytes: number,
): Promise<{ readonly name: string; readonly bytes: number } | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, at);
  if (bytesRead < 8) return undefined;
  const name = buffer.toString('latin1', 4, 8);
  const short = buffer.readUInt32BE(0);
  // 0: to the end of the file; 1: the size stands in the next eight bytes.
  if (short === 0) return { name, bytes: fileBytes - at };
  const bytes = short === 1 && bytesRead === 16 ? Number(buffer.readBigUInt64BE(8)) : short;
  return bytes < 8 ? undefined : { name, bytes };
}
