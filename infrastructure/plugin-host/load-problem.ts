import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { redactSecrets } from '../logging/redact-secrets.js';

/** The package that an import did not find, if that is what went wrong. Source: Node’s ERR_MODULE_NOT_FOUND. */
function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND')
    return undefined;
  const name = /Cannot find package '([^']+)'/.exec(error.message)?.[1];
  return name
    ?.split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'it threw something that cannot be shown';
  }
}

/**
 * What a plugin’s code threw, as one of our errors.
 * @param attempt Begins the message: `The plugin speech/espeak (built-in) could not be loaded`.
 * @param builtIn True if it came with Aether: then its packages go into the user’s own project.
 * @param secrets Known secrets, which plugins are given and may blurt out.
 */
export function loadProblem(
  error: unknown,
  attempt: string,
  {
    secrets = [],
    builtIn = false,
  }: { readonly secrets?: readonly string[]; readonly builtIn?: boolean } = {},
): VideoGenerationError {
  if (VideoGenerationError.isInstance(error)) return error;
  const missing = missingPackage(error);
  if (missing !== undefined) {
    return new VideoGenerationError('PLUGIN_DEPENDENCY_MISSING', {
      message: `${attempt}: it needs the package ${missing}, which is not installed${builtIn ? '' : ' beside it'}.`,
      howToFix: `Run in ${builtIn ? 'your project' : 'the plugin’s folder'}: npm install ${missing}`,
      details: { package: missing },
      cause: error,
    });
  }
  return new VideoGenerationError('PLUGIN_LOAD_FAILED', {
    message: `${attempt}: ${String(redactSecrets(messageOf(error), secrets))}`,
    cause: error,
  });
}
