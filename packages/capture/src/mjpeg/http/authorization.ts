/** HTTP authentication. */
import { randomBytes } from "node:crypto";
import type { Credentials } from "./camera-address.ts";
import { parseChallenges } from "./challenge.ts";
import { answerDigest, chooseDigest } from "./digest.ts";

/**
 * Returns the `Authorization` header that answers a 401, or `undefined` where no offered scheme is supported. Digest is
 * preferred to Basic, which sends the password itself.
 */
export function authorizationFor(
  headers: readonly string[],
  credentials: Credentials,
  request: { readonly method: string; readonly uri: string },
): string | undefined {
  const challenges = parseChallenges(headers);
  const challenge = chooseDigest(challenges);
  if (challenge) {
    return answerDigest({ challenge, credentials, ...request, cnonce: randomBytes(18).toString("base64url") });
  }
  if (!challenges.some(({ scheme }) => scheme === "basic")) return undefined;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`, "utf8").toString("base64")}`;
}
