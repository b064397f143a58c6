import { describe, expect, it } from "vitest";
import type { Counts } from "./totals.ts";
import { createLedger } from "./transfer-totals.ts";

function counts(frames: number): Counts {
  const totals = { frames, bytes: 10 * frames, dropped: 0 };
  return { sent: { ...totals, acked: frames }, received: { ...totals, dropped: frames } };
}

describe("the ledger", () => {
  it("goes on counting where a peer's connection before had stopped", () => {
    const ledger = createLedger();
    const first = ledger.open("ada", () => counts(5));
    expect(first.total()).toEqual(counts(5));
    first.close();
    first.close();
    const second = ledger.open("ada", () => counts(2));
    expect(second.total()).toEqual(counts(7));
    expect(ledger.open("ben", () => counts(1)).total()).toEqual(counts(1));
  });

  it("counts a connection that is still closing while the next one is open, once", () => {
    const ledger = createLedger();
    const first = ledger.open("ada", () => counts(5));
    const second = ledger.open("ada", () => counts(2));
    expect(second.total()).toEqual(counts(7));
    first.close();
    expect(second.total()).toEqual(counts(7));
  });

  it("forgets peers that have gone when there are very many, and none that is there", () => {
    const ledger = createLedger();
    const there = ledger.open("ada", () => counts(5));
    for (let at = 0; at < 3000; at++) ledger.open(`peer-${at}`, () => counts(1)).close();
    expect(there.total()).toEqual(counts(5));
    expect(ledger.open("peer-0", () => counts(1)).total()).toEqual(counts(1));
    expect(ledger.open("peer-2999", () => counts(1)).total()).toEqual(counts(2));
    expect(ledger.open("ada", () => counts(1)).total()).toEqual(counts(6));
  });
});
