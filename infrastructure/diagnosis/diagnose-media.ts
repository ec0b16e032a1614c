import type { DiagnosticFinding, IDiagnostic } from '../../domain/diagnosis/diagnosis.js';
import type { MediaSettings } from '../../domain/settings/settings.js';
import {
  inspectMediaBackends,
  type MediaBackendInspection,
} from '../media/backend/inspect-media-backends.js';

/** FFmpeg and what it can do. One usable backend is enough. */
export function diagnoseMedia(settings: MediaSettings): IDiagnostic {
  return {
    examine: async () => {
      const backends = await inspectMediaBackends(settings);
      const wanted = backends.filter(({ id }) => settings.backend === 'auto' || id === settings.backend);
      const able = wanted.some(({ usable }) => usable);
      return backends.map((backend) => findingOf(backend, able));
    },
  };
}

function findingOf(
  { id, location, version, usable, missing, howToFix }: MediaBackendInspection,
  able: boolean,
): DiagnosticFinding {
  const subject = id === 'ffmpeg' ? 'FFmpeg' : 'FFmpeg in node-av';
  if (usable)
    return { subject, verdict: 'ok', finding: `${version} at ${location}, all needed codecs and filters` };
  const finding = `not usable: missing ${missing.join(', ')}`;
  return { subject, verdict: able ? 'warning' : 'problem', finding, fix: howToFix };
}
