import type { PromptRequest } from 'aether-video/plugin';
import { microsPerCredit, type FluxModel } from './flux-model.js';
import { sizeOf } from './flux-size.js';

const megapixel = 1024 * 1024;

/**
 * Millionths of a US dollar by the list: the first megapixel at its price, each further one, begun or whole, at
 * its own; every input picture counts as one. Undefined where the list knows no megapixels.
 */
export function microsByMegapixel(request: PromptRequest, model: FluxModel): number | undefined {
  const size = sizeOf(request, model.shape);
  if (!model.perMegapixel || !size) return undefined;
  const { first, further } = model.perMegapixel;
  const output = Math.ceil((size.width * size.height) / megapixel);
  const credits = first + further * (output - 1 + request.references.length);
  return Math.round(credits * microsPerCredit);
}
