/**
 * HTTP Digest authentication (RFC 7616). Written by hand: the packages lack SHA-256, `-sess`, `userhash` or challenges
 * without `qop`, and this is 80 lines.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Credentials } from "./camera-address.ts";
import type { Challenge } from "./challenge.ts";

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
  readonly method: string;
  /** The request target: path and query. */
  readonly uri: string;
  /** A random value that is used once. */
  readonly cnonce: string;
}

/**
 * Returns the `Authorization` header for a challenge according to RFC 7616, section 3.4, for the first use of its nonce;
 * according to RFC 2069 where the challenge has no `qop`.
 */
export function answerDigest({ challenge, credentials, method, uri, cnonce }: DigestRequest): string {
  const { parameters } = challenge;
  const algorithm = parameters.get("algorithm");
  const hashName = hashes.get(algorithmOf(challenge)) ?? "md5";
  const hash = (text: string): string => createHash(hashName).update(text, "utf8").digest("hex");

  const realm = parameters.get("realm") ?? "";
  const nonce = parameters.get("nonce") ?? "";
  const opaque = parameters.get("opaque");
  const { username, password } = credentials;
  const nc = "00000001";
  const withQuality = qualityOf(challenge).length > 0;

  let secret = hash(`${username}:${realm}:${password}`);
  if (/-sess$/i.test(algorithm ?? "")) secret = hash(`${secret}:${nonce}:${cnonce}`);
  const request = hash(`${method}:${uri}`);
  const response = hash(
    withQuality ? `${secret}:${nonce}:${nc}:${cnonce}:auth:${request}` : `${secret}:${nonce}:${request}`,
  );

  const hideName = parameters.get("userhash")?.toLowerCase() === "true";
  const fields = [
    ...nameFields(hideName ? hash(`${username}:${realm}`) : username),
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

/** Returns the name as a quoted string, or encoded according to RFC 8187 where it is not ASCII. */
function nameFields(name: string): string[] {
  if (/^[ -~]*$/.test(name)) return [`username=${quote(name)}`];
  return [`username*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`];
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
