import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { derivePairingSecret } from "./derive.ts";
import { createPairingKey, parsePairingKey } from "./pairing-key.ts";

interface KeyVectors {
  readonly derived: readonly { readonly typed: string; readonly key: string; readonly secret: string }[];
  readonly malformed: readonly { readonly typed: string; readonly why: string }[];
}

const vectors: KeyVectors = JSON.parse(readFileSync(new URL("../vectors/keys.json", import.meta.url), "utf8"));

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const keys = fc.noShrink(fc.constant(undefined).map(() => createPairingKey()));

/** Positions in a key, without those of the dashes. */
const positions = fc.integer({ min: 0, max: 23 }).map((position) => position + Math.floor(position / 4));

function groupAt(position: number): number {
  return Math.floor(position / 5) + 1;
}

function replaced(text: string, position: number, character: string): string {
  return text.slice(0, position) + character + text.slice(position + 1);
}

describe("a generated key", () => {
  it("has at least two digits that no letter resembles, so that it is not read as a custom key", () => {
    for (let count = 0; count < 2000; count++) {
      const key = createPairingKey();
      expect(key.match(/[2-9]/g)?.length).toBeGreaterThan(1);
    }
  });

  it("has six groups of four, and is different each time", () => {
    const made = Array.from({ length: 200 }, createPairingKey);
    for (const key of made) expect(key).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}$/);
    expect(new Set(made).size).toBe(200);
    // Every position except those of the dashes has many different characters.
    for (let position = 0; position < 29; position++) {
      const seen = new Set(made.map((key) => key[position]));
      expect(seen.size).toBeGreaterThan(position % 5 === 4 ? 0 : 20);
    }
  });

  it("is read in every spelling that people type", () => {
    fc.assert(
      fc.property(keys, fc.constantFrom("-", " ", "", "  ", " - ", "–", "."), fc.boolean(), (key, between, lower) => {
        const typed = key
          .replace(/0/g, "O")
          .replace(/1/g, lower ? "l" : "I")
          .split("-")
          .join(between);
        expect(parsePairingKey(` ${lower ? typed.toLowerCase() : typed}\n`)).toBe(key);
      }),
    );
  });

  it("with one wrong character is refused, and its group is named", () => {
    fc.assert(
      fc.property(keys, positions, fc.integer({ min: 1, max: 31 }), (key, position, step) => {
        const right = alphabet.indexOf(key.charAt(position));
        const typed = replaced(key, position, alphabet.charAt((right + step) % 32));
        expect(() => parsePairingKey(typed)).toThrow(`look at group ${groupAt(position)}, where`);
      }),
    );
  });

  it("with two neighbours swapped is refused, and their group is among the named ones", () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 0, max: 22 }), (key, first) => {
        const characters = [...key.replaceAll("-", "")];
        const [a, b] = [characters[first] as string, characters[first + 1] as string];
        fc.pre(a !== b);
        [characters[first], characters[first + 1]] = [b, a];
        let message = "";
        try {
          parsePairingKey(characters.join(""));
        } catch (error) {
          ({ message } = error as Error);
        }
        const [, named = ""] = /look at group ([\d and]+), where/.exec(message) ?? [];
        expect(named.split(" and ").map(Number)).toContain(Math.floor(first / 4) + 1);
      }),
    );
  });

  it("with any two characters wrong or swapped is refused", () => {
    fc.assert(
      fc.property(keys, positions, positions, fc.constantFrom(...alphabet), (key, one, other, character) => {
        const swapped = replaced(replaced(key, one, key.charAt(other)), other, key.charAt(one));
        const wrong = replaced(swapped, one, character);
        for (const typed of [swapped, wrong]) {
          if (typed !== key && /\d/.test(typed)) expect(() => parsePairingKey(typed)).toThrow(RangeError);
        }
      }),
    );
  });
});

describe("a custom key", () => {
  it.each([
    ["correct horse battery staple"],
    ["Twelve chars"],
    ["seven words that were never said before"],
    ["zwölf Boxkämpfer 🥊 jagen Viktor"],
    ["all-of-this-is-24-letters!"],
  ])("is used unchanged: %s", (text) => {
    expect(parsePairingKey(`  ${text} `)).toBe(text);
  });

  it("is the same with composed and decomposed accents", () => {
    expect(parsePairingKey("Mu\u0308nchner Freiheit")).toBe(parsePairingKey("M\u00fcnchner Freiheit"));
  });

  it.each([
    ["", "The key has 0 characters: one that a server shows has six groups of four, and one of your own 12 to 200"],
    ["   short     ", "The key has 5 characters"],
    ["x".repeat(201), "The key has 201 characters"],
    ["two lines\nof a file", "one line of text"],
  ])("is refused if it is malformed: %j", (text, sentence) => {
    expect(() => parsePairingKey(text)).toThrow(sentence);
    expect(() => parsePairingKey(text)).toThrow(RangeError);
  });
});

describe("golden vectors: keys", () => {
  it.each(vectors.derived)("$typed", async ({ typed, key, secret }) => {
    expect(parsePairingKey(typed)).toBe(key);
    expect((await derivePairingSecret(typed)).toString("hex")).toBe(secret);
  });

  it.each(vectors.malformed)("$typed is refused", ({ typed, why }) => {
    expect(() => parsePairingKey(typed)).toThrow(why);
  });
});

it("no error contains the key", () => {
  fc.assert(
    fc.property(keys, positions, (key, position) => {
      const typed = replaced(key, position, "U");
      let message = "";
      try {
        parsePairingKey(typed);
      } catch (error) {
        ({ message } = error as Error);
      }
      expect(message).toContain(`group ${groupAt(position)} has a U`);
      for (const group of typed.split("-")) expect(message).not.toContain(group);
    }),
  );
});

it("a secret is derived once, and the oldest of many are dropped from the cache", async () => {
  const first = derivePairingSecret("the very first of all");
  expect(derivePairingSecret(" the very first of all ")).toBe(first);
  for (let number = 0; number < 16; number++) void derivePairingSecret(`one of the others: ${number}`);
  expect(derivePairingSecret("the very first of all")).not.toBe(first);
  await first;
});
