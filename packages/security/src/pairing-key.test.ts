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

/** The places of the characters, without those of the dashes. */
const places = fc.integer({ min: 0, max: 23 }).map((place) => place + Math.floor(place / 4));

function groupAt(place: number): number {
  return Math.floor(place / 5) + 1;
}

function replaced(text: string, place: number, character: string): string {
  return text.slice(0, place) + character + text.slice(place + 1);
}

describe("a key that is made", () => {
  it("is told from words however its digits are typed, and with a character wrong", () => {
    for (let count = 0; count < 2000; count++) {
      const key = createPairingKey();
      expect(key.match(/[2-9]/g)?.length).toBeGreaterThan(1);
    }
  });

  it("has six groups of four, and is another each time", () => {
    const made = Array.from({ length: 200 }, createPairingKey);
    for (const key of made) expect(key).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}$/);
    expect(new Set(made).size).toBe(200);
    // All characters come, at every place but those of the dashes.
    for (let place = 0; place < 29; place++) {
      const seen = new Set(made.map((key) => key[place]));
      expect(seen.size).toBeGreaterThan(place % 5 === 4 ? 0 : 20);
    }
  });

  it("is read however people type it", () => {
    fc.assert(
      fc.property(keys, fc.constantFrom("-", " ", "", "  ", " - ", "–", "."), fc.boolean(), (key, between, lower) => {
        const looks = key
          .replace(/0/g, "O")
          .replace(/1/g, lower ? "l" : "I")
          .split("-")
          .join(between);
        expect(parsePairingKey(` ${lower ? looks.toLowerCase() : looks}\n`)).toBe(key);
      }),
    );
  });

  it("with one wrong character is refused, and its group is named", () => {
    fc.assert(
      fc.property(keys, places, fc.integer({ min: 1, max: 31 }), (key, place, step) => {
        const right = alphabet.indexOf(key.charAt(place));
        const typed = replaced(key, place, alphabet.charAt((right + step) % 32));
        expect(() => parsePairingKey(typed)).toThrow(`look at group ${groupAt(place)}, where`);
      }),
    );
  });

  it("with two neighbours in each other's place is refused, and their group is among those that are named", () => {
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

  it("with any two characters wrong, or in each other's place, is refused", () => {
    fc.assert(
      fc.property(keys, places, places, fc.constantFrom(...alphabet), (key, one, other, character) => {
        const swapped = replaced(replaced(key, one, key.charAt(other)), other, key.charAt(one));
        const wrong = replaced(swapped, one, character);
        for (const typed of [swapped, wrong]) {
          if (typed !== key && /\d/.test(typed)) expect(() => parsePairingKey(typed)).toThrow(RangeError);
        }
      }),
    );
  });
});

describe("a key of people's own", () => {
  it.each([
    ["correct horse battery staple"],
    ["Twelve chars"],
    ["seven words that nobody ever said before"],
    ["zwölf Boxkämpfer 🥊 jagen Viktor"],
    ["all-of-this-is-24-letters!"],
  ])("is taken as it is: %s", (text) => {
    expect(parsePairingKey(`  ${text} `)).toBe(text);
  });

  it("is the same whichever way its accents are typed", () => {
    expect(parsePairingKey("Mu\u0308nchner Freiheit")).toBe(parsePairingKey("M\u00fcnchner Freiheit"));
  });

  it.each([
    ["", "The key has 0 characters: one that a server shows has six groups of four, and one of your own 12 to 200"],
    ["   short     ", "The key has 5 characters"],
    ["x".repeat(201), "The key has 201 characters"],
    ["two lines\nof a file", "one line of text"],
  ])("is refused when it is none: %j", (text, sentence) => {
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

it("no error says the key", () => {
  fc.assert(
    fc.property(keys, places, (key, place) => {
      const typed = replaced(key, place, "U");
      let message = "";
      try {
        parsePairingKey(typed);
      } catch (error) {
        ({ message } = error as Error);
      }
      expect(message).toContain(`group ${groupAt(place)} has a U`);
      for (const group of typed.split("-")) expect(message).not.toContain(group);
    }),
  );
});

it("a secret is derived once, and of very many keys the oldest are forgotten", async () => {
  const first = derivePairingSecret("the very first of all");
  expect(derivePairingSecret(" the very first of all ")).toBe(first);
  for (let number = 0; number < 16; number++) void derivePairingSecret(`one of the others: ${number}`);
  expect(derivePairingSecret("the very first of all")).not.toBe(first);
  await first;
});
