import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RenderOrder } from './render-messages.js';

/**
 * What the page may load: its own origin on the loopback, and what it makes itself. Remotion's start script
 * stands in the page, hence the inline ones.
 */
const contentSecurityPolicy = [
  "default-src 'self' data: blob:",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'self' 'unsafe-inline'",
  "frame-src 'none'",
  "object-src 'none'",
  "form-action 'none'",
].join('; ');

/** Makes the folder that the page is served from: the bundle, and the media that are in its public folder. */
export async function bundleSite(order: RenderOrder, onProgress: (fraction: number) => void): Promise<void> {
  const { keptBundle, siteFolder } = order;
  if (keptBundle === undefined) {
    await bundleTo(order, siteFolder, onProgress);
  } else {
    if (!existsSync(keptBundle)) await keep(order, keptBundle, onProgress);
    await cp(keptBundle, siteFolder, { recursive: true });
  }
  const page = path.join(siteFolder, 'index.html');
  const html = await readFile(page, 'utf8');
  const meta = `<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">`;
  await writeFile(
    page,
    html.replace(/<head[^>]*>/iu, (head) => head + meta),
  );
}

/** Another process may do the same at the same time: the first to finish wins. */
async function keep(
  order: RenderOrder,
  keptBundle: string,
  onProgress: (fraction: number) => void,
): Promise<void> {
  const unfinished = `${keptBundle}.${randomUUID()}`;
  try {
    await bundleTo(order, unfinished, onProgress);
    await rename(unfinished, keptBundle);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(keptBundle)) throw error;
  }
}

async function bundleTo(
  { entryPoint, siteFolder, keptBundle }: RenderOrder,
  outDir: string,
  onProgress: (fraction: number) => void,
): Promise<void> {
  const { bundle } = await import('@remotion/bundler');
  // The built-in composition has no public files; without this, Remotion would look for some.
  const empty = `${siteFolder}-empty`;
  if (keptBundle !== undefined) await mkdir(empty, { recursive: true });
  await bundle({
    entryPoint,
    outDir,
    enableCaching: false,
    publicDir: keptBundle === undefined ? null : empty,
    // Five times as fast as webpack.
    rspack: true,
    // A map helps those who write a composition.
    rspackOverride: (configuration) =>
      keptBundle === undefined ? configuration : { ...configuration, devtool: false },
    onProgress: (percent) => onProgress(percent / 100),
  });
}
