import type { DecodeVideoRequest, SampleFramesRequest } from '../../../domain/media/media-backend.js';
import { decodedSampleRate, type PictureFacts } from './media-task.js';

/** Filters that the graphs below use; a system FFmpeg has to have them. */
export const usedFilters = [
  'aformat',
  'aresample',
  'crop',
  'extractplanes',
  'format',
  'fps',
  'gblur',
  'hflip',
  'lutyuv',
  'overlay',
  'scale',
  'setparams',
  'setsar',
  'split',
  'transpose',
  'vflip',
] as const;

/** Tags frames as what they are, so that no FFmpeg version guesses or converts. */
export const tagBt709 = 'setparams=range=limited:color_primaries=bt709:color_trc=bt709:colorspace=bt709';

const turns: Readonly<Record<number, string>> = {
  90: 'transpose=clock,',
  180: 'hflip,vflip,',
  270: 'transpose=cclock,',
};

/** Numbers alone: a size that is not a whole number never reaches a graph. */
function whole(value: number): number {
  return Math.max(1, Math.round(value));
}

function scaleInto(size: { readonly width: number; readonly height: number }, facts: PictureFacts): string {
  const input = facts.assumedMatrix === 'auto' ? '' : `:in_color_matrix=${facts.assumedMatrix}`;
  const exact = 'flags=bicubic+accurate_rnd+full_chroma_int+bitexact';
  return `scale=w=${whole(size.width)}:h=${whole(size.height)}:${exact}${input}:out_color_matrix=bt709:out_range=tv`;
}

/** Short side at which a backdrop is blurred, and the blur there: as wide as that behind contained pictures. */
const backdropSide = 180;
const backdropBlur = 7;
/** Darkens limited-range luma around black and lessens the colour as much, but for a touch. */
const dimmed = "lutyuv=y='16+(val-16)*0.55':u='128+(val-128)*0.63':v='128+(val-128)*0.63'";

/** The whole picture over a blurred and darkened copy that fills the frame. */
function containGraph(request: DecodeVideoRequest, facts: PictureFacts): string {
  const width = whole(request.width);
  const height = whole(request.height);
  const share = Math.min(1, backdropSide / Math.min(width, height));
  const small = { width: Math.ceil(width * share), height: Math.ceil(height * share) };
  const filled = `${scaleInto(small, facts)}:force_original_aspect_ratio=increase,format=yuv420p,crop=${small.width}:${small.height}`;
  const blurred = `${filled},gblur=sigma=${backdropBlur},${dimmed},scale=w=${width}:h=${height}:flags=bicubic+accurate_rnd+bitexact`;
  const inside = `${scaleInto(request, facts)}:force_original_aspect_ratio=decrease,format=yuv420p`;
  return `split=2[back][front];[back]${blurred}[ground];[front]${inside}[whole];[ground][whole]overlay=x=(W-w)/2:y=(H-h)/2:format=yuv420`;
}

/** Upright, square pixels, constant rate, exactly the asked size, BT.709 limited yuv420p. */
export function decodeVideoGraph(request: DecodeVideoRequest, facts: PictureFacts): string {
  const width = whole(request.width);
  const height = whole(request.height);
  const fitted =
    request.fit === 'cover'
      ? `${scaleInto(request, facts)}:force_original_aspect_ratio=increase,format=yuv420p,crop=${width}:${height}`
      : containGraph(request, facts);
  const upright = turns[facts.rotationDegrees] ?? '';
  return `${upright}fps=${whole(request.framesPerSecond)}:eof_action=pass,${squarePixels(facts)}${fitted},setsar=1,${tagBt709}`;
}

function squarePixels(facts: PictureFacts): string {
  return facts.hasSquarePixels ? '' : 'scale=w=trunc(iw*sar/2+0.5)*2:h=ih:flags=bicubic,setsar=1,';
}

/** Luma planes as they are in the picture, in limited range (16 black, 235 white). */
export function sampleKeyframesGraph(request: SampleFramesRequest, facts: PictureFacts): string {
  return `${turns[facts.rotationDegrees] ?? ''}${scaleInto(request, facts)},format=yuv420p,extractplanes=y`;
}

/** Interleaved stereo floats at 48 kHz. */
export const decodeAudioGraph = `aresample=${decodedSampleRate},aformat=sample_fmts=flt:channel_layouts=stereo`;
