/** How a script begins and ends in languages other than English: all that the writer can say in them by itself. */
export const foreignClosings: Readonly<Record<string, string>> = {
  ar: 'تابعنا لتعرف المزيد.',
  de: 'Folge für mehr davon.',
  es: 'Síguenos para saber más.',
  fr: 'Abonne-toi pour en savoir plus.',
  hi: 'और जानने के लिए फ़ॉलो करें।',
  it: 'Seguici per saperne di più.',
  ja: 'フォローして、続きをご覧ください。',
  ko: '더 알고 싶다면 팔로우하세요.',
  nl: 'Volg ons voor meer.',
  pl: 'Obserwuj, aby wiedzieć więcej.',
  pt: 'Siga para saber mais.',
  ru: 'Подпишитесь, чтобы узнать больше.',
  tr: 'Daha fazlası için takip edin.',
  uk: 'Підпишіться, щоб дізнатися більше.',
  zh: '关注我们，了解更多。',
};
