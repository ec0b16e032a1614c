/** Words that say nothing about what a text is about, in the languages that are most often written. */
const empty = new Set(
  `a an and are as at be been but by can could did do does for from had has have how i if in into is it its just more
  most my no nor not of off on one or our out over own should so some such than that the their them then there these
  they this those to too up us was we were what when where which while who why will with without would you your
  der die das den dem ein eine und ist sind nicht mit von für auf wie was warum
  el la los las un una y es son no con de del para por que como por qué
  le les des une et est sont ne pas avec pour que comme pourquoi du
  o os as um uma e é são não com para que como il lo gli una è non per che`.split(/\s+/u),
);

/** Endings of English that leave the word the same: `sleeping`, `sleeps`, `sleep`. */
function stem(word: string): string {
  const short = word.replace(/(?:ings?|edly|ed|ies|ly|(?<=[^s])es|(?<=[^s])s|e)$/u, '');
  return short.length >= 3 ? short : word;
}

/** The telling words of a text, lower case, without their endings; in order, repeats kept. */
export function stemsOf(text: string, language: string): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  const stems: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text.toLowerCase())) {
    if (isWordLike === true && !empty.has(segment)) stems.push(stem(segment));
  }
  return stems;
}
