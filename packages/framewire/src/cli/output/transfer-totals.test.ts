import { describe, expect, it } from "vitest";
import { createPeerTotals, type TransferTotals } from "./transfer-totals.ts";

function counts(frames: number): TransferTotals {
  const totals = { frames, bytes: 10 * frames, dropped: 0 };
  return { sent: { ...totals, acked: frames }, received: { ...totals, dropped: frames } };
}

describe("the totals of a peer", () => {
  it("continue where the peer's last connection stopped", () => {
    const totals = createPeerTotals();
    const first = totals.addConnection("ada", () => counts(5));
    expect(first.total()).toEqual(counts(5));
    first.close();
    first.close();
    const second = totals.addConnection("ada", () => counts(2));
    expect(second.total()).toEqual(counts(7));
    expect(totals.addConnection("ben", () => counts(1)).total()).toEqual(counts(1));
  });

  it("include a connection that closes while the next one is open, once", () => {
    const totals = createPeerTotals();
    const first = totals.addConnection("ada", () => counts(5));
    const second = totals.addConnection("ada", () => counts(2));
    expect(second.total()).toEqual(counts(7));
    first.close();
    expect(second.total()).toEqual(counts(7));
  });

  it("are forgotten for the oldest disconnected peers, and for no connected one", () => {
    const totals = createPeerTotals();
    const connected = totals.addConnection("ada", () => counts(5));
    for (let index = 0; index < 3000; index++) totals.addConnection(`peer-${index}`, () => counts(1)).close();
    expect(connected.total()).toEqual(counts(5));
    expect(totals.addConnection("peer-0", () => counts(1)).total()).toEqual(counts(1));
    expect(totals.addConnection("peer-2999", () => counts(1)).total()).toEqual(counts(2));
    expect(totals.addConnection("ada", () => counts(1)).total()).toEqual(counts(6));
  });
});
