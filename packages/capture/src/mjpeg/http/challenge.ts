/** One way that a server offers to authenticate (RFC 9110, 11.6.1). */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** Names in lower case, values unquoted. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** A parameter, a scheme or a comma, in this order of preference. */
const token = /\s*(?:([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))|([\w!#$%&'*+.^`|~-]+)|(,))/gy;

/** Reads the values of `WWW-Authenticate` headers; each may hold several challenges. What it can not read it leaves out. */
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
