import type { TemplateRequest, VideoTemplate } from './video-template.js';

/** A scene list as the parser `scenes` reads it. */
export interface FilledTemplate {
  readonly topic: string;
  readonly language: string;
  readonly hashtags: readonly string[];
  readonly scenes: readonly {
    readonly id: string;
    readonly role: string;
    readonly text: string;
    readonly seconds: number;
  }[];
}

/** Puts product and call to action in, and nothing else: `{cta}` inside of a product's name stays text. */
export function fillSlots(text: string, { product, callToAction }: TemplateRequest): string {
  const call = /[.!?。！？…]$/u.test(callToAction) ? callToAction : `${callToAction}.`;
  return text
    .replaceAll(/\{(product|cta)\}/gu, (_, slot) => (slot === 'product' ? product : call))
    .replaceAll(/([.!?])\.(?=\s|$)/gu, '$1');
}

/** The script of an ad. */
export function fillTemplate(template: VideoTemplate, request: TemplateRequest): FilledTemplate {
  const { language, hashtags, scenes } = template;
  return {
    topic: request.product,
    language,
    hashtags,
    scenes: scenes.map(({ role, text, seconds }, index) => ({
      id: `scene-${index + 1}`,
      role,
      text: fillSlots(text, request),
      seconds,
    })),
  };
}
