import { fieldGroup, sceneFields, scriptHeaderFields, scriptLimits, textField } from 'aether-video/plugin';
import type { FieldAliases } from 'aether-video/plugin';
import { z } from 'zod';

/** A hook, point or call to action: a text, or a text with a picture and a least length. */
function partField(limit: number) {
  return z.preprocess(
    (value) => (typeof value === 'string' ? { text: value } : value),
    fieldGroup({ text: textField(limit), ...sceneFields }, 'a text, or fields with text, media and seconds'),
  );
}

/** The format's fields by their own names. Anything else is refused. */
export const tiktokFields = fieldGroup(
  {
    ...scriptHeaderFields,
    hook: partField(scriptLimits.hook),
    main_points: z
      .array(partField(scriptLimits.point), { error: 'a list of texts' })
      .min(1)
      .max(scriptLimits.points),
    call_to_action: partField(scriptLimits.callToAction).nullish(),
  },
  'fields such as hook, main_points and call_to_action',
);

/** Other names that people write. */
export const tiktokAliases: FieldAliases = {
  title: 'topic',
  mainPoints: 'main_points',
  points: 'main_points',
  callToAction: 'call_to_action',
  cta: 'call_to_action',
  tags: 'hashtags',
};
