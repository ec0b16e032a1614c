import { Captions } from './captions.js';
import type { SceneTextProps } from './shown-text.js';
import { Title } from './title.js';

/** What is written on a scene. */
export function SceneText({ scene, props }: SceneTextProps) {
  return scene.treatment === 'title' ? (
    <Title scene={scene} props={props} />
  ) : (
    <Captions scene={scene} props={props} />
  );
}
