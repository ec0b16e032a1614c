import type { BackgroundMotif, ChannelStyle } from '../../../../domain/channel/channel-style.js';
import type { BackgroundVisual } from '../../../../domain/timeline/video-timeline.js';
import type { FrameBuffer, FrameKernel } from '../../kernel/frame-kernel.js';
import { LightCompositor, type LightGrid } from '../../kernel/light-compositor.js';
import type { ScenePicture } from '../scene-picture.js';
import { createSeededRandom } from '../../seeded-random.js';
import { drawSprite } from './draw-sprite.js';
import { createEmbers } from './embers.js';
import { createLand } from './land.js';
import type { LightShader, Motif, MotifSetting } from './motif.js';
import { createNoise } from './noise.js';
import { createLightPalette } from './palette-ramp.js';
import { createSky } from './sky.js';
import { createWaves } from './waves.js';

const motifs: Record<BackgroundMotif, (setting: MotifSetting) => Motif> = {
  sky: createSky,
  waves: createWaves,
  land: createLand,
  embers: createEmbers,
};

export interface BackgroundSize {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** Opens a channel's living background. */
export function openBackground(
  visual: BackgroundVisual,
  style: ChannelStyle,
  size: BackgroundSize,
  kernel: FrameKernel,
): ScenePicture {
  const random = createSeededRandom((visual.seed ^ Math.imul(visual.variation + 1, 0x9e3779b1)) >>> 0);
  const pixels = Math.min(size.width, size.height);
  const motif = motifs[style.motif]({
    across: size.width / pixels,
    down: size.height / pixels,
    pixels,
    palette: createLightPalette(style.palette),
    variation: visual.variation,
    random,
    noise: createNoise(random),
  });
  return new BackgroundPicture(motif, visual.still === true ? 0 : style.motion.intensity, size, kernel);
}

class BackgroundPicture implements ScenePicture {
  readonly #compositor: LightCompositor;
  readonly #pixels: number;
  readonly #columns: Float32Array;
  readonly #crest: Float32Array;
  readonly #rim: Float32Array;
  readonly #keyFrames: number;
  /** Which key moment each of the two slots holds. */
  readonly #painted: [number, number] = [-1, -1];

  constructor(
    private readonly motif: Motif,
    private readonly intensity: number,
    private readonly size: BackgroundSize,
    private readonly kernel: FrameKernel,
  ) {
    const { width, height } = size;
    this.#compositor = new LightCompositor(kernel, width, height, motif.layers);
    this.#pixels = Math.min(width, height);
    const { cellsAcross } = this.#compositor;
    const cell = width / this.#pixels / cellsAcross;
    this.#columns = Float32Array.from({ length: cellsAcross + 2 }, (_, column) => (column - 0.5) * cell);
    this.#crest = new Float32Array(width);
    this.#rim = new Float32Array(width);
    this.#keyFrames = Math.max(1, Math.round(size.framesPerSecond / motif.paintingsPerSecond));
  }

  render(frame: number, destination: FrameBuffer): void {
    const key = Math.floor(frame / this.#keyFrames);
    this.#paintKey(key);
    this.#paintKey(key + 1);
    const seconds = this.#secondsAt(frame);
    for (let layer = 1; layer < this.motif.layers.length; layer++) this.#drawCrest(layer, seconds);
    this.#compositor.compose((key & 1) as 0 | 1, frame / this.#keyFrames - key, destination);
    const bytes = this.kernel.bytes(destination);
    for (const sprite of this.motif.sprites(seconds)) drawSprite(sprite, destination, bytes, this.#pixels);
  }

  close(): Promise<void> {
    this.#compositor.close();
    return Promise.resolve();
  }

  #secondsAt(frame: number): number {
    return (frame / this.size.framesPerSecond) * this.intensity;
  }

  #paintKey(key: number): void {
    const slot = (key & 1) as 0 | 1;
    if (this.#painted[slot] === key) return;
    const seconds = this.#secondsAt(key * this.#keyFrames);
    const cell = this.size.height / this.#pixels / this.#compositor.cellsDown;
    for (let layer = 0; layer < this.motif.layers.length; layer++) {
      const shader = this.motif.shade(layer, seconds, this.#columns);
      paintGrid(this.#compositor.grid(layer, slot), shader, this.#columns, cell);
    }
    this.#painted[slot] = key;
  }

  #drawCrest(layer: number, seconds: number): void {
    const { motif } = this;
    const scale = this.#pixels;
    sampleLine(this.#crest, motif.crestStep, (x) => motif.crest(layer, x / scale, seconds) * scale);
    sampleLine(this.#rim, rimStep, (x) => motif.rim(layer, x / scale, seconds));
    this.#compositor.setCrest(layer, this.#crest, this.#rim);
  }
}

/** Rims change slowly along the crest. */
const rimStep = 8;

/** Fills a line from samples at pixel centres, `step` columns apart, with straight lines between them. */
function sampleLine(line: Float32Array, step: number, sample: (x: number) => number): void {
  let from = sample(0.5);
  for (let x = 0; x < line.length; x += step) {
    const to = sample(x + step + 0.5);
    const end = Math.min(x + step, line.length);
    for (let column = x; column < end; column++) line[column] = from + ((to - from) * (column - x)) / step;
    from = to;
  }
}

/** Luma above black from which light is compressed and loses colour, as on film, and what is left above. */
const brightKnee = 172;
const brightRoom = 219 - brightKnee;

/** Samples a shader, darkened gently towards the corners, into a grid. */
function paintGrid(grid: LightGrid, shader: LightShader, columns: Float32Array, cell: number): void {
  const { samples, stride, planeStride, firstRow, endRow } = grid;
  const light = new Float32Array(3);
  const across = columns[columns.length - 1]! + columns[0]!;
  const down = cell * (planeStride / stride - 2);
  const cornerDistance = (across * across + down * down) / 4;
  for (let row = firstRow; row < endRow; row++) {
    const y = (row - 0.5) * cell;
    const fromMiddle = (y - down / 2) ** 2;
    for (let column = 0; column < columns.length; column++) {
      const x = columns[column]!;
      shader(x, y, light, column);
      const distance = ((x - across / 2) ** 2 + fromMiddle) / cornerDistance;
      const shade = 1 - 0.3 * distance * distance;
      const at = row * stride + column;
      const bright = Math.max(light[0]! - 16, 0);
      const over = bright - brightKnee;
      const luma = over > 0 ? brightKnee + (1 - Math.exp(-over / brightRoom)) * brightRoom : bright;
      const chroma = over > 0 ? shade * Math.exp(-over / 90) : shade;
      samples[at] = (16 + luma * shade) * 64;
      samples[at + planeStride] = (128 + (light[1]! - 128) * chroma) * 64;
      samples[at + planeStride * 2] = (128 + (light[2]! - 128) * chroma) * 64;
    }
  }
}
