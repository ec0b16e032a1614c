// Blends a premultiplied plane over a plane in place: layer·opacity + under·(1 − alpha·opacity).

/** x / 255 rounded, exact for 0…65025. */
function divideBy255(value: v128): v128 {
  const rounded = i16x8.add(value, i16x8.splat(128));
  return i16x8.shr_u(i16x8.add(rounded, i16x8.shr_u(rounded, 8)), 8);
}

function scale(value: v128, opacity: v128): v128 {
  return i8x16.narrow_i16x8_u(
    divideBy255(i16x8.mul(i16x8.extend_low_i8x16_u(value), opacity)),
    divideBy255(i16x8.mul(i16x8.extend_high_i8x16_u(value), opacity)),
  );
}

function blend16(under: v128, layer: v128, alpha: v128, opacity: i32): v128 {
  if (opacity < 255) {
    const factor = i16x8.splat(<i16>opacity);
    layer = scale(layer, factor);
    alpha = scale(alpha, factor);
  }
  const through = v128.not(alpha);
  const low = divideBy255(i16x8.extmul_low_i8x16_u(under, through));
  const high = divideBy255(i16x8.extmul_high_i8x16_u(under, through));
  return i8x16.add_sat_u(i8x16.narrow_i16x8_u(low, high), layer);
}

/** `scratch` holds 64 bytes for the last, partly used vector of a row. Opacity is 0…255. */
export function overlayPlane(
  layer: usize,
  alpha: usize,
  layerStride: i32,
  destination: usize,
  stride: i32,
  columns: i32,
  rows: i32,
  opacity: i32,
  scratch: usize,
): void {
  for (let y = 0; y < rows; y++) {
    let x = 0;
    for (; x + 16 <= columns; x += 16) {
      const cover = v128.load(alpha + <usize>x);
      if (!v128.any_true(cover)) continue;
      const at = destination + <usize>x;
      v128.store(at, blend16(v128.load(at), v128.load(layer + <usize>x), cover, opacity));
    }
    if (x < columns) {
      const at = destination + <usize>x;
      const rest = <usize>(columns - x);
      v128.store(
        scratch,
        blend16(v128.load(at), v128.load(layer + <usize>x), v128.load(alpha + <usize>x), opacity),
      );
      memory.copy(at, scratch, rest);
    }
    layer += <usize>layerStride;
    alpha += <usize>layerStride;
    destination += <usize>stride;
  }
}
