import type { Connection } from "@framewire/protocol";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createDepartedPeers } from "./departed-peers.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function peer(
  name: string,
  remoteAddress: string,
  instanceId: string = remoteAddress,
): Pick<Connection, "remote" | "remoteAddress"> {
  return { remote: { name, instanceId } as Connection["remote"], remoteAddress };
}

it("keeps a departed peer for a while", () => {
  const departed = createDepartedPeers();
  const remove = vi.fn();
  departed.add(peer("Ada", "10.0.0.7:41000"), { forMs: 30_000, remove });
  vi.advanceTimersByTime(29_000);
  expect(remove).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2000);
  expect(remove).toHaveBeenCalledOnce();
});

it.each([
  ["Ada", "10.0.0.7:52000", true],
  ["Ada", "10.0.0.8:41000", false],
  ["Ben", "10.0.0.7:41000", false],
])("removes Ada at 10.0.0.7 when %s connects from %s: %s", (name, address, removed) => {
  const departed = createDepartedPeers();
  const remove = vi.fn();
  departed.add(peer("Ada", "10.0.0.7:41000"), { forMs: 30_000, remove });
  departed.replaceWith(peer(name, address));
  expect(remove.mock.calls.length).toBe(removed ? 1 : 0);
  vi.advanceTimersByTime(31_000);
  expect(remove).toHaveBeenCalledOnce();
});

it("distinguishes machines by their IPv6 addresses, too", () => {
  const departed = createDepartedPeers();
  const remove = vi.fn();
  departed.add(peer("Ada", "[fe80::1]:41000"), { forMs: 30_000, remove });
  departed.replaceWith(peer("Ada", "[fe80::2]:41000"));
  expect(remove).not.toHaveBeenCalled();
  departed.replaceWith(peer("Ada", "[fe80::1]:52000"));
  expect(remove).toHaveBeenCalledOnce();
});

it("keeps a peer whose process reconnects", () => {
  const departed = createDepartedPeers();
  const remove = vi.fn();
  departed.add(peer("Ada", "10.0.0.7:41000", "ada"), { forMs: 30_000, remove });
  departed.replaceWith(peer("Ada", "10.0.0.7:52000", "ada"));
  vi.advanceTimersByTime(31_000);
  expect(remove).not.toHaveBeenCalled();
});
