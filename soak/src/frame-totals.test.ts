import { expect, test } from "vitest";
import { audit } from "./frame-totals.ts";

const right = { way: "one to other", sent: 100, acked: 96, received: 98, left: 3, passed: 1 };

test("what was sent and has not come was on its way", () => {
  expect(audit([right, { ...right, sent: 50, acked: 50, received: 50 }])).toEqual({
    sent: 150,
    acked: 146,
    received: 148,
    lost: 2,
    left: 6,
    passed: 2,
    wrong: [],
  });
});

test("more come than sent, and more acked than come, are wrong", () => {
  const tooMany = { ...right, received: 101 };
  const tooFew = { ...right, received: 95 };
  expect(audit([right, tooMany, tooFew]).wrong).toEqual([tooMany, tooFew]);
});
