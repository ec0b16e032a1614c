import type { SettingDefinition } from './setting-definition.js';
import { settingsSchema } from './settings-schema.js';

const sections: Readonly<Record<string, string>> = {
  global: 'What holds for every video unless its request or channel says otherwise.',
  storage: 'Where files go.',
  cache:
    'Clips and pictures that were made are used again for the same request. A command ends soon: use `disk` on the command line.',
  media: 'The engine that encodes and decodes.',
  egress:
    'Bounds of everything that goes over the network. Proxy variables such as `HTTPS_PROXY` are not followed: behind a proxy nobody could check where a connection ends.',
  selection: 'How a provider is chosen when none is named.',
  gateway:
    'How providers are asked for clips and pictures: tries, pauses, who is next, deadlines and money. Each can be changed for one provider (`providers.<id>.policies`) and for one request.',
  store: 'Where jobs, paid work and money are remembered.',
  jobs: 'How jobs survive, and who works on them; see jobs.md.',
  plugins: 'Which plugins are used, and what happens when one fails.',
  writing: 'How scripts are written from briefs.',
  templates: 'Ad templates.',
  logging: 'The log: one JSON object a line on standard error. Secrets are redacted.',
  providers: 'One section for each provider, by its id. A provider without a section has the defaults.',
  channels: 'One section for each channel, by its id. A channel without a section has the defaults.',
};

const introduction = `# Settings

Aether runs without any settings. Those that you want to change come from four places; a later one wins, key by key:

1. the defaults below, which are also in \`config/default.json\`;
2. your settings file: the one that \`--config FILE\` names, else \`AETHER_CONFIG\`, else \`aether.config.json\` in the working folder, else \`aether/config.json\` in your configuration folder (\`$XDG_CONFIG_HOME\` or \`~/.config\`; on Windows \`%APPDATA%\`). The first that exists is read;
3. environment variables;
4. command-line flags.

\`\`\`json
{
  "global": { "defaultQuality": "high", "maxConcurrentGenerations": 2 },
  "storage": { "path": "videos" },
  "providers": { "mock": { "enabled": false } },
  "channels": { "air": { "maxDurationSeconds": 90, "voice": "flite:slt" } }
}
\`\`\`

- A key that does not exist, or a value that is not allowed, is an error that names the key, the place where it was written, what is allowed and the nearest key that exists. \`aether doctor\` shows every value that is not the default, and where it came from.
- Relative paths start at the folder of the file that holds them; those in variables and flags start at the working folder.
- An empty variable counts as not set. True and false may be written \`true\`, \`yes\`, \`on\`, \`1\` and \`false\`, \`no\`, \`off\`, \`0\`. Lists of names are separated by commas, lists of paths as in \`PATH\` (\`:\`, on Windows \`;\`).
- In the variables of providers and channels \`<ID>\` is the id in upper case with \`_\` for \`-\`: \`VIDEO_PROVIDER_MY_STUDIO_API_KEY\` belongs to \`my-studio\`.
- API keys come from the environment alone. A key in a file is an error.
`;

/** `\n` and `|` would break the table. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

function defaultOf({ default: value, defaultText }: SettingDefinition): string {
  return defaultText ?? `\`${JSON.stringify(value)}\``;
}

function row([key, definition]: [string, SettingDefinition]): string {
  const { doc, format, env } = definition;
  const variable = env === undefined ? '' : `\`${env.replace('*', '<ID>')}\``;
  const cells = [`\`${key.replace('*', '<id>')}\``, doc, format.allowed, defaultOf(definition), variable];
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** The text of docs/settings.md. */
export function settingsReference(): string {
  const tables = Object.entries(sections).map(([section, about]) => {
    const rows = Object.entries(settingsSchema).filter(([key]) => key.startsWith(`${section}.`));
    const head = '| key | what it does | allowed | default | variable |\n| --- | --- | --- | --- | --- |';
    return `\n## ${section}\n\n${about}\n\n${head}\n${rows.map(row).join('\n')}\n`;
  });
  return introduction + tables.join('');
}
