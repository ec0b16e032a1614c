import type { SettingDefinition } from '../../config/setting-definition.js';

/** Where a value was written. */
export interface SettingOrigin {
  readonly kind: 'file' | 'environment' | 'override';
  /** For people: a file’s path, a variable’s name, or what passed the flags. */
  readonly label: string;
  /** Absolute folder that relative paths start from. */
  readonly baseFolder: string;
}

/** One value for one key, from one place. */
export interface SettingEntry {
  /** Such as `providers.mock.enabled`. */
  readonly key: string;
  readonly definition: SettingDefinition;
  readonly value: unknown;
  readonly origin: SettingOrigin;
}

/** One thing that is wrong with the settings. */
export interface SettingIssue {
  /** Key path. */
  readonly key: string;
  /** Label of the origin. */
  readonly source: string;
  readonly message: string;
  readonly howToFix?: string;
}
