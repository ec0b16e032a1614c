import type { ClipVisual } from 'aether-video/plugin';
import { AbsoluteFill, Loop, OffthreadVideo, staticFile, useVideoConfig } from 'remotion';

/** A clip without its sound, again and again if the scene is longer. */
export function Clip({ visual }: { readonly visual: ClipVisual }) {
  const { fps } = useVideoConfig();
  const frames = Math.max(1, Math.floor(visual.durationSeconds * fps));
  const source = staticFile(visual.path);
  const fill = { width: '100%', height: '100%' } as const;
  return (
    <Loop durationInFrames={frames} layout="none">
      {visual.fit === 'contain' && (
        <AbsoluteFill
          style={{ filter: 'blur(40px) brightness(0.55) saturate(1.15)', transform: 'scale(1.12)' }}
        >
          <OffthreadVideo muted src={source} style={{ ...fill, objectFit: 'cover' }} />
        </AbsoluteFill>
      )}
      <AbsoluteFill>
        <OffthreadVideo muted src={source} style={{ ...fill, objectFit: visual.fit }} />
      </AbsoluteFill>
    </Loop>
  );
}
