import type { ClipVisual } from 'aether-video/plugin';
import { AbsoluteFill, Loop, OffthreadVideo, staticFile, useVideoConfig } from 'remotion';
import { SoftCopy } from './soft-copy.js';

/** A clip without its sound, again and again if the scene is longer. */
export function Clip({ visual }: { readonly visual: ClipVisual }) {
  const { fps } = useVideoConfig();
  const frames = Math.max(1, Math.floor(visual.durationSeconds * fps));
  const source = staticFile(visual.path);
  const fill = { width: '100%', height: '100%' } as const;
  return (
    <Loop durationInFrames={frames} layout="none">
      {visual.fit === 'contain' && (
        <SoftCopy>
          <OffthreadVideo muted src={source} style={{ ...fill, objectFit: 'cover' }} />
        </SoftCopy>
      )}
      <AbsoluteFill>
        <OffthreadVideo muted src={source} style={{ ...fill, objectFit: visual.fit }} />
      </AbsoluteFill>
    </Loop>
  );
}
