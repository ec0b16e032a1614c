import type { Cost, PromptRequest } from 'aether-video/plugin';
import { inputTokens, omniModelOf, secondMicros, tokenMicros } from './omni-models.js';

/** Seconds of the result at the most: that of a changed clip is as long as the clip, which may have any length. */
function longestResult({ task, duration = 0 }: PromptRequest, longestInput: number): number {
  switch (task) {
    case 'video-to-video':
    case 'upscale':
      return longestInput;
    case 'extend':
      return longestInput + duration;
    default:
      return duration;
  }
}

/**
 * What the request costs at the most, by the tokens of its result and of what is handed in. A model without a
 * published price costs 0 here; the finished interaction tells the tokens that were used.
 */
export function omniEstimate(request: PromptRequest): Cost {
  const { model, resolution, references } = request;
  const { longestInput } = omniModelOf(model.id) ?? { longestInput: 0 };
  if (!model.price) return { micros: 0, currency: 'USD' };
  const clips = references.filter(({ role }) => role === 'video').length;
  const pictures = references.length - clips;
  const tokens = pictures * inputTokens.picture + clips * longestInput * inputTokens.second;
  const made = longestResult(request, longestInput) * secondMicros(resolution);
  return { micros: Math.ceil(made + tokens * tokenMicros.input), currency: 'USD' };
}
