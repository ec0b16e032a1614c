import type { IMediaBackend, MediaCall } from '../../../domain/media/media-backend.js';
import type { TimelineScene, VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import type { FrameBuffer, FrameKernel } from '../kernel/frame-kernel.js';
import { openScenePicture, type ScenePicture } from '../picture/scene-picture.js';
import type { SceneText, TextRenderer } from '../text/text-renderer.js';
import { OverlayCache } from './overlay-cache.js';

interface OpenScene {
  readonly picture: ScenePicture;
  readonly text: SceneText;
}

export interface SceneStageParts {
  readonly timeline: VideoTimeline;
  readonly kernel: FrameKernel;
  readonly textRenderer: TextRenderer;
  readonly backend: IMediaBackend;
  readonly call: MediaCall;
}

/** Draws any frame of any scene. Scenes are opened on first use and must be closed when they are done. */
export class SceneStage {
  private readonly open = new Map<TimelineScene, Promise<OpenScene>>();
  private readonly overlays: OverlayCache;

  constructor(private readonly parts: SceneStageParts) {
    this.overlays = new OverlayCache(parts.kernel);
  }

  /** Starts to load a scene, so that it is there when its first frame is wanted. */
  prepare(scene: TimelineScene): void {
    if (this.open.has(scene)) return;
    const opening = this.openScene(scene);
    // The failure is thrown where the scene is drawn; here it must only not go unheard.
    opening.catch(() => undefined);
    this.open.set(scene, opening);
  }

  /** Draws the picture of one frame, without text. */
  async drawPicture(scene: TimelineScene, frame: number, destination: FrameBuffer): Promise<void> {
    const { picture } = await this.opened(scene);
    await picture.render(frame, destination);
  }

  /** Draws the text of one frame over whatever is there. */
  async drawText(scene: TimelineScene, frame: number, destination: FrameBuffer): Promise<void> {
    const { text } = await this.opened(scene);
    for (const { layer, opacity, offsetX, offsetY } of text.layersAt(frame)) {
      const overlay = this.overlays.get(layer);
      this.parts.kernel.overlay(overlay, destination, layer.x + offsetX, layer.y + offsetY, opacity);
    }
  }

  /** Frees what a scene holds. */
  async close(scene: TimelineScene): Promise<void> {
    const opening = this.open.get(scene);
    this.open.delete(scene);
    const opened = await opening?.catch(() => undefined);
    await opened?.picture.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.open.keys()].map((scene) => this.close(scene)));
  }

  private async opened(scene: TimelineScene): Promise<OpenScene> {
    this.prepare(scene);
    return this.open.get(scene)!;
  }

  private async openScene(scene: TimelineScene): Promise<OpenScene> {
    const { timeline, kernel, textRenderer, backend, call } = this.parts;
    const [picture, text] = await Promise.all([
      openScenePicture(scene, timeline, kernel, backend, call),
      textRenderer.prepareScene(scene, timeline),
    ]);
    return { picture, text };
  }
}
