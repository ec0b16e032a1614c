import type { SettingFormat } from './setting-format.js';

/** All there is to know about one setting before it has a value. */
export interface SettingDefinition {
  /** One or two sentences for people. */
  readonly doc: string;
  readonly format: SettingFormat;
  /** Undefined: absent unless somebody sets it. */
  readonly default: unknown;
  /** What the documentation shows as default, where the value alone would not say it. */
  readonly defaultText?: string;
  /**
   * Environment variable that sets it. In sections by id, `*` stands for the id in upper case with `_` for
   * `-`.
   */
  readonly env?: string;
  /** A secret: never written, never taken from a file. */
  readonly sensitive?: true;
}
