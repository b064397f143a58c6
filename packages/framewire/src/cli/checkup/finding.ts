/** The results of the checks. */

/**
 * The finding about one topic. `ok`; `info`: neither good nor bad; `warning`: it works but could be better; `error`:
 * something required does not work. Every warning and error has a fix: a command or a sentence.
 */
export type Finding = {
  /** One word, such as `ffmpeg`. */
  readonly topic: string;
  /** One line. */
  readonly message: string;
  /** Lines below it. */
  readonly details?: readonly string[];
} & (
  | { readonly status: "ok" }
  | { readonly status: "info"; readonly fix?: string }
  | { readonly status: "warning" | "error"; readonly fix: string }
);

/** The result of one check: data for programs, findings for people. */
export interface CheckResult<Data> {
  readonly data: Data;
  readonly findings: readonly Finding[];
}

/** Returns 1 if something required does not work, else 0. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return findings.some(({ status }) => status === "error") ? 1 : 0;
}
