import type { CompositionProps } from './composition/composition-props.js';

/** What the render process is told to do: plain JSON. */
export interface RenderOrder {
  readonly entryPoint: string;
  readonly compositionId: string;
  /** A folder that holds the finished bundle if it exists, and where it is kept if it does not. */
  readonly keptBundle?: string;
  /** Made anew by the render process from the bundle; its public folder is there already. */
  readonly siteFolder: string;
  readonly chromePath: string;
  readonly chromeMode: 'headless-shell' | 'chrome-for-testing';
  readonly pages: number;
  readonly props: CompositionProps;
  readonly frames: number;
  /** Output options of FFmpeg for the picture. */
  readonly encoderArguments: readonly string[];
  readonly outputPath: string;
}

/** Where it was when it failed. */
export type RenderStep = 'bundle' | 'composition' | 'render';

/** What the render process tells. */
export type RenderReport =
  | { readonly kind: 'progress'; readonly step: RenderStep; readonly fraction: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly step: RenderStep; readonly message: string };
