/**
 * Inverse discrete Fourier transform without scaling, in place, radix 2 (Cooley and Tukey).
 * @param real,imaginary of one length, a power of two
 */
export function inverseFourierTransform(real: Float64Array, imaginary: Float64Array): void {
  const length = real.length;
  reverseBits(real, imaginary);
  const cosines = new Float64Array(length / 2);
  const sines = new Float64Array(length / 2);
  for (let index = 0; index < length / 2; index += 1) {
    cosines[index] = Math.cos((2 * Math.PI * index) / length);
    sines[index] = Math.sin((2 * Math.PI * index) / length);
  }
  for (let half = 1; half < length; half *= 2) {
    const stride = length / (2 * half);
    for (let block = 0; block < length; block += 2 * half) {
      for (let offset = 0; offset < half; offset += 1) {
        const even = block + offset;
        const odd = even + half;
        const cosine = cosines[offset * stride]!;
        const sine = sines[offset * stride]!;
        const oddReal = real[odd]! * cosine - imaginary[odd]! * sine;
        const oddImaginary = real[odd]! * sine + imaginary[odd]! * cosine;
        real[odd] = real[even]! - oddReal;
        imaginary[odd] = imaginary[even]! - oddImaginary;
        real[even]! += oddReal;
        imaginary[even]! += oddImaginary;
      }
    }
  }
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  for (let index = 1, mirrored = 0; index < real.length; index += 1) {
    let bit = real.length >> 1;
    for (; mirrored & bit; bit >>= 1) mirrored ^= bit;
    mirrored ^= bit;
    if (index >= mirrored) continue;
    swap(real, index, mirrored);
    swap(imaginary, index, mirrored);
  }
}

function swap(values: Float64Array, first: number, second: number): void {
  const kept = values[first]!;
  values[first] = values[second]!;
  values[second] = kept;
}
