import type { VideoScene } from '../../domain/script/video-script.js';

/**
 * A 32-bit seed from texts. Source: Fowler–Noll–Vo hash, FNV-1a, over UTF-16 units, with the finaliser of
 * MurmurHash3, so that texts that differ in a letter give unrelated seeds.
 */
export function seedFrom(...texts: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const text of texts) {
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Depends on the scene alone, so that editing one scene leaves the others' pictures as they are. */
export function sceneSeed({ id, text }: VideoScene): number {
  return seedFrom(id, text);
}
