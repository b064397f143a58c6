/** Pairing keys: generated ones, and the ways in which people type them. */

import { randomInt } from "node:crypto";
import { checkValues, locateErrors } from "./check-characters.ts";

/** Crockford's base 32: without I, L, O and U, which are easily confused. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const groupCount = 6;
const groupLength = 4;
const length = groupCount * groupLength;
/** Length of a key that people choose themselves. */
const minCustomLength = 12;
const maxCustomLength = 200;

/** Letters that are read as the digits that they resemble. */
const lookAlikes: Readonly<Record<string, string>> = { O: "0", I: "1", L: "1" };

/** What people or programs put between groups. */
const separators = /[\s\u2010-\u2015_.-]+/u;

/**
 * Makes a random key that is easy to read out: six groups of four characters with dashes between, such as
 * `2K7M-…`. It has 110 random bits; the last two characters are a checksum.
 */
export function createPairingKey(): string {
  const values = Array.from({ length: length - 2 }, () => randomInt(alphabet.length));
  const key = format([...values, ...checkValues(values)]);
  // A key is recognised by its digits, also if each 0 and 1 is typed as a letter and one more character is wrong. One key
  // in a hundred has too few digits, and is discarded.
  return key.replace(/[^2-9]/g, "").length < 2 ? createPairingKey() : key;
}

/**
 * Normalises a key as people type it. A generated key may be in lower case, with spaces or nothing between its groups, and
 * with O, I and L for the digits that they resemble. Any other text of 12 to 200 characters is a custom key, used as it is
 * without surrounding white space. Throws a `RangeError` that says what is wrong and never contains the key.
 */
export function parsePairingKey(text: string): string {
  const trimmed = text.trim().normalize("NFC");
  const groups = trimmed.split(separators).filter((group) => group !== "");
  return looksGenerated(groups) ? parseGenerated(groups) : checkCustom(trimmed);
}

/** Whether the groups are meant as a generated key, although a character may be missing or wrong. */
function looksGenerated(groups: readonly string[]): boolean {
  const all = groups.join("");
  if (!/^[0-9A-Z]+$/i.test(all) || !/\d/.test(all)) return false;
  const nearlySix = Math.abs(groups.length - groupCount) <= 1;
  return all.length === length || (nearlySix && groups.every((group) => Math.abs(group.length - groupLength) <= 1));
}

function parseGenerated(groups: readonly string[]): string {
  const all = groups
    .join("")
    .toUpperCase()
    .replace(/[OIL]/g, (letter) => lookAlikes[letter] as string);
  if (all.length !== length) {
    const bad = groups.findIndex((group) => group.length !== groupLength);
    throw malformed(
      bad < 0 || groups.length !== groupCount
        ? `it has ${groups.length} groups in place of six.`
        : `group ${bad + 1} has ${groups[bad]?.length} characters in place of four.`,
    );
  }
  const values = [...all].map((character) => alphabet.indexOf(character));
  const invalid = values.indexOf(-1);
  if (invalid >= 0) throw malformed(`group ${groupOf(invalid)} has a U, which no key has; it may be a V.`);
  const errors = locateErrors(values);
  if (!errors) return format(values);
  const suspects = [...new Set(errors.map(groupOf))];
  throw malformed(
    suspects.length === 0
      ? "several of its characters are wrong."
      : `look at group ${suspects.join(" and ")}, where a character is wrong or two are swapped.`,
  );
}

function malformed(reason: string): RangeError {
  return new RangeError(`The key is not typed as it is shown: ${reason}`);
}

function groupOf(index: number): number {
  return Math.floor(index / groupLength) + 1;
}

function format(values: readonly number[]): string {
  const characters = values.map((value) => alphabet.charAt(value)).join("");
  return (characters.match(/.{4}/g) ?? []).join("-");
}

function checkCustom(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new RangeError("A key is one line of text, without control characters.");
  if (text.length < minCustomLength || text.length > maxCustomLength) {
    throw new RangeError(
      `The key has ${text.length} characters: one that a server shows has six groups of four, and one of your own ${minCustomLength} to ${maxCustomLength}; several words by chance are safest.`,
    );
  }
  return text;
}
