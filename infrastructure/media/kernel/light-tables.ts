/** Quadratic B-spline taps for each 8 columns; see `expandRows`. */
export function writeTaps(buffer: ArrayBuffer, table: number, width: number, cells: number): void {
  for (let x = 0; x < width; x += 8) {
    const entry = new DataView(buffer, table + x * 10, 80);
    let first = 0;
    for (let lane = 0; lane < 8; lane++) {
      const position = ((Math.min(x + lane, width - 1) + 0.5) * cells) / width - 0.5;
      const nearest = Math.floor(position + 0.5);
      if (lane === 0) first = nearest;
      const t = position - nearest;
      const upper = Math.round(16_384 * (0.5 - t) ** 2);
      const lower = Math.round(16_384 * (0.5 + t) ** 2);
      const byte = (nearest - first) * 2;
      entry.setUint8(16 + lane * 2, byte);
      entry.setUint8(17 + lane * 2, byte + 1);
      entry.setInt16(32 + lane * 2, upper, true);
      entry.setInt16(48 + lane * 2, 32_768 - upper - lower, true);
      entry.setInt16(64 + lane * 2, lower, true);
    }
    entry.setInt32(0, first * 2, true);
  }
}

/** Interleaved gradient noise (Jimenez 2014), 0 to 63: even at every scale, so it leaves no pattern. */
export function ditherPattern(): Int16Array {
  return Int16Array.from({ length: 64 * 64 }, (_, index) => {
    const ramp = 0.06711056 * (index & 63) + 0.00583715 * (index >> 6);
    return Math.floor(((52.9829189 * (ramp % 1)) % 1) * 64);
  });
}
