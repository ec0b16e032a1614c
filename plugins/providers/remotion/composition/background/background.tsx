import { useId, useMemo, type ComponentType } from 'react';
import type { BackgroundMotif, BackgroundVisual, ChannelStyle } from 'aether-video/plugin';
import { useCurrentFrame, useVideoConfig } from 'remotion';
import { Embers } from './embers.js';
import { Land } from './land.js';
import { Glow } from './light.js';
import type { MotifProps } from './motif.js';
import { Sky } from './sky.js';
import { Waves } from './waves.js';

const motifs: Record<BackgroundMotif, ComponentType<MotifProps>> = {
  sky: Sky,
  waves: Waves,
  land: Land,
  embers: Embers,
};

/** Units of the short side of the frame. */
const unit = 1000;

export interface BackgroundProps {
  readonly visual: BackgroundVisual;
  readonly style: ChannelStyle;
}

/** A channel's living background: drawn from its palette, its motif and the scene's seed, as functions of time. */
export function Background({ visual, style }: BackgroundProps) {
  const frame = useCurrentFrame();
  const { width, height, fps } = useVideoConfig();
  const id = useId().replace(/\W/gu, '');
  const { seed, variation } = visual;
  const short = Math.min(width, height);
  const stage = useMemo(
    () => ({
      across: (width / short) * unit,
      down: (height / short) * unit,
      palette: style.palette,
      variation,
      seed: (seed ^ Math.imul(variation + 1, 0x9e3779b1)) >>> 0,
      id,
    }),
    [width, height, short, style.palette, seed, variation, id],
  );
  const Motif = motifs[style.motif];
  const { across, down } = stage;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${across} ${down}`} style={{ position: 'absolute' }}>
      <Motif stage={stage} seconds={(frame / fps) * style.motion.intensity} />
      <Vignette across={across} down={down} color={style.palette.shade} id={`${id}vignette`} />
    </svg>
  );
}

interface VignetteProps {
  readonly across: number;
  readonly down: number;
  readonly color: string;
  readonly id: string;
}

function Vignette({ across, down, color, id }: VignetteProps) {
  return (
    <>
      <Glow id={id} color={color} stops={[0, 0, 0.1, 0.45]} />
      <ellipse
        cx={across / 2}
        cy={down / 2}
        rx={across * 0.78}
        ry={down * 0.74}
        style={{ fill: `url(#${id})` }}
      />
    </>
  );
}
