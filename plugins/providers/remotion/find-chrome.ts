import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { findOnPath, VideoGenerationError } from 'aether-video/plugin';

/** Best first: the headless shell starts faster and draws the same. */
const programs = [
  'chrome-headless-shell',
  'chromium-headless-shell',
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'chrome',
  'msedge',
];

const macPrograms = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** Environment variables that other tools use for the same. */
const variables = ['CHROME_PATH', 'PUPPETEER_EXECUTABLE_PATH'];

/**
 * Finds Chrome: the option, the environment, PATH, the usual places. Nothing is ever downloaded.
 * @throws VideoGenerationError PLUGIN_DEPENDENCY_MISSING
 */
export async function findChrome(
  chromePath: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  if (chromePath !== undefined) {
    if (await isProgram(chromePath)) return chromePath;
    throw noChrome(
      `There is no program at ${chromePath}, where providers.remotion.options.chromePath points.`,
    );
  }
  for (const variable of variables) {
    const named = environment[variable];
    if (!named) continue;
    if (await isProgram(named)) return named;
    throw noChrome(`There is no program at ${named}, where the environment variable ${variable} points.`);
  }
  for (const name of programs) {
    const found = await findOnPath(name);
    if (found !== undefined) return found;
  }
  for (const candidate of usualPlaces(environment)) if (await isProgram(candidate)) return candidate;
  throw noChrome('Remotion draws with Chrome, and none was found on this computer.');
}

/** What Remotion calls the two kinds: a whole Chrome has another headless mode than the shell. */
export function chromeModeOf(executable: string): 'headless-shell' | 'chrome-for-testing' {
  return path.basename(executable).includes('headless') ? 'headless-shell' : 'chrome-for-testing';
}

function usualPlaces(environment: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'darwin') return macPrograms;
  if (process.platform !== 'win32') return [];
  const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
    (name) => environment[name] ?? [],
  );
  return folders.flatMap((folder) => windowsPrograms.map((program) => path.join(folder, program)));
}

async function isProgram(candidate: string): Promise<boolean> {
  try {
    await access(candidate, constants.X_OK);
    return (await stat(candidate)).isFile();
  } catch {
    return false;
  }
}

function noChrome(message: string): VideoGenerationError {
  return new VideoGenerationError('PLUGIN_DEPENDENCY_MISSING', {
    message,
    howToFix:
      'Install Chrome, Chromium or Chrome Headless Shell (on Debian: apt-get install chromium-headless-shell), or set providers.remotion.options.chromePath to its program. Nothing is downloaded by itself.',
    details: { submission: 'unsent' },
  });
}
