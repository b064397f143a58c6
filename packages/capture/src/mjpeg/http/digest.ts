/**
 * HTTP Digest authentication (RFC 7616). Written by hand: the packages lack SHA-256, `-sess`, `userhash` or challenges
 * without `qop`, and this is 80 lines.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { SourceError } from "../../source-error.ts";
import type { Credentials } from "./camera-address.ts";
import type { Challenge } from "./challenge.ts";
import { type CredentialsEncoding, encodeText } from "./credentials-encoding.ts";

/** Node's hash names by the algorithm names of RFC 7616, section 6.1, strongest first. */
const hashes: ReadonlyMap<string, string> = new Map([
  ["SHA-512-256", "sha512-256"],
  ["SHA-256", "sha256"],
  ["MD5", "md5"],
]);

/** Returns the algorithm of a digest challenge without `-sess`. */
function algorithmOf(challenge: Challenge): string {
  return (challenge.parameters.get("algorithm") ?? "MD5").toUpperCase().replace(/-SESS$/, "");
}

function qualityOf(challenge: Challenge): readonly string[] {
  const text = challenge.parameters.get("qop");
  return text === undefined ? [] : text.split(",").map((value) => value.trim().toLowerCase());
}

/** Returns the strongest supported digest challenge: with `qop=auth`, or without a `qop` as in RFC 2069. */
export function chooseDigest(challenges: readonly Challenge[]): Challenge | undefined {
  const usable = challenges.filter((challenge) => {
    const quality = qualityOf(challenge);
    return challenge.scheme === "digest" && (quality.length === 0 || quality.includes("auth"));
  });
  for (const algorithm of hashes.keys()) {
    const challenge = usable.find((one) => algorithmOf(one) === algorithm);
    if (challenge) return challenge;
  }
  return undefined;
}

/** Parameters of {@link answerDigest}. */
export interface DigestRequest {
  readonly challenge: Challenge;
  readonly credentials: Credentials;
  /** The encoding of the name and password. */
  readonly encoding: CredentialsEncoding;
  readonly method: string;
  /** The request target: path and query. */
  readonly uri: string;
  /** A random value that is used once. */
  readonly cnonce: string;
}

/**
 * Returns the `Authorization` header for a challenge according to RFC 7616, section 3.4, for the first use of its nonce;
 * according to RFC 2069 where the challenge has no `qop`. The realm is hashed and returned as the bytes that came. Each
 * character of the result is one byte.
 *
 * @throws SourceError (`usage`) where the name has control characters.
 */
export function answerDigest(request: DigestRequest): string {
  const { challenge, encoding, method, uri, cnonce } = request;
  const { parameters } = challenge;
  const algorithm = parameters.get("algorithm");
  const hashName = hashes.get(algorithmOf(challenge)) ?? "md5";
  const hash = (text: string): string => createHash(hashName).update(text, "latin1").digest("hex");

  const realm = parameters.get("realm") ?? "";
  const nonce = parameters.get("nonce") ?? "";
  const opaque = parameters.get("opaque");
  const username = encodeText(request.credentials.username, encoding);
  const password = encodeText(request.credentials.password, encoding);
  const nc = "00000001";
  const withQuality = qualityOf(challenge).length > 0;

  let secret = hash(`${username}:${realm}:${password}`);
  if (/-sess$/i.test(algorithm ?? "")) secret = hash(`${secret}:${nonce}:${cnonce}`);
  const target = hash(`${method}:${uri}`);
  const response = hash(
    withQuality ? `${secret}:${nonce}:${nc}:${cnonce}:auth:${target}` : `${secret}:${nonce}:${target}`,
  );

  // A server that does not announce UTF-8 knows no `username*`: it gets the bytes.
  const extendsName = encoding === "utf8" && parameters.get("charset")?.toUpperCase() === "UTF-8";
  const hideName = parameters.get("userhash")?.toLowerCase() === "true";
  const fields = [
    nameField(hideName ? hash(`${username}:${realm}`) : username, extendsName),
    `realm=${quote(realm)}`,
    `uri=${quote(uri)}`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    `nonce=${quote(nonce)}`,
    ...(withQuality ? [`nc=${nc}`, `cnonce=${quote(cnonce)}`, "qop=auth"] : []),
    `response=${quote(response)}`,
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
    ...(hideName ? ["userhash=true"] : []),
  ];
  return `Digest ${fields.join(", ")}`;
}

/** Returns the name as a quoted string, or encoded according to RFC 8187 where it is not ASCII and `extended` is set. */
function nameField(name: string, extended: boolean): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line end would begin another header.
  if (/[\u0000-\u001f\u007f]/.test(name)) {
    throw new SourceError(
      "usage",
      "The name in the address of a camera cannot have line ends or control characters in it.",
    );
  }
  if (!extended || /^[ -~]*$/.test(name)) return `username=${quote(name)}`;
  return `username*=UTF-8''${name.replace(/[^\w.~-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`)}`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
