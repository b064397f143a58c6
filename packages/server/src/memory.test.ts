import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { until } from "test-support/until";
import { expect, it, onTestFinished } from "vitest";
import { helloBytes, openRaw, openSocket } from "../testing/peers.ts";

const maxClients = 4;
const maxHalfOpen = 16;
const packet = 2 ** 20;

/** The formula of docs/limits.md, in bytes. */
const bound = maxClients * 3 * packet + 2 * (maxClients + maxHalfOpen) * 250e3 + 4096 * 200;

/** Starts a server in a process of its own. `peak` resolves to the peak of its buffers after garbage collection, in bytes. */
async function serveAlone(): Promise<{ readonly port: number; peak(): Promise<number> }> {
  const script = `
    import { listen } from "@framewire/server";
    const server = await listen({
      port: 0, host: "127.0.0.1", security: { insecure: true },
      limits: {
        maxClients: ${maxClients}, maxHalfOpen: ${maxHalfOpen}, maxPacketBytes: ${packet}, maxConnectionsPerSecond: 10000,
      },
    });
    // Readers that read one frame and then stall.
    void (async () => {
      for await (const connection of server) void connection.frames[Symbol.asyncIterator]().next().catch(() => {});
    })();
    let peak = 0;
    const sample = () => {
      // The second collection frees the buffers of the objects that the first has found.
      gc();
      gc();
      peak = Math.max(peak, process.memoryUsage().external);
    };
    setInterval(sample, 30);
    process.on("message", () => process.send({ peak: (sample(), peak) }));
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
    async peak() {
      child.send("peak");
      const [{ peak }] = (await once(child, "message")) as [{ peak: number }];
      return peak;
    },
  };
}

const megabyte = Buffer.alloc(packet);

/** A length prefix: a varint. */
function length(bytes: number): Buffer {
  const groups: number[] = [];
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 128)) groups.push((rest % 128) | 0x80);
  groups.push((groups.pop() ?? 0) & 0x7f);
  return Buffer.from(groups);
}

/** Sends a packet of the largest size, of an unknown kind, and all but the last byte of another. */
function sendLarge(socket: Socket): void {
  const skipped = Buffer.from([0xa2, 0x06, ...length(packet - 5)]);
  socket.write(Buffer.concat([length(skipped.length + packet - 5), skipped]));
  socket.write(megabyte.subarray(0, packet - 5));
  socket.write(length(packet));
  socket.write(megabyte.subarray(0, packet - 1));
}

it("the memory of a server is bounded, whatever its peers send", async () => {
  const { port, peak } = await serveAlone();
  const before = await peak();
  for (let round = 0; round < 5; round++) {
    for (let client = 0; client < maxClients; client++) {
      const peer = await openRaw(port, { answersPings: true });
      peer.socket.write(helloBytes(`large-${round}-${client}`));
      await until(() => peer.kinds().length > 0, "the server has answered");
      sendLarge(peer.socket);
      if (round < 4) peer.socket.on("drain", () => setTimeout(() => peer.socket.destroy(), 100));
    }
    for (let index = 0; index < 40; index++) {
      const socket = await openSocket(port);
      // A large packet before the hello, as much of it as the kernel accepts.
      socket.write(length(packet));
      socket.write(megabyte);
      if (index % 2 === 0) socket.write(helloBytes("too-late"));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const after = await peak();
  process.stderr.write(
    `The server's buffers: ${(before / 1e6).toFixed(1)} MB before, ${(after / 1e6).toFixed(1)} MB at the peak, ` +
      `and ${(bound / 1e6).toFixed(1)} MB allowed.\n`,
  );
  // The attack has had an effect: the server has buffered large packets.
  expect(after - before).toBeGreaterThan(packet);
  expect(after - before).toBeLessThan(bound);
});
