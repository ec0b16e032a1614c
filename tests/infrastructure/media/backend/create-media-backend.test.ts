import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../../domain/errors/video-generation-error.js';
import { createMediaBackend } from '../../../../infrastructure/media/backend/create-media-backend.js';
import { inspectMediaBackends } from '../../../../infrastructure/media/backend/inspect-media-backends.js';
import { makeFolder } from './media-fixtures.js';

const limits = { timeoutSeconds: 30, maxMemoryMegabytes: 1000 };

describe('createMediaBackend', () => {
  let folder: string;
  let dispose: () => Promise<void>;

  beforeAll(async () => ({ folder, dispose } = await makeFolder()));
  afterAll(() => dispose());

  /** A folder with an `ffmpeg` that answers as told, and the same as `ffprobe`. */
  async function fakeFfmpeg(name: string, answers: Record<string, string>, hasProbe = true): Promise<string> {
    const place = path.join(folder, name);
    await mkdir(place);
    const program = `#!${process.execPath}
const answers = ${JSON.stringify(answers)};
const option = process.argv.slice(2).find((each) => each in answers);
if (!option) { console.error('Conversion failed!'); process.exit(1); }
console.log(answers[option]);
`;
    for (const tool of ['ffmpeg', ...(hasProbe ? ['ffprobe'] : [])]) {
      await writeFile(path.join(place, tool), program);
      await chmod(path.join(place, tool), 0o755);
    }
    return path.join(place, 'ffmpeg');
  }

  async function refusal(ffmpegPath: string): Promise<VideoGenerationError> {
    const error: unknown = await createMediaBackend({ backend: 'ffmpeg', ffmpegPath, ...limits }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!VideoGenerationError.isInstance(error))
      throw new TypeError(`accepted, or failed with ${String(error)}`);
    expect(error.code).toBe('MEDIA_BACKEND_MISSING');
    return error;
  }

  const complete = {
    '-version': 'ffmpeg version 6.1.1 Copyright',
    '-encoders': ' V....D libx264 x\n A....D aac y',
    '-filters':
      'aformat aresample crop extractplanes format fps gblur hflip lutyuv overlay pad scale setparams setsar split transpose vflip',
    '-demuxers':
      ' D  mov,mp4,m4a m\n D  matroska,webm m\n mp3 wav flac ogg aac gif concat rawvideo jpeg_pipe png_pipe webp_pipe',
    '-bsfs': 'setts',
  };

  it('takes the FFmpeg on PATH first and asks it once', async () => {
    const settings = { backend: 'auto', ffmpegPath: '', ...limits } as const;
    const backend = await createMediaBackend(settings);
    expect(backend.info).toMatchObject({
      id: 'ffmpeg',
      location: expect.stringMatching(/ffmpeg$/) as string,
    });
    // The same object: nobody was asked again.
    const again = await createMediaBackend(settings);
    expect(again.info).toBe(backend.info);
  });

  it('goes on to node-av when the FFmpeg of the settings is not usable', async () => {
    const ffmpegPath = await fakeFfmpeg('old, auto', {
      ...complete,
      '-version': 'ffmpeg version 4.4.2-0ubuntu0',
    });
    const backend = await createMediaBackend({ backend: 'auto', ffmpegPath, ...limits });
    expect(backend.info.id).toBe('node-av');
  });

  it('refuses an old version and says so', async () => {
    const ffmpegPath = await fakeFfmpeg('old', { ...complete, '-version': 'ffmpeg version 4.4.2-0ubuntu0' });
    const error = await refusal(ffmpegPath);
    expect(error.message).toContain('4.4.2-0ubuntu0');
    expect(error.message).toContain(ffmpegPath);
    expect(error.howToFix).toContain('Install FFmpeg 5.1');
  });

  it('names each encoder, filter and demuxer that is missing', async () => {
    const ffmpegPath = await fakeFfmpeg('poor', {
      ...complete,
      '-encoders': 'aac',
      '-filters': complete['-filters'].replace('crop', ''),
      '-demuxers': complete['-demuxers'].replace('flac', ''),
    });
    const { details } = await refusal(ffmpegPath);
    expect(details.tried).toMatchObject([
      { usable: false, missing: ['encoder libx264', 'filter crop', 'demuxer flac'], version: '6.1.1' },
    ]);
  });

  it('refuses one that lists everything but cannot encode', async () => {
    const ffmpegPath = await fakeFfmpeg('liar', complete);
    // It answers the list options alone and fails at everything else, as one with a broken library does.
    expect((await refusal(ffmpegPath)).message).toContain('Conversion failed!');
  });

  it('refuses one without ffprobe beside it', async () => {
    const ffmpegPath = await fakeFfmpeg('lonely', complete, false);
    expect((await refusal(ffmpegPath)).message).toContain('ffprobe beside it');
  });

  it('refuses what is not there, not a program, or not FFmpeg', async () => {
    expect((await refusal(path.join(folder, 'nowhere', 'ffmpeg'))).message).toContain('could not be started');
    await writeFile(path.join(folder, 'text'), 'not a program');
    expect((await refusal(path.join(folder, 'text'))).message).toContain('could not be started');
    const other = await fakeFfmpeg('other', { '-version': 'git version 2.39' });
    expect((await refusal(other)).message).toContain('does not answer like FFmpeg');
  });

  it('accepts a link to a good FFmpeg whose ffprobe is elsewhere only if ffprobe is beside the link', async () => {
    const { location } = (await inspectMediaBackends({ ffmpegPath: '' }))[0]!;
    await mkdir(path.join(folder, 'links'));
    for (const tool of ['ffmpeg', 'ffprobe']) {
      await symlink(path.join(path.dirname(location), tool), path.join(folder, 'links', tool));
    }
    const ffmpegPath = path.join(folder, 'links', 'ffmpeg');
    expect((await createMediaBackend({ backend: 'ffmpeg', ffmpegPath, ...limits })).info.location).toBe(
      ffmpegPath,
    );
  });

  it('shows both backends to the doctor', async () => {
    const shown = await inspectMediaBackends({ ffmpegPath: '' });
    expect(shown).toMatchObject([
      { id: 'ffmpeg', usable: true, missing: [], howToFix: '' },
      {
        id: 'node-av',
        usable: true,
        missing: [],
        howToFix: '',
        version: expect.stringMatching(/^8\./) as string,
      },
    ]);
    const ffmpegPath = path.join(folder, 'nowhere', 'ffmpeg');
    expect((await inspectMediaBackends({ ffmpegPath }))[0]).toMatchObject({
      usable: false,
      location: ffmpegPath,
    });
  });
});
