import type { CSSProperties } from 'react';

interface GlowProps {
  readonly id: string;
  readonly color: string;
  /** Opacity from the middle to the edge, evenly spaced. */
  readonly stops: readonly number[];
}

/** A round gradient of one colour. */
export function Glow({ id, color, stops }: GlowProps) {
  return (
    <radialGradient id={id}>
      {stops.map((opacity, index) => (
        <stop key={index} offset={index / (stops.length - 1)} style={stopStyle(color, opacity)} />
      ))}
    </radialGradient>
  );
}

interface FadeProps {
  readonly id: string;
  /** Colours from top to bottom: offset 0 to 1, CSS colour, opacity. */
  readonly stops: readonly (readonly [offset: number, color: string, opacity?: number])[];
  /** Vertical ends in user space; absent: the shape's own box. */
  readonly from?: number;
  readonly to?: number;
  /** Left to right instead of top to bottom. */
  readonly sideways?: boolean;
}

/** A straight gradient. */
export function Fade({ id, stops, from, to, sideways = false }: FadeProps) {
  const absolute = from !== undefined && to !== undefined;
  const [start, end] = absolute ? [from, to] : [0, 1];
  const along = sideways ? { x1: start, x2: end, y1: 0, y2: 0 } : { x1: 0, x2: 0, y1: start, y2: end };
  return (
    <linearGradient id={id} gradientUnits={absolute ? 'userSpaceOnUse' : 'objectBoundingBox'} {...along}>
      {stops.map(([offset, color, opacity = 1], index) => (
        <stop key={index} offset={offset} style={stopStyle(color, opacity)} />
      ))}
    </linearGradient>
  );
}

function stopStyle(color: string, opacity: number): CSSProperties {
  return { stopColor: color, stopOpacity: opacity };
}

interface SunProps {
  readonly id: string;
  readonly color: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** 0 to 1. */
  readonly strength: number;
}

/** A soft disc with its light around it. */
export function Sun({ id, color, x, y, radius, strength }: SunProps) {
  const light: CSSProperties = { mixBlendMode: 'screen' };
  const bright = `color-mix(in oklab, ${color}, white 35%)`;
  return (
    <>
      <Glow id={`${id}far`} color={color} stops={[0.62, 0.36, 0.18, 0.08, 0.03, 0]} />
      <Glow id={`${id}near`} color={color} stops={[0.9, 0.5, 0.2, 0.06, 0]} />
      <Glow id={`${id}disc`} color={bright} stops={[1, 1, 1, 1, 0.96, 0.7, 0]} />
      <circle cx={x} cy={y} r={radius * 11} opacity={strength} style={{ ...light, fill: `url(#${id}far)` }} />
      <circle
        cx={x}
        cy={y}
        r={radius * 3.6}
        opacity={strength}
        style={{ ...light, fill: `url(#${id}near)` }}
      />
      <circle cx={x} cy={y} r={radius * 1.2} style={{ fill: `url(#${id}disc)` }} />
    </>
  );
}

interface ShineProps {
  readonly id: string;
  readonly color: string;
  /** Where it is strongest, from the left. */
  readonly at: number;
  readonly opacity: number;
}

/** A gradient for light along a crest: strongest under the sun. */
export function Shine({ id, color, at, opacity }: ShineProps) {
  return (
    <Fade
      id={id}
      sideways
      from={at - 620}
      to={at + 620}
      stops={[
        [0, color, 0.06],
        [0.25, color, opacity * 0.3],
        [0.5, color, opacity],
        [0.75, color, opacity * 0.3],
        [1, color, 0.06],
      ]}
    />
  );
}

interface RimProps {
  /** SVG path of a crest. */
  readonly path: string;
  readonly gradient: string;
  /** Width of the brightest line; softer ones lie around it. */
  readonly width: number;
  readonly opacity: number;
}

/** Light that lies on a crest: a line with a glow around it. */
export function Rim({ path, gradient, width, opacity }: RimProps) {
  return [
    [8, 0.1],
    [4, 0.16],
    [1.8, 0.3],
    [0.8, 0.55],
  ].map(([wide = 1, share = 1], index) => (
    <path
      key={index}
      d={path}
      style={{
        fill: 'none',
        stroke: `url(#${gradient})`,
        strokeWidth: width * wide,
        strokeLinejoin: 'round',
        opacity: opacity * share,
      }}
    />
  ));
}
