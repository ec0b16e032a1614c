/** What must not be spoken: traces of the machine, unfilled places, promises that nobody may make. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\bas an? (?:ai|artificial intelligence|language model|assistant)\b/iu, 'speaks as a machine'],
  [
    /\bi (?:cannot|can[’']t|am unable to) (?:help|assist|create|write|fulfil)/iu,
    'refuses instead of telling',
  ],
  [
    /\b(?:here is|here[’']s|sure,|certainly!?) (?:the|your|a) (?:video )?script\b/iu,
    'talks about the script',
  ],
  [/\blorem ipsum\b/iu, 'is filler text'],
  [/\[(?:insert|your|company|product|brand|name|topic|link)\b[^\]]*\]/iu, 'has a place that was not filled'],
  [/\{\{?[a-z_ ]+\}?\}|<[a-z_ ]+>/iu, 'has a place that was not filled'],
  [/https?:\/\/|\bwww\./iu, 'holds a web address'],
  [/```|\*\*|^#{1,6}\s/mu, 'holds markup'],
  [/^\s*(?:hook|scene \d+|point \d+|narrator|voice ?over|call to action|cta)\s*:/iu, 'begins with a label'],
  [
    /\b(?:guaranteed (?:to )?(?:cure|heal|results|returns|profit)|cures? (?:cancer|depression|diabetes|autism)|risk[- ]free returns|get rich quick|100 ?% guaranteed)\b/iu,
    'promises what nobody can promise',
  ],
];

/** Why a line must not be spoken, going on from “it”; undefined if nothing is wrong. */
export function bannedIn(text: string, phrases: readonly string[]): string | undefined {
  const found = patterns.find(([pattern]) => pattern.test(text));
  if (found) return found[1];
  const lower = text.toLowerCase();
  const phrase = phrases.find((candidate) => lower.includes(candidate.toLowerCase()));
  return phrase === undefined ? undefined : `holds “${phrase}”, which the settings ban`;
}
