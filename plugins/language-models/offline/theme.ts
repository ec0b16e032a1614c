/** What the writer knows about one subject. Sentences stand alone, so that any of them can be left out. */
export interface Theme {
  readonly id: string;
  /** Words of a topic that is about this, lower case. */
  readonly words: readonly string[];
  /** Follows “about” and “for”: `sleep`. */
  readonly subject: string;
  readonly hooks: { readonly question: readonly string[]; readonly statement: readonly string[] };
  /** What is so: general, uncontroversial. */
  readonly truths: readonly string[];
  /** Another way to look at it. */
  readonly turns: readonly string[];
  /** What to do, in the imperative. */
  readonly steps: readonly string[];
  /** Before, the change, after: in the second person. */
  readonly story: readonly [string, string, string];
  /** Follows “For one week,”: an imperative. */
  readonly habit: string;
  /** A noun phrase: what it is good for. */
  readonly payoff: string;
  /** What is to be seen. */
  readonly pictures: readonly string[];
  readonly tags: readonly string[];
}
