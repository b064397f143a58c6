import { expect, it } from "vitest";
import { createGuessLimit } from "./code-rate-limit.ts";

it("allows each address ten wrong codes a minute", () => {
  let time = 0;
  const guesses = createGuessLimit(() => time);
  for (let count = 0; count < 10; count++) {
    expect(guesses.tooMany("192.0.2.1")).toBe(false);
    guesses.wrong("192.0.2.1");
    time += 1000;
  }
  expect(guesses.tooMany("192.0.2.1")).toBe(true);
  expect(guesses.tooMany("192.0.2.2")).toBe(false);
  time = 59_999;
  expect(guesses.tooMany("192.0.2.1")).toBe(true);
  time = 60_000;
  expect(guesses.tooMany("192.0.2.1")).toBe(false);
});

it("remembers a thousand addresses, and forgets the oldest", () => {
  const guesses = createGuessLimit(() => 0);
  for (let count = 0; count < 10; count++) guesses.wrong("first");
  for (let count = 0; count < 999; count++) guesses.wrong(`other ${count}`);
  expect(guesses.tooMany("first")).toBe(true);
  guesses.wrong("one more");
  expect(guesses.tooMany("first")).toBe(false);
});
