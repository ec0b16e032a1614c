import { createRequire } from 'node:module';
import type { IDiagnostic } from '../../domain/diagnosis/diagnosis.js';
import { fontPackages } from '../media/text/font-packages.js';

const require = createRequire(import.meta.url);

/** The fonts that come with the install. */
export function diagnoseFonts(): IDiagnostic {
  return {
    examine: () => {
      const missing = fontPackages.filter(({ name }) => !isInstalled(name)).map(({ name }) => name);
      const subject = 'Fonts';
      if (missing.length === 0) {
        const finding = `${fontPackages.length} families, East Asian, right-to-left and emoji included`;
        return Promise.resolve([{ subject, verdict: 'ok', finding } as const]);
      }
      const finding = `missing ${missing.join(', ')}`;
      return Promise.resolve([
        { subject, verdict: 'problem', finding, fix: 'Reinstall aether-video.' } as const,
      ]);
    },
  };
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
