// RGBA to BT.709 limited-range planar YUV 4:2:0 (ITU-R BT.709-6, item 3; chroma is the mean of 2×2 pixels).

const redToY: f32 = 0.2126 * (219.0 / 255.0);
const greenToY: f32 = 0.7152 * (219.0 / 255.0);
const blueToY: f32 = 0.0722 * (219.0 / 255.0);
const toU: f32 = 224.0 / (255.0 * 1.8556);
const toV: f32 = 224.0 / (255.0 * 1.5748);

let red: f32 = 0;
let green: f32 = 0;
let blue: f32 = 0;
let cover: f32 = 0;

/** Adds a pixel's premultiplied colour to the sums of its 2×2 block and stores its luma and alpha. */
function takePixel(pixel: u32, luma: usize, alpha: usize): void {
  const opacity = pixel >> 24;
  if (alpha) store<u8>(alpha, <u8>opacity);
  if (opacity == 0) {
    store<u8>(luma, 0);
    return;
  }
  const a = <f32>opacity / 255.0;
  const r = <f32>(pixel & 255) * a;
  const g = <f32>((pixel >> 8) & 255) * a;
  const b = <f32>((pixel >> 16) & 255) * a;
  store<u8>(luma, <u8>(16.0 * a + redToY * r + greenToY * g + blueToY * b + 0.5));
  red += r;
  green += g;
  blue += b;
  cover += a;
}

function clearBlock(at: usize, stride: usize): void {
  store<u16>(at, 0);
  store<u16>(at + stride, 0);
}

/**
 * Converts `rows` rows (even) of straight RGBA into premultiplied planes. `alpha` and `chromaAlpha` are 0
 * for opaque pictures.
 */
export function convertRows(
  rgba: usize,
  width: i32,
  rows: i32,
  luma: usize,
  u: usize,
  v: usize,
  alpha: usize,
  chromaAlpha: usize,
): void {
  const stride = <usize>width;
  for (let y = 0; y < rows; y += 2) {
    for (let x = 0; x < width; x += 2) {
      red = green = blue = cover = 0;
      const offset = <usize>(y * width + x);
      const upper = rgba + (offset << 2);
      const lower = upper + (stride << 2);
      const alphaAt = alpha ? alpha + offset : 0;
      if (((load<u64>(upper) | load<u64>(lower)) & 0xff000000ff000000) == 0) {
        clearBlock(luma + offset, stride);
        if (alpha) clearBlock(alphaAt, stride);
        if (chromaAlpha) store<u8>(chromaAlpha++, 0);
        store<u8>(u++, 0);
        store<u8>(v++, 0);
        continue;
      }
      takePixel(load<u32>(upper), luma + offset, alphaAt);
      takePixel(load<u32>(upper, 4), luma + offset + 1, alphaAt ? alphaAt + 1 : 0);
      takePixel(load<u32>(lower), luma + offset + stride, alphaAt ? alphaAt + stride : 0);
      takePixel(load<u32>(lower, 4), luma + offset + stride + 1, alphaAt ? alphaAt + stride + 1 : 0);
      const brightness = <f32>0.2126 * red + <f32>0.7152 * green + <f32>0.0722 * blue;
      store<u8>(u, <u8>((128.0 * cover + toU * (blue - brightness)) * 0.25 + 0.5));
      store<u8>(v, <u8>((128.0 * cover + toV * (red - brightness)) * 0.25 + 0.5));
      if (chromaAlpha) store<u8>(chromaAlpha++, <u8>(cover * 63.75 + 0.5));
      u++;
      v++;
    }
  }
}
