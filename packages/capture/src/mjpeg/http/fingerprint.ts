/** Certificate fingerprints. */
import { SourceError } from "../../source-error.ts";

/**
 * Normalizes a SHA-256 fingerprint to `AA:BB:…` with 32 pairs. Accepts upper and lower case, with colons, spaces or nothing
 * between, with or without the prefix `sha256:`.
 *
 * @throws SourceError (`usage`)
 */
export function parseFingerprint(text: string): string {
  const digits = text.replace(/^sha-?256[:=]/i, "").replace(/[\s:]/g, "");
  if (!/^[0-9a-f]{64}$/i.test(digits)) {
    throw new SourceError(
      "usage",
      `“${text}” is not the SHA-256 fingerprint of a certificate: that has 32 pairs of hexadecimal digits, such as AA:BB:….`,
    );
  }
  return (digits.toUpperCase().match(/../g) ?? []).join(":");
}
