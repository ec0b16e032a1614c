import { z } from 'zod';

const address = z.url({ protocol: /^https?$/ });

const fields = z.strictObject({
  /** Which service is asked: Veo on Vertex AI, or Gemini Omni on the Gemini API. */
  mode: z.enum(['vertex', 'omni']).default('vertex'),
  /** A key of the Gemini API (`omni`), or one of Vertex AI, or an OAuth access token (`vertex`). */
  apiKey: z.string('an API key is needed').min(1, 'an API key is needed').optional(),
  /** What `apiKey` holds. */
  credential: z.enum(['api-key', 'access-token']).default('api-key'),
  /** Path of a service account's JSON key file; used instead of `apiKey`. */
  serviceAccountFile: z.string().min(1).optional(),
  /** Default: that of the service account. With neither, Vertex AI is asked in express mode. */
  project: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.:-]{1,98}$/, 'a project id, such as my-project-1')
    .optional(),
  location: z
    .string()
    .regex(/^[a-z0-9-]{2,40}$/, 'a location, such as us-central1 or global')
    .default('us-central1'),
  /** Folder in Cloud Storage for finished clips. Without it they come inside the answer. */
  storageUri: z
    .string()
    .regex(/^gs:\/\/[a-z0-9][\w.-]{1,220}(\/[^?#]*)?$/, 'an address such as gs://bucket/folder/')
    .optional(),
  /** Another server that speaks the protocol of Vertex AI or the Gemini API, such as an emulator. */
  baseUrl: address.optional(),
  /** The same for Cloud Storage. */
  storageBaseUrl: address.default('https://storage.googleapis.com'),
  /** The same for the token endpoint of service accounts. */
  authBaseUrl: address.default('https://oauth2.googleapis.com'),
  /** Clips at once. */
  maxConcurrent: z.int().min(1).max(100).default(4),
});
type Fields = z.output<typeof fields>;

const vertexOnly = ['serviceAccountFile', 'project', 'storageUri'] as const;

/** What does not go together, by the option that is wrong. The key comes first: it is what is mostly missing. */
function conflicts(options: Fields): [keyof Fields, string][] {
  const { mode, apiKey, credential, serviceAccountFile, project, storageUri } = options;
  if (apiKey === undefined && (mode === 'omni' || serviceAccountFile === undefined)) {
    return [['apiKey', 'an API key is needed']];
  }
  if (mode === 'omni') {
    const found: [keyof Fields, string][] = vertexOnly
      .filter((name) => options[name] !== undefined)
      .map((name) => [name, 'is for the mode vertex only']);
    if (credential !== 'api-key') found.push(['credential', 'the mode omni takes an api-key only']);
    return found;
  }
  const isKey = serviceAccountFile === undefined && credential === 'api-key';
  if (isKey && storageUri !== undefined) {
    return [['storageUri', 'Cloud Storage takes no API key: use an access token or a service account']];
  }
  if (!isKey && serviceAccountFile === undefined && project === undefined) {
    return [['project', 'an access token needs the id of the project']];
  }
  return [];
}

/** What the settings say about Veo and Gemini Omni. */
export const veoOptionsSchema = fields.superRefine((options, context) => {
  for (const [name, message] of conflicts(options)) {
    context.addIssue({ code: 'custom', path: [name], message });
  }
});
export type VeoOptions = Fields;
