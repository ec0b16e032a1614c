import {
  aspectRatios,
  BaseRemoteVideoProvider,
  cancellationOf,
  errorCodeOfStatus,
  fetchJson,
  retryAfterSeconds,
  VideoGenerationError,
  videoQualities,
  type HttpAnswer,
  type ModelDescriptor,
  type OperationStatus,
  type PluginHost,
  type PromptRequest,
  type ProviderCall,
  type ProviderDescriptor,
  type ProviderHealth,
  type ProviderOperation,
  type ProviderRequest,
  type RequestIssue,
} from 'aether-video/plugin';
import type { z } from 'zod';
import {
  bestFile,
  byLength,
  photoHits,
  photoSchema,
  videoHits,
  videoSchema,
  type Attribution,
} from './pexels-media.js';
import type { PexelsOptions } from './pexels-options.js';
import { searchWords } from './search-words.js';

const hitsAsked = 40;
const orientations: Readonly<Record<string, string>> = {
  '16:9': 'landscape',
  '9:16': 'portrait',
  '1:1': 'square',
};

const common = {
  aspectRatios: Object.keys(orientations),
  resolutions: [],
  framesPerSecond: [],
  audio: 'never',
  references: {},
  supportsSeed: true,
  supportsNegativePrompt: false,
  promptLimit: 2000,
  price: { micros: 0, per: 'generation', currency: 'USD', asOf: '2026-11-20' },
  rateLimit: { requests: 200, perSeconds: 3600 },
  pictureQuality: 0.7,
} as const;
const models: readonly ModelDescriptor[] = [
  {
    ...common,
    id: 'videos',
    mediaType: 'video',
    tasks: ['text-to-video'],
    durations: { kind: 'range', minimum: 1, maximum: 60, step: 0.1 },
  },
  { ...common, id: 'photos', mediaType: 'image', tasks: ['text-to-image'] },
];

type Host = Pick<PluginHost<PexelsOptions>, 'options' | 'fetch' | 'clock' | 'logger'>;

/**
 * Pexels' search as a provider: a submission is a search, and the hit is the work. Free of charge. Plain HTTP: the
 * official SDK cannot be pointed to another server.
 */
export class PexelsVideoProvider extends BaseRemoteVideoProvider {
  override readonly descriptor: ProviderDescriptor;

  constructor(private readonly host: Host) {
    super();
    this.descriptor = {
      id: 'pexels',
      name: 'Pexels',
      description: 'Photos and clips from a library, found by words, free of charge.',
      location: 'remote',
      accepts: ['prompt'],
      capabilities: ['text-to-video'],
      qualities: videoQualities,
      aspects: aspectRatios,
      maxDurationSeconds: 60,
      pictureQuality: 0.7,
      microsPerSecond: 0,
      currency: 'USD',
      maxConcurrent: host.options.maxConcurrent,
      dedupe: 'none',
      models,
      searches: true,
      automatic: false,
    };
  }

  override validate(request: ProviderRequest): readonly RequestIssue[] {
    if (request.input !== 'prompt') return super.validate(request);
    const issues = Object.keys(request.providerOptions).map((name) => ({
      where: `providerOptions.${name}`,
      message: 'Pexels has no such option',
    }));
    if (request.negativePrompt !== undefined)
      issues.push({ where: 'negativePrompt', message: 'Pexels cannot leave things out' });
    return issues;
  }

  /** The hit is chosen by the seed, so that scenes with the same words can show different ones. */
  protected override async submit(
    request: PromptRequest,
    { signal }: ProviderCall,
  ): Promise<Omit<ProviderOperation, 'providerId'>> {
    const { model, prompt, aspectRatio = '', duration = 0, seed = 0 } = request;
    const words = searchWords(prompt);
    const query = new URLSearchParams({ query: words, per_page: String(hitsAsked) });
    const orientation = orientations[aspectRatio];
    if (orientation !== undefined) query.set('orientation', orientation);
    const path = model.id === 'videos' ? '/videos/search' : '/v1/search';
    const answer = await this.ask(`${path}?${query.toString()}`, signal);
    const ids =
      model.id === 'videos'
        ? byLength(read(videoHits, answer).videos, duration)
            .filter((video) => bestFile(video) !== undefined)
            .map(({ id }) => id)
        : read(photoHits, answer).photos.map(({ id }) => id);
    const id = ids[seed % ids.length];
    if (id === undefined) throw nothingFound(words);
    return { operationId: `${model.id}-${id}`, handle: { words } };
  }

  override async status(
    { operationId }: ProviderOperation,
    { signal }: ProviderCall,
  ): Promise<OperationStatus> {
    const [kind, id = ''] = operationId.split('-');
    const isVideo = kind === 'videos';
    const answer = await this.ask(
      `${isVideo ? '/videos/videos/' : '/v1/photos/'}${encodeURIComponent(id)}`,
      signal,
    );
    const { url, attribution } = isVideo ? videoOf(answer) : photoOf(answer);
    const output = { mediaType: 'remote', url, authenticated: false, facts: { attribution } } as const;
    return { state: 'succeeded', output, cost: { micros: 0, currency: 'USD' }, warnings: [] };
  }

  override async checkHealth({ signal }: Pick<ProviderCall, 'signal'>): Promise<ProviderHealth> {
    try {
      const { headers } = await this.ask('/v1/curated?per_page=1', signal, 'health');
      const left = headers.get('x-ratelimit-remaining');
      return {
        healthy: true,
        message: left === null ? 'Ready.' : `Ready: ${left} requests left this month.`,
      };
    } catch (thrown) {
      const { code, message } = VideoGenerationError.from(thrown);
      if (code === 'CANCELLED') throw thrown;
      return { healthy: false, message };
    }
  }

  private async ask(path: string, signal: AbortSignal, what = 'request'): Promise<HttpAnswer> {
    const { options, fetch, clock, logger } = this.host;
    const url = `${options.baseUrl.replace(/\/+$/u, '')}${path}`;
    let answer: HttpAnswer;
    try {
      const headers = { authorization: options.apiKey, accept: 'application/json' };
      answer = await fetchJson(fetch, url, { headers, redirect: 'error', signal });
    } catch (thrown) {
      throw failureOf(thrown, signal);
    }
    const left = Number(answer.headers.get('x-ratelimit-remaining') ?? Infinity);
    if (left < 20) logger.warn('Pexels will soon refuse this account.', { requestsLeft: left });
    if (answer.status < 400) return answer;
    const seconds = retryAfterSeconds(answer.headers, clock.now());
    throw new VideoGenerationError(errorCodeOfStatus(answer.status), {
      message: `Pexels answered a ${what} with status ${answer.status}.`,
      details: { status: answer.status },
      ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    });
  }
}

function videoOf(answer: HttpAnswer): { url: string; attribution: Attribution } {
  const video = read(videoSchema, answer);
  const url = bestFile(video);
  if (url === undefined) throw unreadable('The clip has no MP4 file.');
  const { user, url: sourceUrl } = video;
  return { url, attribution: { author: user.name, authorUrl: user.url, sourceUrl, source: 'Pexels' } };
}

function photoOf(answer: HttpAnswer): { url: string; attribution: Attribution } {
  const {
    src,
    photographer: author,
    photographer_url: authorUrl,
    url: sourceUrl,
  } = read(photoSchema, answer);
  return { url: src.original, attribution: { author, authorUrl, sourceUrl, source: 'Pexels' } };
}

function read<Schema extends z.ZodType>(schema: Schema, { body }: HttpAnswer): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw unreadable('The answer of Pexels is not what the protocol says.');
}

function unreadable(message: string): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
    message,
    retryable: true,
    details: { sent: true },
  });
}

function nothingFound(words: string): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_ERROR', {
    message: `Pexels has nothing for “${words}”.`,
    howToFix: 'Give the scene a prompt of its own with simpler words, in English.',
    retryable: false,
    details: { submission: 'rejected' },
  });
}

function failureOf(thrown: unknown, signal: AbortSignal): VideoGenerationError {
  if (VideoGenerationError.isInstance(thrown)) {
    return thrown.code === 'PROVIDER_PROTOCOL_ERROR' ? unreadable(thrown.message) : thrown;
  }
  if (signal.aborted) return cancellationOf(signal);
  return new VideoGenerationError('NETWORK_ERROR', {
    message: 'The connection to Pexels broke before its answer was whole.',
    details: { sent: true },
    cause: thrown,
  });
}
