/**
 * What was found of one topic. `fine`; `note`: neither good nor bad; `advice`: it works, and could be better;
 * `broken`: something that is needed does not work. What is not fine has its fix with it: a command or a sentence.
 */
export type Finding = {
  /** A word, such as `ffmpeg`. */
  readonly topic: string;
  /** One line. */
  readonly says: string;
  /** Lines below it. */
  readonly more?: readonly string[];
} & (
  | { readonly state: "fine" }
  | { readonly state: "note"; readonly fix?: string }
  | { readonly state: "advice" | "broken"; readonly fix: string }
);

/** What one look has found, as data for programs and as findings for people. */
export interface Looked<Data> {
  readonly data: Data;
  readonly findings: readonly Finding[];
}

/** 1 when something that is needed does not work. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return findings.some(({ state }) => state === "broken") ? 1 : 0;
}
