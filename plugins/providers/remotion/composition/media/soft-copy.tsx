import type { ReactNode } from 'react';
import { AbsoluteFill } from 'remotion';

/** Blurs and darkens what is to fill the frame behind a picture that stands whole in it. */
export function SoftCopy({ children }: { readonly children: ReactNode }) {
  const filter = 'blur(40px) brightness(0.55) saturate(1.15)';
  return <AbsoluteFill style={{ filter, transform: 'scale(1.12)' }}>{children}</AbsoluteFill>;
}
