import { randomInt } from "node:crypto";
import { checkValues, wrongPlaces } from "./check-characters.ts";

/** Crockford's: no I, L, O and U, which people take for others. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const groupCount = 6;
const groupLength = 4;
const length = groupCount * groupLength;
/** Of a key that people make up themselves. */
const leastOwn = 12;
const mostOwn = 200;

const lookAlikes: Readonly<Record<string, string>> = { O: "0", I: "1", L: "1" };

/** What people put between groups, or a program in place of a dash. */
const separators = /[\s\u2010-\u2015_.-]+/u;

/**
 * Makes a random key that is easy to read out: six groups of four characters with dashes between, such as
 * `2K7M-…`. It holds 110 random bits; the last two characters find what was typed wrong.
 */
export function createPairingKey(): string {
  const values = Array.from({ length: length - 2 }, () => randomInt(alphabet.length));
  const key = written([...values, ...checkValues(values)]);
  // By its digits a key is told from words, also where each 0 and 1 is typed as a letter and one more character is
  // wrong. One key in a hundred has too few for that, and is not taken.
  return key.replace(/[^2-9]/g, "").length < 2 ? createPairingKey() : key;
}

/**
 * Reads a key as people type it, and gives it as both sides use it. A key that {@link createPairingKey} made may be in
 * lower case, with spaces or nothing between its groups, and with O, I and L for the digits that they look like. Any
 * other text of at least 12 characters is a key of people's own, and is taken as it is, without the space around it.
 * Throws a `RangeError` that says what is wrong, and never what the key is.
 */
export function parsePairingKey(text: string): string {
  const own = text.trim().normalize("NFC");
  const groups = own.split(separators).filter((group) => group !== "");
  return looksMade(groups) ? parseMade(groups) : checkOwn(own);
}

/** It was meant to be a key that a program made, though a character may be missing or wrong. */
function looksMade(groups: readonly string[]): boolean {
  const all = groups.join("");
  if (!/^[0-9A-Z]+$/i.test(all) || !/\d/.test(all)) return false;
  const nearlySix = Math.abs(groups.length - groupCount) <= 1;
  return all.length === length || (nearlySix && groups.every((group) => Math.abs(group.length - groupLength) <= 1));
}

function parseMade(groups: readonly string[]): string {
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
  const strange = values.indexOf(-1);
  if (strange >= 0) throw malformed(`group ${groupOf(strange)} has a U, which no key has; it may be a V.`);
  const wrong = wrongPlaces(values);
  if (!wrong) return written(values);
  const suspects = [...new Set(wrong.map(groupOf))];
  throw malformed(
    suspects.length === 0
      ? "several of its characters are wrong."
      : `look at group ${suspects.join(" and ")}, where a character is wrong or two have changed places.`,
  );
}

function malformed(reason: string): RangeError {
  return new RangeError(`The key is not typed as it is shown: ${reason}`);
}

function groupOf(place: number): number {
  return Math.floor(place / groupLength) + 1;
}

function written(values: readonly number[]): string {
  const characters = values.map((value) => alphabet.charAt(value)).join("");
  return (characters.match(/.{4}/g) ?? []).join("-");
}

function checkOwn(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new RangeError("A key is one line of text, without control characters.");
  if (text.length < leastOwn || text.length > mostOwn) {
    throw new RangeError(
      `The key has ${text.length} characters: one that a server shows has six groups of four, and one of your own ${leastOwn} to ${mostOwn}; several words by chance are safest.`,
    );
  }
  return text;
}
