import type { Connection } from "@framewire/protocol";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createGone } from "./departed-peers.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function peer(
  name: string,
  remoteAddress: string,
  instanceId: string = remoteAddress,
): Pick<Connection, "remote" | "remoteAddress"> {
  return { remote: { name, instanceId } as Connection["remote"], remoteAddress };
}

it("keeps who is gone for a while", () => {
  const gone = createGone();
  const remove = vi.fn();
  gone.keep(peer("Ada", "10.0.0.7:41000"), { forMs: 30_000, remove });
  vi.advanceTimersByTime(29_000);
  expect(remove).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2000);
  expect(remove).toHaveBeenCalledOnce();
});

it.each([
  ["Ada", "10.0.0.7:52000", true],
  ["Ada", "10.0.0.8:41000", false],
  ["Ben", "10.0.0.7:41000", false],
])("lets Ada at 10.0.0.7 go when %s comes from %s: %s", (name, address, goes) => {
  const gone = createGone();
  const remove = vi.fn();
  gone.keep(peer("Ada", "10.0.0.7:41000"), { forMs: 30_000, remove });
  gone.letGo(peer(name, address));
  expect(remove.mock.calls.length).toBe(goes ? 1 : 0);
  vi.advanceTimersByTime(31_000);
  expect(remove).toHaveBeenCalledOnce();
});

it("knows machines by IPv6 too", () => {
  const gone = createGone();
  const remove = vi.fn();
  gone.keep(peer("Ada", "[fe80::1]:41000"), { forMs: 30_000, remove });
  gone.letGo(peer("Ada", "[fe80::2]:41000"));
  expect(remove).not.toHaveBeenCalled();
  gone.letGo(peer("Ada", "[fe80::1]:52000"));
  expect(remove).toHaveBeenCalledOnce();
});

it("leaves the same process, which comes back, in its place", () => {
  const gone = createGone();
  const remove = vi.fn();
  gone.keep(peer("Ada", "10.0.0.7:41000", "ada"), { forMs: 30_000, remove });
  gone.letGo(peer("Ada", "10.0.0.7:52000", "ada"));
  vi.advanceTimersByTime(31_000);
  expect(remove).not.toHaveBeenCalled();
});
