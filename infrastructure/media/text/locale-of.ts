/** The locale of a BCP 47 tag; undetermined if it is none. */
export function localeOf(language: string): Intl.Locale {
  try {
    return new Intl.Locale(language);
  } catch {
    return new Intl.Locale('und');
  }
}
