// The frame kernel: everything that touches every pixel of every frame. Memory belongs to the host.
export { blendRows, resamplePlane } from './resample.as';
export { convertRows } from './color.as';
export { overlayPlane } from './overlay.as';
export { compositePlane, expandRows } from './light.as';

/** First byte that the host may use. */
export function heapBase(): usize {
  return __heap_base;
}
