/**
 * How large a script may be. Every parser holds these limits, so that a mistake is named before any work
 * is done. Lengths count Unicode characters (code points).
 */
export const scriptLimits = {
  /** A whole script: a file's text, or all texts of an object together. */
  characters: 100_000,
  /** Values in an object: fields, entries and texts. */
  values: 10_000,
  /** Objects and lists inside each other. */
  depth: 20,
  /** Issues that one error lists. */
  issues: 100,
  topic: 200,
  hook: 200,
  point: 500,
  callToAction: 200,
  sceneText: 500,
  visualPrompt: 2_000,
  model: 200,
  points: 30,
  scenes: 100,
  hashtags: 30,
  hashtag: 100,
  /** Channel, voice and scene ids. */
  identifier: 64,
  path: 1_000,
  /** Shortest and longest time that a script may give a scene, seconds. */
  minSeconds: 0.5,
  maxSeconds: 600,
} as const;
