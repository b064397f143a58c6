/** HTTP authentication. */
import { randomBytes } from "node:crypto";
import type { Credentials } from "./camera-address.ts";
import { parseChallenges } from "./challenge.ts";
import { type CredentialsEncoding, encodeText } from "./credentials-encoding.ts";
import { answerDigest, chooseDigest } from "./digest.ts";

/**
 * Returns the `Authorization` header that answers a 401 with these `WWW-Authenticate` headers, or `undefined` where no
 * offered scheme is supported. Digest is preferred to Basic, which sends the password itself. A 401 without a challenge is
 * answered with Basic. Each character of the result is one byte.
 */
export function authorizationFor(
  headers: readonly string[],
  { credentials, encoding, ...exchange }: LoginRequest,
): string | undefined {
  const challenges = parseChallenges(headers);
  const challenge = chooseDigest(challenges);
  if (challenge) {
    const cnonce = randomBytes(18).toString("base64url");
    return answerDigest({ challenge, credentials, encoding, ...exchange, cnonce });
  }
  if (challenges.length > 0 && !challenges.some(({ scheme }) => scheme === "basic")) return undefined;
  const text = encodeText(`${credentials.username}:${credentials.password}`, encoding);
  return `Basic ${Buffer.from(text, "latin1").toString("base64")}`;
}

/** Whether a 401 refuses only the nonce, and not the name and password. */
export function isStale(headers: readonly string[]): boolean {
  return parseChallenges(headers).some(({ parameters }) => parameters.get("stale")?.toLowerCase() === "true");
}

/** The request that {@link authorizationFor} authorizes. */
export interface LoginRequest {
  readonly credentials: Credentials;
  readonly encoding: CredentialsEncoding;
  readonly method: string;
  /** The request target: path and query. */
  readonly uri: string;
}
