/**
 * A picture of some text. Straight (not premultiplied) alpha, 8-bit RGBA rows without padding. Its place and
 * size are even, so that it falls on whole chroma samples, and it lies inside the frame. Never changes.
 */
export interface TextLayer {
  /** Names scene, page and state: equal keys of one scene mean equal pixels. */
  readonly key: string;
  /** Pixels from the frame's left edge. */
  readonly x: number;
  /** Pixels from the frame's top edge. */
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** A layer as it stands in one frame. */
export interface PlacedLayer {
  readonly layer: TextLayer;
  /** 0 to 1; multiplies the layer's alpha. */
  readonly opacity: number;
  /** Even pixels to move the layer to the right. The moved layer still lies inside the frame. */
  readonly offsetX: number;
  /** Even pixels to move the layer down. */
  readonly offsetY: number;
}

/** The text of one scene, ready to be drawn. */
export interface SceneText {
  /**
   * What stands on a frame, bottom layer first; empty if nothing does. Layers are drawn when they are first
   * asked for, and the last {@link keptLayers} of them are kept: the same state gives the same object as long
   * as it is in use, so a conversion can be cached by identity.
   *
   * @param frame counts from the scene's first frame.
   */
  layersAt(frame: number): readonly PlacedLayer[];
}

/** How many layers a scene keeps; no frame needs more than half of them. */
export const keptLayers = 24;
