import { useEffect, useState } from 'react';
import { cancelRender, continueRender, delayRender, staticFile } from 'remotion';
import type { CompositionFont } from './composition-props.js';

/**
 * The same box for every font, so that pills are equally high and lines equally placed: what letters of common
 * Latin fonts take. Taller letters reach beyond it.
 */
const metrics = { ascentOverride: '84%', descentOverride: '28%', lineGapOverride: '0%' };

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
  const face = await new FontFace(family, source, { ...metrics, unicodeRange, weight: '100 900' }).load();
  document.fonts.add(face);
}
