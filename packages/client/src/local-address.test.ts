import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { until } from "test-support/until";
import { expect, it, onTestFinished, vi } from "vitest";
import { serveSockets } from "../testing/servers.ts";
import { followLocalAddress } from "./local-address.ts";

async function openSocket(): Promise<Socket> {
  const { port } = await serveSockets(() => {});
  const socket = connect({ port, host: "127.0.0.1" });
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

it("destroys a socket once the machine no longer has its address, with a sentence", async () => {
  const socket = await openSocket();
  const addresses = new Set(["127.0.0.1", "192.0.2.7"]);
  let checks = 0;
  followLocalAddress(socket, () => {
    checks++;
    return addresses;
  });
  addresses.delete("192.0.2.7");
  await until(() => checks >= 3, "the addresses are checked again");
  expect(socket.destroyed).toBe(false);
  addresses.clear();
  const [error] = await once(socket, "error", { signal: AbortSignal.timeout(5000) });
  expect((error as Error).message).toBe("This machine no longer has the address 127.0.0.1.");
});

it("does not check an address that the system does not list", async () => {
  const socket = await openSocket();
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  followLocalAddress(socket, () => new Set());
  expect(vi.getTimerCount()).toBe(0);
  followLocalAddress(socket, () => new Set(["127.0.0.1"]));
  expect(vi.getTimerCount()).toBe(1);
});
