// Writes docs/settings.md from the settings schema. Run it after a build; a test holds the two together.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const built = (file) => pathToFileURL(path.join(root, 'dist', file)).href;
const { settingsReference } = await import(built('config/settings-reference.js'));

mkdirSync(path.join(root, 'docs'), { recursive: true });
writeFileSync(path.join(root, 'docs/settings.md'), settingsReference());
