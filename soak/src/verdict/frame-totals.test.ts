import { expect, test } from "vitest";
import { audit } from "./frame-totals.ts";

const right = {
  direction: "one to other",
  sent: 100,
  acked: 96,
  received: 98,
  droppedBySender: 3,
  droppedByReceiver: 1,
};

test("frames that were sent and not received count as lost", () => {
  expect(audit([right, { ...right, sent: 50, acked: 50, received: 50 }])).toEqual({
    sent: 150,
    acked: 146,
    received: 148,
    lost: 2,
    droppedBySender: 6,
    droppedByReceiver: 2,
    wrong: [],
  });
});

test("more received than sent, and more acked than received, are wrong", () => {
  const tooMany = { ...right, received: 101 };
  const tooFew = { ...right, received: 95 };
  expect(audit([right, tooMany, tooFew]).wrong).toEqual([tooMany, tooFew]);
});
