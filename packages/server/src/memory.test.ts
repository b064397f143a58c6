import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { helloBytes, openRaw, openSocket } from "../testing/peers.ts";
import { until } from "../testing/until.ts";

const maxClients = 4;
const maxHalfOpen = 16;
const packet = 2 ** 20;

/** What docs/limits.md says, with these numbers. */
const bound = maxClients * 3 * packet + 2 * (maxClients + maxHalfOpen) * 250e3 + 4096 * 200;

/** A server in a process of its own, which tells the most memory that its buffers had after what is garbage was let go. */
async function serveAlone(): Promise<{ readonly port: number; most(): Promise<number> }> {
  const script = `
    import { listen } from "@framewire/server";
    const server = await listen({
      port: 0, host: "127.0.0.1", security: { insecure: true },
      limits: {
        maxClients: ${maxClients}, maxHalfOpen: ${maxHalfOpen}, maxPacketBytes: ${packet}, maxConnectionsPerSecond: 10000,
      },
    });
    // Readers that have taken one picture and take no more.
    void (async () => {
      for await (const connection of server) void connection.frames[Symbol.asyncIterator]().next().catch(() => {});
    })();
    let most = 0;
    const sample = () => {
      // The second one lets go what the first has found.
      gc();
      gc();
      most = Math.max(most, process.memoryUsage().external);
    };
    setInterval(sample, 30);
    process.on("message", () => process.send({ most: (sample(), most) }));
    process.on("disconnect", () => process.exit());
    process.send({ port: server.address.port });`;
  const child: ChildProcess = spawn(process.execPath, ["--expose-gc", "--input-type=module", "--eval", script], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return {
    port,
    async most() {
      child.send("most");
      const [{ most }] = (await once(child, "message")) as [{ most: number }];
      return most;
    },
  };
}

const megabyte = Buffer.alloc(packet);

/** A length that says so many bytes. */
function length(bytes: number): Buffer {
  const groups: number[] = [];
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 128)) groups.push((rest % 128) | 0x80);
  groups.push((groups.pop() ?? 0) & 0x7f);
  return Buffer.from(groups);
}

/** A whole packet of the largest size, of a kind that is skipped, and all but the end of another. */
function sendLarge(socket: Socket): void {
  const skipped = Buffer.from([0xa2, 0x06, ...length(packet - 5)]);
  socket.write(Buffer.concat([length(skipped.length + packet - 5), skipped]));
  socket.write(megabyte.subarray(0, packet - 5));
  socket.write(length(packet));
  socket.write(megabyte.subarray(0, packet - 1));
}

it("is bounded with any number of peers, whatever they send", async () => {
  const { port, most } = await serveAlone();
  const before = await most();
  for (let round = 0; round < 5; round++) {
    for (let one = 0; one < maxClients; one++) {
      const peer = await openRaw(port, { answersPings: true });
      peer.socket.write(helloBytes(`large-${round}-${one}`));
      await until(() => peer.kinds().length > 0, "it is answered");
      sendLarge(peer.socket);
      if (round < 4) peer.socket.on("drain", () => setTimeout(() => peer.socket.destroy(), 100));
    }
    for (let one = 0; one < 40; one++) {
      const socket = await openSocket(port);
      // Announced before the hello, and as much as the system takes.
      socket.write(length(packet));
      socket.write(megabyte);
      if (one % 2 === 0) socket.write(helloBytes("too-late"));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const after = await most();
  process.stderr.write(
    `The server's buffers: ${(before / 1e6).toFixed(1)} MB before, ${(after / 1e6).toFixed(1)} MB at the most, ` +
      `and ${(bound / 1e6).toFixed(1)} MB are the bound.\n`,
  );
  // The attack had its effect: the largest packets of some clients lay there.
  expect(after - before).toBeGreaterThan(packet);
  expect(after - before).toBeLessThan(bound);
});
