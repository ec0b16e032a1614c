import { open, writeFile, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type {
  DecodeVideoRequest,
  IMediaBackend,
  ISegmentEncoder,
  JoinRequest,
  MediaBackendInfo,
  MediaCall,
  MediaProbe,
  SampleFramesRequest,
  StereoAudio,
  VideoEncoding,
} from '../../../domain/media/media-backend.js';
import type { MediaSettings } from '../../../domain/settings/settings.js';
import { concatList } from './concat-list.js';
import { readHead, sniffMediaFormat, type MediaFormat } from './media-format.js';
import type { MediaTask, PictureFacts } from './media-task.js';
import { PartialFile } from './partial-file.js';
import { pictureFacts } from './picture-facts.js';
import { storageFailure } from './process-failure.js';
import { ProcessSegmentEncoder } from './process-segment-encoder.js';
import { rawFrames } from './raw-frames.js';
import { checkEncoding, checkPicture, frameBytes } from './segment-encoding.js';
import { collectStereo, longestAudioSeconds } from './stereo-audio.js';
import { SupervisedProcess, type ProcessCommand } from './supervised-process.js';

/** What tells one engine from another: how it is started, and how it answers a probe. */
export interface MediaEngine {
  readonly info: MediaBackendInfo;
  command(task: MediaTask): ProcessCommand;
  /** `undefined` if the answer names no stream. */
  parseProbe(answer: string): MediaProbe | undefined;
}

/** An {@link IMediaBackend} that does each task in a supervised process of its own. */
export class ProcessMediaBackend implements IMediaBackend {
  readonly info: MediaBackendInfo;

  constructor(
    private readonly engine: MediaEngine,
    private readonly settings: Pick<MediaSettings, 'timeoutSeconds' | 'maxMemoryMegabytes'>,
  ) {
    this.info = engine.info;
  }

  async openSegmentEncoder(
    outputPath: string,
    encoding: VideoEncoding,
    call: MediaCall,
  ): Promise<ISegmentEncoder> {
    checkEncoding(encoding);
    const file = new PartialFile(outputPath);
    await file.prepare();
    const task: MediaTask = { kind: 'encode-segment', encoding, outputPath: file.path };
    return new ProcessSegmentEncoder(
      this.start(task, call, 'encoding a segment'),
      file,
      frameBytes(encoding),
    );
  }

  async join(request: JoinRequest, call: MediaCall): Promise<void> {
    checkEncoding(request.encoding);
    const file = new PartialFile(request.outputPath);
    const list = new PartialFile(`${request.outputPath}.segments`);
    await file.prepare();
    try {
      await writeFile(list.path, concatList(request.segments)).catch((cause: unknown) => {
        throw storageFailure(list.path, cause);
      });
      await this.runJoin(request, { list: list.path, output: file.path }, call);
      await file.publish();
    } finally {
      await Promise.all([file.discard(), list.discard()]);
    }
  }

  async probe(path: string, call: MediaCall): Promise<MediaProbe> {
    const format = await this.decodableFormat(path);
    const process = this.start({ kind: 'probe', path, format }, call, `probing “${path}”`, path);
    const chunks: Uint8Array[] = [];
    process.stdin.end();
    process.stdout.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    await process.ended;
    const probe = this.engine.parseProbe(Buffer.concat(chunks).toString('utf8'));
    if (!probe) throw corrupt(path, 'it holds neither picture nor sound');
    return probe;
  }

  async *decodeVideo(request: DecodeVideoRequest, call: MediaCall): AsyncGenerator<Uint8Array> {
    checkPicture(request);
    const { format, facts } = await this.examine(request.path, call);
    const task: MediaTask = { kind: 'decode-video', request, format, facts };
    const process = this.start(task, call, `decoding “${request.path}”`, request.path);
    yield* rawFrames(process, frameBytes(request));
  }

  async *sampleKeyframes(request: SampleFramesRequest, call: MediaCall): AsyncGenerator<Uint8Array> {
    const { format, facts } = await this.examine(request.path, call);
    const task: MediaTask = { kind: 'sample-keyframes', request, format, facts };
    const process = this.start(task, call, `looking at “${request.path}”`, request.path);
    yield* rawFrames(process, request.width * request.height);
  }

  async decodeAudio(path: string, call: MediaCall, maxSeconds?: number): Promise<StereoAudio> {
    const format = await this.decodableFormat(path);
    // One second more than allowed shows that there is more than allowed.
    const limit = Math.min(maxSeconds ?? Infinity, longestAudioSeconds + 1);
    const task: MediaTask = { kind: 'decode-audio', path, format, maxSeconds: limit };
    return collectStereo(this.start(task, call, `decoding the sound of “${path}”`, path), path);
  }

  private start(task: MediaTask, call: MediaCall, purpose: string, userFile?: string): SupervisedProcess {
    return new SupervisedProcess(this.engine.command(task), {
      purpose,
      signal: call.signal,
      timeoutSeconds: call.timeoutSeconds ?? this.settings.timeoutSeconds,
      maxMemoryMegabytes: this.settings.maxMemoryMegabytes,
      ...(userFile === undefined ? {} : { userFile }),
    });
  }

  private async runJoin(
    request: JoinRequest,
    paths: { readonly list: string; readonly output: string },
    call: MediaCall,
  ): Promise<void> {
    const { segments, encoding, audioPath } = request;
    const audio = audioPath === undefined ? undefined : await openAudio(audioPath);
    try {
      const files = { segments, listPath: paths.list, outputPath: paths.output };
      const metadata = metadataValues(request.metadata);
      const task: MediaTask = { kind: 'join', ...files, encoding, hasAudio: audio !== undefined, metadata };
      const process = this.start(task, call, 'joining the segments');
      if (audio) await feed(audio, process);
      else process.stdin.end();
      await process.ended;
    } finally {
      await audio?.close();
    }
  }

  private async examine(
    path: string,
    call: MediaCall,
  ): Promise<{ readonly format: MediaFormat; readonly facts: PictureFacts }> {
    const format = await this.decodableFormat(path);
    return { format, facts: pictureFacts(await this.probe(path, call), path) };
  }

  private async decodableFormat(path: string): Promise<MediaFormat> {
    const format = sniffMediaFormat(await readHead(path));
    if (format?.demuxer !== undefined) return format;
    throw corrupt(
      path,
      format ? `FFmpeg is not allowed to read ${format.name} files` : 'it is no media file',
    );
  }
}

/**
 * The sound goes through the pipe, so that a join whose parent died runs out of it and ends. A pipe that
 * breaks says less than the process that broke it, so the process is asked first.
 */
async function feed(audio: FileHandle, process: SupervisedProcess): Promise<void> {
  const problem = await pipeline(audio.createReadStream(), process.stdin).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  await process.ended;
  if (problem === undefined) return;
  throw new VideoGenerationError('MEDIA_PROCESS_FAILED', {
    message: 'The sound of the video could not be read to its end.',
    cause: problem,
  });
}

async function openAudio(path: string): Promise<FileHandle> {
  return open(path, 'r').catch((cause: unknown) => {
    throw new VideoGenerationError('MEDIA_NOT_FOUND', {
      message: `The sound of the video, “${path}”, cannot be read.`,
      cause,
    });
  });
}

/** Text of any kind is a value here; only NUL, which no argv array can carry, is left out. */
function metadataValues(metadata: JoinRequest['metadata']): JoinRequest['metadata'] {
  const value = (text: string): string => text.replaceAll('\0', '');
  const { title, comment } = metadata;
  return { title: value(title), ...(comment === undefined ? {} : { comment: value(comment) }) };
}

function corrupt(path: string, reason: string): VideoGenerationError {
  return new VideoGenerationError('MEDIA_CORRUPT', { message: `“${path}” cannot be decoded: ${reason}.` });
}
