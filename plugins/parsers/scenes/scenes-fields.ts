import {
  fieldGroup,
  optionalField,
  sceneFields,
  sceneIdField,
  scriptHeaderFields,
  scriptLimits,
  textField,
} from 'aether-video/plugin';
import type { FieldAliases } from 'aether-video/plugin';
import { z } from 'zod';

const scene = fieldGroup(
  {
    text: textField(scriptLimits.sceneText),
    ...sceneFields,
    role: optionalField(
      z.preprocess(
        (value) => (typeof value === 'string' ? value.replaceAll('_', '-') : value),
        z.enum(['hook', 'point', 'call-to-action', 'scene']),
      ),
    ),
    id: optionalField(sceneIdField),
  },
  'a scene: fields with text, seconds and media',
);

/** The format's fields by their own names. Anything else is refused. */
export const scenesFields = fieldGroup(
  {
    ...scriptHeaderFields,
    scenes: z.array(scene, { error: 'a list of scenes' }).min(1).max(scriptLimits.scenes),
  },
  'fields such as topic and scenes',
);

/** Other names that people write. */
export const scenesAliases: FieldAliases = { title: 'topic', tags: 'hashtags' };
