import { once } from "node:events";
import { connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { serveSockets } from "../testing/servers.ts";
import { followLocalAddress } from "./local-address.ts";

async function connected() {
  const { port } = await serveSockets(() => {});
  const socket = connect({ port, host: "127.0.0.1" });
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

it("breaks a socket soon after its address has gone, and says so", async () => {
  const socket = await connected();
  const addresses = new Set(["127.0.0.1", "192.0.2.7"]);
  followLocalAddress(socket, () => addresses);
  addresses.delete("192.0.2.7");
  const broken = once(socket, "close", { signal: AbortSignal.timeout(5000) });
  await expect(Promise.race([broken, new Promise((resolve) => setTimeout(resolve, 700, "open"))])).resolves.toBe(
    "open",
  );
  addresses.clear();
  const [error] = await once(socket, "error", { signal: AbortSignal.timeout(5000) });
  expect((error as Error).message).toBe("This machine does not have the address 127.0.0.1 any more.");
});

it("leaves one alone whose address is not listed", async () => {
  const socket = await connected();
  followLocalAddress(socket, () => new Set());
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(socket.destroyed).toBe(false);
});
