export const IMediaInspector: unique symbol = Symbol.for('aether-video/IMediaInspector@1');

/** What a user's own media file is, judged by its bytes and never by its name. */
export interface InspectedMedia {
  readonly kind: 'image' | 'clip' | 'audio';
  /** Such as `image/png`. */
  readonly mimeType: string;
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, hex. */
  readonly contentHash: string;
  /** Pixels, upright; 0 for audio. */
  readonly width: number;
  readonly height: number;
  /** Seconds; 0 for images. */
  readonly durationSeconds: number;
}

/** Stands between untrusted files and the decoders. */
export interface IMediaInspector {
  /**
   * Resolves a media path, following links, and checks that it lies in `baseFolder` or one of the
   * allowed folders of the settings. Without a `baseFolder` the path is the caller's own and may lead
   * anywhere; a relative one starts at the working directory.
   * @throws VideoGenerationError MEDIA_NOT_FOUND or MEDIA_OUTSIDE_ALLOWED_FOLDERS
   */
  resolve(path: string, baseFolder?: string): Promise<string>;
  /**
   * Checks type, size and that it decodes, without trusting its name.
   * @throws VideoGenerationError MEDIA_NOT_FOUND, MEDIA_EMPTY, MEDIA_PLAYLIST_REFUSED, MEDIA_TYPE_UNSUPPORTED,
   * MEDIA_TOO_LARGE or MEDIA_CORRUPT
   */
  inspect(path: string, call: { readonly signal: AbortSignal }): Promise<InspectedMedia>;
}
