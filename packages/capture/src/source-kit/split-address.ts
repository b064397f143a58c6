/** The parts of an address as people write it, before any parser sees it. */

/**
 * Splits an address into its scheme, its credentials and the rest. A `/`, `?`, `#` or `\` in a password ends the host for a
 * URL parser, so that part of the password becomes a port, a path or a fragment. Here the credentials end at the last `@`
 * instead, wherever it may belong to a password.
 */
export function splitAddress(text: string): AddressParts {
  const [scheme = ""] = schemePattern.exec(text) ?? [];
  const after = text.slice(scheme.length);
  const end = credentialsEnd(after);
  return { scheme, credentials: after.slice(0, end), rest: after.slice(end) };
}

/** The parts of an address. Joined they are the whole text. */
export interface AddressParts {
  /** With its colon and slashes, and the prefix of a reader, such as `rtsp://` or `opencv:http://`; perhaps empty. */
  readonly scheme: string;
  /** Name and password with the `@` behind them; empty where there are none. */
  readonly credentials: string;
  /** Host, port, path, query and fragment. */
  readonly rest: string;
}

/**
 * Returns a sentence about the characters of a name, a password or a secret parameter that have to be percent-encoded, or
 * `undefined` where an address has none of them. The sentence contains no other part of the address.
 */
export function unencodedSecret(text: string): string | undefined {
  const { credentials, rest } = splitAddress(text);
  const inCredentials = unencoded(credentials);
  if (inCredentials) {
    return `the name or the password in it has ${inCredentials}. If an “@” belongs to the path instead, write it as %40.`;
  }
  if (!secretBeforeFragment.test(rest)) return undefined;
  return `the value of a parameter in it has ${unencoded("#")}.`;
}

/** Returns the characters that end a host, with how to write them. */
function unencoded(text: string): string | undefined {
  const found = [...new Set(text.match(/[/?#\\]/g))];
  if (found.length === 0) return undefined;
  const codes = found.map((character) => encodings[character]);
  const characters = found.map((character) => `“${character}”`);
  const verb = found.length === 1 ? "which has" : "which have";
  return `${list(characters)}, ${verb} to be written as ${list(codes)}`;
}

const encodings: Readonly<Record<string, string>> = { "/": "%2F", "?": "%3F", "#": "%23", "\\": "%5C" };

function list(words: readonly unknown[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** Returns the index behind the `@` of the credentials, or 0. */
function credentialsEnd(text: string): number {
  const at = text.lastIndexOf("@");
  const [host = ""] = /^[^/?#\\]*/.exec(text) ?? [];
  // A path or a query with an `@` follows a host that cannot be a name with a password.
  const isInPath = at > host.length && !host.includes("@") && !/[#\\]/.test(text.slice(0, at));
  const hasNoPassword = numericHost.test(host) || !text.slice(0, at).includes(":");
  return isInPath && hasNoPassword ? 0 : at + 1;
}

/** A prefix such as `opencv:` before a known scheme, or any scheme. */
const schemePattern =
  /^\s*(?:(?:[a-z][a-z0-9+.-]*:)?(?:https?|rtsps?|rtmp[a-z]*|srt|udp|tcp|tls|rtp|rist|wss?|ftps?|mms[a-z]?):[/\\]*|[a-z][a-z0-9+.-]*:[/\\]{2})/i;

/** A host that nobody has as a name: an IP address or this machine, perhaps with a port. */
const numericHost = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[^\]]*\]|localhost)(?::\d*)?$/i;

/** A parameter that is a secret by its name, with a `#` in its value: a parser takes the rest of it for a fragment. */
const secretBeforeFragment = /[?&;/_](?:[^=&;/?]*(?:pas|pwd|psw|pw|token|secret|key|auth|sid)[^=&;/?]*|p)=[^&;#]*#/i;
