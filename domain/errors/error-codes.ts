/** Who has to act: decides the CLI's exit code and the HTTP status. */
export type ErrorCategory = 'input' | 'configuration' | 'generation' | 'cancelled';

/** What is fixed about an error code; the message and the details belong to each occurrence. */
export interface ErrorDefinition {
  readonly category: ErrorCategory;
  /** True if the same call may succeed later without any change. */
  readonly retryable: boolean;
  /** One plain sentence for a person who has never read the code. */
  readonly userMessage: string;
  /** What to do about it, in the imperative. */
  readonly howToFix: string;
}

const input = (userMessage: string, howToFix: string): ErrorDefinition => ({
  category: 'input',
  retryable: false,
  userMessage,
  howToFix,
});
const configuration = (userMessage: string, howToFix: string): ErrorDefinition => ({
  category: 'configuration',
  retryable: false,
  userMessage,
  howToFix,
});
const generation = (retryable: boolean, userMessage: string, howToFix: string): ErrorDefinition => ({
  category: 'generation',
  retryable,
  userMessage,
  howToFix,
});

/**
 * Every error code that Aether raises. `docs/errors.md` shows the same table and a test holds the two
 * together. A code that is retired is never reused.
 */
export const errorCodes = {
  INVALID_REQUEST: input('The request is not valid.', 'Correct the field that the message names.'),
  SCRIPT_UNREADABLE: input(
    'The script could not be read.',
    'Check that the path is right and the file readable.',
  ),
  SCRIPT_EMPTY: input('The script is empty.', 'Write at least a hook, one point and a call to action.'),
  SCRIPT_TOO_LARGE: input(
    'The script is too large.',
    'Keep a script file under the size that the message names.',
  ),
  SCRIPT_TOO_DEEP: input(
    'The script is nested too deeply.',
    'Flatten the script: no format needs more than a few levels.',
  ),
  SCRIPT_MALFORMED: input(
    'The script is not well-formed.',
    'Correct the syntax at the line that the message names.',
  ),
  SCRIPT_FORMAT_UNKNOWN: input(
    'No parser recognises this script.',
    'Use one of the formats in docs/scripts.md.',
  ),
  SCRIPT_FIELD_MISSING: input(
    'A required field of the script is missing.',
    'Add the field that the message names.',
  ),
  SCRIPT_FIELD_INVALID: input(
    'A field of the script is not valid.',
    'Correct or remove the field that the message names.',
  ),
  SCRIPT_TEXT_TOO_LONG: input(
    'A text of the script is too long.',
    'Shorten the text, or split it into several scenes.',
  ),
  SCRIPT_CONTROL_CHARACTERS: input(
    'A text holds invisible control characters.',
    'Remove the characters that the message names.',
  ),
  SCRIPT_TOO_LONG: input(
    'The video would be longer than its channel allows.',
    'Shorten the script, or raise the channel’s maxDurationSeconds in the settings.',
  ),
  BRIEF_INVALID: input(
    'The brief is not complete or not valid.',
    'Correct the field that the message names.',
  ),
  TEMPLATE_UNKNOWN: input(
    'There is no such template.',
    'Choose one of the templates that `aether templates` lists.',
  ),
  TEMPLATE_INVALID: input(
    'A template, or what it is to be filled from, is not valid.',
    'Correct the field that the message names.',
  ),
  SOURCE_UNREADABLE: input(
    'A source document cannot be read.',
    'Name a text file: plain text, Markdown, HTML, CSV, JSON or subtitles, saved as UTF-8.',
  ),
  LANGUAGE_MODEL_UNKNOWN: input(
    'There is no such language model.',
    'Choose one of the models that `aether models` lists.',
  ),
  LANGUAGE_UNSUPPORTED: input(
    'The language model cannot write this language.',
    'Choose another model with --writer, give --source documents in the language, or write the script yourself.',
  ),
  CHANNEL_UNKNOWN: input(
    'There is no such channel.',
    'Choose one of the channels that `aether channels` lists.',
  ),
  CHANNEL_CONTENT_REJECTED: input(
    'The script breaks a rule of its channel.',
    'Change what the message names, or choose another channel.',
  ),
  PROVIDER_UNKNOWN: input(
    'There is no such provider.',
    'Choose one of the providers that `aether providers` lists.',
  ),
  VOICE_UNKNOWN: input('There is no such voice.', 'Choose one of the voices that `aether voices` lists.'),
  VIDEO_UNKNOWN: input(
    'There is no video with this id.',
    'Use an id that generateVideo returned in this process.',
  ),
  MEDIA_NOT_FOUND: input(
    'A media file does not exist.',
    'Check the path; relative paths start at the script’s folder.',
  ),
  MEDIA_OUTSIDE_ALLOWED_FOLDERS: input(
    'A media file lies outside the allowed folders.',
    'Move it beside the script, or add its folder to storage.mediaFolders in the settings.',
  ),
  MEDIA_PLAYLIST_REFUSED: input(
    'A media file is a playlist, not media.',
    'Download the media itself and use that file.',
  ),
  MEDIA_TYPE_UNSUPPORTED: input(
    'A media file is not of a supported type.',
    'Use JPEG, PNG, WebP, AVIF or GIF images, MP4, MOV, WebM or MKV clips, and MP3, M4A, WAV, FLAC or OGG music.',
  ),
  MEDIA_EMPTY: input('A media file is empty.', 'Replace the file: it holds no bytes.'),
  MEDIA_CORRUPT: input('A media file cannot be decoded.', 'Export the file again, or use another one.'),
  MEDIA_TOO_LARGE: input(
    'A media file is too large.',
    'Scale it down below the limit that the message names.',
  ),
  OUTPUT_PATH_INVALID: input(
    'The output path cannot be used.',
    'Name a file that ends in .mp4 in a folder that exists or can be made.',
  ),
  SETTINGS_INVALID: configuration(
    'A setting is not valid.',
    'Correct the key that the message names; docs/settings.md lists all of them.',
  ),
  SETTINGS_UNREADABLE: configuration(
    'A settings file cannot be read.',
    'Check the path and that the file is well-formed JSON.',
  ),
  PLUGIN_MANIFEST_INVALID: configuration(
    'A plugin’s manifest is not valid.',
    'Correct the field that the message names in the plugin’s manifest.',
  ),
  PLUGIN_DUPLICATE_ID: configuration(
    'Two plugins have the same id.',
    'Rename one of them, or disable one in the settings.',
  ),
  PLUGIN_HOST_API_MISMATCH: configuration(
    'A plugin was written for another version of the plugin API.',
    'Install a release of the plugin whose hostApi range includes this version.',
  ),
  PLUGIN_OPTIONS_INVALID: configuration(
    'A plugin’s options are not valid.',
    'Correct the option that the message names in the settings.',
  ),
  PLUGIN_LOAD_FAILED: configuration(
    'A plugin could not be loaded.',
    'Read the cause; reinstall the plugin, or disable it in the settings.',
  ),
  PLUGIN_TIMEOUT: configuration(
    'A plugin did not finish a step in time.',
    'Disable the plugin in the settings, or report the problem to its author.',
  ),
  PLUGIN_DISPOSE_FAILED: configuration(
    'A plugin did not shut down cleanly.',
    'Report the problem to the plugin’s author; finished videos are not affected.',
  ),
  PLUGIN_DEPENDENCY_MISSING: configuration(
    'A plugin needs a package that is not installed.',
    'Run the install command that the message names.',
  ),
  PLUGIN_STAGE_CONFLICT: configuration(
    'A plugin’s stage does not go together with the others.',
    'Disable one of the plugins that the message names.',
  ),
  PLUGIN_STAGE_FAILED: generation(
    false,
    'A stage that a plugin brought failed.',
    'Report the problem to the plugin’s author, or disable the plugin in the settings.',
  ),
  PLUGIN_PROTOCOL_ERROR: generation(
    false,
    'A plugin answered in a way its contract does not allow.',
    'Report the problem to the author of the plugin that the message names.',
  ),
  MEDIA_BACKEND_MISSING: configuration(
    'No usable FFmpeg was found.',
    'Install FFmpeg, set FFMPEG_PATH, or install the optional dependency node-av.',
  ),
  FONTS_MISSING: configuration(
    'The fonts that come with the install are missing.',
    'Install the dependencies again: `npm ci` in a checkout, `npm install aether-video` elsewhere.',
  ),
  SPEECH_ENGINE_MISSING: configuration(
    'No speech engine can speak this script.',
    'Run `aether voices` to see what is installed, or choose --voice none.',
  ),
  AUTHENTICATION_FAILED: configuration(
    'The provider refused the credentials.',
    'Set a valid API key for the provider.',
  ),
  INSUFFICIENT_CREDITS: generation(
    false,
    'The account at the provider has no credits left.',
    'Add credits, or choose another provider.',
  ),
  RATE_LIMIT_EXCEEDED: generation(
    true,
    'The provider’s rate limit is reached.',
    'Wait as long as the message says, or lower the concurrency.',
  ),
  CONTENT_POLICY_VIOLATION: generation(
    false,
    'The provider’s content policy refused the request.',
    'Rephrase the text or choose another picture.',
  ),
  PROVIDER_ERROR: generation(true, 'The provider failed.', 'Try again, or choose another provider.'),
  PROVIDER_PROTOCOL_ERROR: generation(
    false,
    'The provider answered in a way its contract does not allow.',
    'Report the problem to the provider plugin’s author.',
  ),
  NO_SUITABLE_PROVIDER: generation(
    false,
    'No provider can make this video.',
    'Read the reason given for each provider and change the request or the settings.',
  ),
  EGRESS_REFUSED: input(
    'An address may not be fetched.',
    'Use a public https address; addresses of your own servers belong into the settings.',
  ),
  MODEL_UNKNOWN: input('The provider has no such model.', 'Choose one of the models that the message lists.'),
  MODEL_SHUT_DOWN: input(
    'The model was shut down by its provider.',
    'Choose the model that the message suggests.',
  ),
  BUDGET_EXCEEDED: input(
    'The work would cost more than the budget allows.',
    'Raise the budget, or ask for less.',
  ),
  SUBMISSION_UNKNOWN: generation(
    false,
    'It cannot be known whether the provider took the request.',
    'Look at the provider’s own dashboard, then run `aether operations resolve`.',
  ),
  CIRCUIT_OPEN: generation(
    true,
    'The provider failed too often and is left alone for a while.',
    'Wait until the time that the message names, or choose another provider.',
  ),
  DOWNLOAD_REJECTED: generation(
    true,
    'What the provider delivered is not usable.',
    'Try again, or choose another provider; the cost stays in the ledger.',
  ),
  ILLEGAL_TRANSITION: generation(
    false,
    'A record was asked to change in a way that it may not.',
    'Report the problem with the details.',
  ),
  JOB_UNKNOWN: input('There is no such job.', 'Choose one of the jobs that `aether jobs` lists.'),
  JOB_STALLED: generation(
    true,
    'The job showed no progress for too long and was stopped.',
    'Run `aether jobs retry` with the job’s id; what stands is not made again.',
  ),
  JOB_ABANDONED: generation(
    false,
    'The job ended the process that worked on it, again and again.',
    'Look into the log of the stage that the message names, then run `aether jobs retry` with the job’s id.',
  ),
  DEGRADATION_REFUSED: generation(
    false,
    'The video could not be made as asked, and less was not allowed.',
    'Remedy what the message names, or allow less with the preset default.',
  ),
  LEASE_LOST: generation(
    false,
    'Another process has taken up this work.',
    'Leave it to the other process; its result will appear in the same journal.',
  ),
  WRITING_FAILED: generation(
    true,
    'No script could be written.',
    'Read what each model said; choose another with --writer, or write the script yourself.',
  ),
  MACHINE_NOT_READY: configuration(
    'Something that the video needs is missing on this machine.',
    'Do what the message says; `aether doctor` shows everything that was examined.',
  ),
  NETWORK_ERROR: generation(true, 'The network failed.', 'Check the connection and try again.'),
  TIMEOUT: generation(
    true,
    'The work took longer than its deadline.',
    'Try again, or raise the timeout that the message names.',
  ),
  QUEUE_FULL: generation(
    true,
    'Too much work is waiting already.',
    'Try again when some of it is done, or raise limits.maxQueued.',
  ),
  SPEECH_FAILED: generation(true, 'The speech engine failed.', 'Try again, or choose another voice.'),
  MEDIA_PROCESS_FAILED: generation(
    false,
    'The media engine failed.',
    'Read the end of its log in the details; run `aether doctor`.',
  ),
  MEDIA_PROCESS_MEMORY: generation(
    false,
    'The media engine used more memory than it may.',
    'Choose a lower quality, or raise media.maxMemoryMegabytes.',
  ),
  ARTIFACT_REJECTED: generation(
    false,
    'The finished video did not pass its checks.',
    'Report the problem with the details; nothing was published.',
  ),
  STORAGE_FULL: generation(true, 'The disk is full.', 'Free some space; the work can be started again.'),
  STORAGE_NOT_WRITABLE: configuration(
    'A folder cannot be written to.',
    'Give write permission, or choose another folder with VIDEO_STORAGE_PATH.',
  ),
  STORE_UNAVAILABLE: configuration(
    'The database of paid work cannot be opened.',
    'Run the command that the message names; nothing is sent to a paid provider without it.',
  ),
  STORE_CORRUPT: configuration(
    'The database of paid work is damaged.',
    'Restore the file from a backup, or move it away and look at the providers’ dashboards for work under way.',
  ),
  CANCELLED: {
    category: 'cancelled',
    retryable: false,
    userMessage: 'The work was cancelled.',
    howToFix: 'Start it again when you want it.',
  },
  INTERNAL_ERROR: generation(
    false,
    'Something went wrong inside Aether.',
    'Report the problem with the details.',
  ),
} as const satisfies Record<string, ErrorDefinition>;

/** A stable code that callers branch on; never parse the message. */
export type ErrorCode = keyof typeof errorCodes;
