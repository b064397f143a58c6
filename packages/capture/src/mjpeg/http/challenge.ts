/** The challenges of `WWW-Authenticate` headers. */
/** One authentication scheme that a server accepts (RFC 9110, 11.6.1). */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** Names in lower case, values unquoted. Each character of a value is one byte, as it came. */
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * A parameter, a scheme or a comma, in this order of preference. A value without quotes may have blanks in it, as in
 * `realm=IP Camera`, up to the next comma.
 */
const token =
  /\s*(?:([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*(?:(?:[\t ]+[^\s,"=]+)+(?=\s*(?:,|$)))?))|([\w!#$%&'*+.^`|~-]+)|(,))/gy;

/** Parses the values of `WWW-Authenticate` headers, each with one or more challenges. Invalid parts are skipped. */
export function parseChallenges(headers: readonly string[]): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  for (const header of headers) {
    let current: (typeof challenges)[number] | undefined;
    for (const [, name, quoted, plain, scheme] of header.matchAll(token)) {
      if (scheme !== undefined) {
        current = { scheme: scheme.toLowerCase(), parameters: new Map() };
        challenges.push(current);
      } else if (name !== undefined) {
        current?.parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "");
      }
    }
  }
  return challenges;
}
