/** Pixels; `right` and `bottom` are exclusive. All even. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Margins {
  readonly horizontal: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Vertical full-screen video. The players lay their own controls over it; on 1080×1920 they take:
 * TikTok 130–250 px above, 320–460 px below, 120–170 px on the right (socaptions.com "TikTok safe zones 2026",
 * blitzcutai.com "Best caption placement"); Reels 108–220 above, 310–450 below, 120 right (same); Shorts keep
 * to the middle 60 % (shortsfire.com "Shorts safe zones"). 12 % above, 24 % below and 12 % on the right clear
 * all of these; the left margin equals the right one, so that centred text is in the picture's middle.
 */
const vertical: Margins = { horizontal: 0.12, top: 0.12, bottom: 0.24 };
/** Feeds crop and round the corners of 4:5 and 1:1. */
const feed: Margins = { horizontal: 0.08, top: 0.08, bottom: 0.08 };
/** Title-safe area: 90 % of either side (SMPTE ST 2046-1), and a little more where players put their bar. */
const landscape: Margins = { horizontal: 0.1, top: 0.07, bottom: 0.08 };

function marginsFor(aspect: number): Margins {
  if (aspect < 0.7) return vertical;
  return aspect < 1.2 ? feed : landscape;
}

/** Where text may stand so that no player's controls cover it. */
export function safeArea(width: number, height: number): Area {
  const margins = marginsFor(width / height);
  const inward = (pixels: number): number => 2 * Math.ceil(pixels / 2);
  const left = inward(width * margins.horizontal);
  return {
    left,
    top: inward(height * margins.top),
    right: width - left,
    bottom: height - inward(height * margins.bottom),
  };
}
