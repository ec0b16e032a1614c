import { useMemo } from 'react';
import { Glow } from './light.js';
import { mix, randomFor, type Stage } from './motif.js';

export interface CloudsProps {
  readonly stage: Stage;
  readonly seconds: number;
  readonly color: string;
  /** From 0 to 1 of the height. */
  readonly top: number;
  readonly bottom: number;
  readonly count: number;
  readonly opacity: number;
  /** Thousandths of the short side a second. */
  readonly speed: number;
  /** Tells the layers of a picture apart. */
  readonly part: number;
}

/** Flakes of a cloud: what looks like one is many soft ellipses. */
const flakes = 11;

/** Long soft clouds that drift. */
export function Clouds(props: CloudsProps) {
  const { stage, seconds, color, top, bottom, count, opacity, speed, part } = props;
  const clouds = useMemo(() => {
    const random = randomFor(stage, part);
    return Array.from({ length: count }, (_, index) => ({
      x: random(),
      y: mix(top, bottom, (index + random()) / count),
      size: 0.6 + 0.8 * random(),
      pace: 0.6 + 0.8 * random(),
      flakes: Array.from({ length: flakes }, (__, flake) => ({
        x: (flake / (flakes - 1) - 0.5) * 2 + (random() - 0.5) * 0.3,
        y: (random() - 0.5) * 0.9,
        size: (0.45 + 0.55 * random()) * (1 - 0.55 * Math.abs(flake / (flakes - 1) - 0.5) * 2),
      })),
    }));
  }, [stage, count, top, bottom, part]);
  const id = `${stage.id}clouds${part}`;
  const reach = 760;
  const way = stage.across + 2 * reach;
  return (
    <g opacity={opacity}>
      <Glow id={id} color={color} stops={[0.34, 0.25, 0.13, 0.045, 0.01, 0]} />
      {clouds.map((cloud, index) => {
        const x = ((cloud.x * way + seconds * speed * cloud.pace) % way) - reach;
        return cloud.flakes.map((flake, at) => (
          <ellipse
            key={`${index}/${at}`}
            cx={x + flake.x * 360 * cloud.size}
            cy={cloud.y * stage.down + flake.y * 90 * cloud.size}
            rx={400 * flake.size * cloud.size}
            ry={150 * flake.size * cloud.size}
            style={{ fill: `url(#${id})` }}
          />
        ));
      })}
    </g>
  );
}
