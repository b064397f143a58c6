/** The bytes of a name and password with characters beyond ASCII. */
import type { Credentials } from "./camera-address.ts";

/** How the characters of a name and password become bytes. */
export type CredentialsEncoding = "utf8" | "latin1";

/** Returns the encodings to try, in this order: UTF-8, then ISO 8859-1 where it is able and its bytes differ. */
export function encodingsOf({ username, password }: Credentials): readonly CredentialsEncoding[] {
  const text = `${username}${password}`.normalize("NFC");
  const isAscii = /^\p{ASCII}*$/u.test(text);
  const isLatin1 = [...text].every((character) => (character.codePointAt(0) ?? 0) <= 0xff);
  return isAscii || !isLatin1 ? ["utf8"] : ["utf8", "latin1"];
}

/** Encodes a text as a string in which each character is one byte. Letters with accents are composed (NFC), as RFC 7616 has it. */
export function encodeText(text: string, encoding: CredentialsEncoding): string {
  return Buffer.from(text.normalize("NFC"), encoding).toString("latin1");
}
