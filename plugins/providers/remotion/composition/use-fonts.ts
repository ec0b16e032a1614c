import { useEffect, useState } from 'react';
import { cancelRender, continueRender, delayRender, staticFile } from 'remotion';
import type { CompositionFont } from './composition-props.js';

/** Loads the fonts once for each page; no frame is taken before they are there. */
export function useFonts(fonts: readonly CompositionFont[]): boolean {
  const [handle] = useState(() => delayRender('Loading the fonts'));
  const [ready, setReady] = useState(false);
  useEffect(() => {
    Promise.all(fonts.map(load)).then(
      () => {
        setReady(true);
        continueRender(handle);
      },
      (error: unknown) => cancelRender(error),
    );
  }, [fonts, handle]);
  return ready;
}

async function load({ family, file, unicodeRange }: CompositionFont): Promise<void> {
  const source = `url("${staticFile(file)}")`;
  const face = await new FontFace(family, source, { unicodeRange, weight: '100 900' }).load();
  document.fonts.add(face);
}
