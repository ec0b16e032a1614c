import { VideoGenerationError, type ProviderWarning } from 'aether-video/plugin';
import type { SynthesiaHost } from './synthesia-client.js';
import type { FetchedCaptions, SynthesiaVideo } from './synthesia-video.js';

/** Characters of a subtitle file. An hour of speech has about 100,000. */
const longestFile = 2_000_000;

/** How each kind of file begins, so that an error page is no caption. */
const forms = {
  srt: /^\uFEFF?\s*\d+\s*\r?\n\d\d:\d\d:\d\d,\d{3} -->/,
  vtt: /^\uFEFF?WEBVTT(\s|$)/,
} as const;

type CaptionKind = keyof typeof forms;

/**
 * Fetches the captions of a finished video at once, because their links expire. Nothing fails for want of them.
 */
export async function fetchCaptions(
  { fetch }: SynthesiaHost,
  { captions: links, status }: SynthesiaVideo,
  signal: AbortSignal,
): Promise<FetchedCaptions> {
  const captions: Partial<Record<CaptionKind, string>> = {};
  const warnings: ProviderWarning[] = [];
  for (const kind of status === 'complete' ? (['srt', 'vtt'] as const) : []) {
    const link = links?.[kind];
    if (!link) continue;
    try {
      captions[kind] = await fetchText(fetch, link, kind, signal);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      const { message } = VideoGenerationError.from(thrown);
      warnings.push({
        code: 'CAPTIONS_UNAVAILABLE',
        message: `Synthesia’s captions (${kind}) could not be fetched.`,
        why: message,
        effect: 'The captions that stand beside the video are those of the plan, if any.',
      });
    }
  }
  return { ...(Object.keys(captions).length > 0 && { captions }), warnings };
}

async function fetchText(
  fetch: SynthesiaHost['fetch'],
  link: string,
  kind: CaptionKind,
  signal: AbortSignal,
): Promise<string> {
  // A signed link: it takes no key.
  const response = await fetch(link, { signal });
  const text = await response.text();
  if (!response.ok || text.length > longestFile || !forms[kind].test(text)) {
    throw new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
      message: `The link answered with status ${response.status}, and with no ${kind.toUpperCase()} file.`,
    });
  }
  return text;
}
