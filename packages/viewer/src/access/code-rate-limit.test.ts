import { expect, it } from "vitest";
import { createCodeRateLimit } from "./code-rate-limit.ts";

it("allows each address ten wrong codes per minute", () => {
  let time = 0;
  const limit = createCodeRateLimit(() => time);
  for (let count = 0; count < 10; count++) {
    expect(limit.exceeded("192.0.2.1")).toBe(false);
    limit.noteWrong("192.0.2.1");
    time += 1000;
  }
  expect(limit.exceeded("192.0.2.1")).toBe(true);
  expect(limit.exceeded("192.0.2.2")).toBe(false);
  // A tenth of a minute allows one more, and only one.
  time = 5_990_000;
  expect(limit.exceeded("192.0.2.1")).toBe(true);
  time = 6_000_001;
  expect(limit.exceeded("192.0.2.1")).toBe(false);
  limit.noteWrong("192.0.2.1");
  expect(limit.exceeded("192.0.2.1")).toBe(true);
  // Without another wrong code, the next minute has ten again.
  time += 60_000_001;
  for (let count = 0; count < 10; count++) {
    expect(limit.exceeded("192.0.2.1")).toBe(false);
    limit.noteWrong("192.0.2.1");
  }
  expect(limit.exceeded("192.0.2.1")).toBe(true);
});

it("remembers a thousand addresses, and forgets the oldest", () => {
  const limit = createCodeRateLimit(() => 0);
  for (let count = 0; count < 10; count++) limit.noteWrong("first");
  for (let count = 0; count < 999; count++) limit.noteWrong(`other ${count}`);
  expect(limit.exceeded("first")).toBe(true);
  limit.noteWrong("one more");
  expect(limit.exceeded("first")).toBe(false);
});
