import { connect, type Socket } from "node:net";
import { jpegs } from "test-support/sources";
import { take } from "test-support/take";
import { until } from "test-support/until";
import { expect, it, onTestFinished } from "vitest";
import { countFrames } from "../../testing/count-frames.ts";
import { helloBytes, join, provableInstance } from "../../testing/peers.ts";
import { serve } from "../../testing/serve.ts";

/** A short form of `pnpm bench siege`. */
it("a connection continues during an attack, and another client can connect", async () => {
  const camera = jpegs({ fps: 30 });
  const { port } = await serve({ source: camera.source });
  const ada = await join(port, provableInstance("Ada"));
  const reader = countFrames(ada.connection.frames);
  await until(() => reader.count > 3, "frames arrive");

  const sockets = new Set<Socket>();
  let attacking = true;
  let attempts = 0;
  function attack(onConnect: (socket: Socket) => void, from: string): void {
    if (!attacking) return;
    attempts++;
    const socket = connect({ port, host: "127.0.0.1", localAddress: from }).on("error", () => {});
    sockets.add(socket);
    socket.once("connect", () => onConnect(socket)).resume();
    socket.once("close", () => {
      sockets.delete(socket);
      setTimeout(() => attack(onConnect, from), 50);
    });
  }
  function end(): void {
    attacking = false;
    for (const socket of sockets) socket.destroy();
  }
  onTestFinished(end);

  const pings = Buffer.concat(Array.from({ length: 1000 }, () => Buffer.from([4, 0x22, 2, 0x08, 1])));
  const slow = helloBytes("slow-slow-slow");
  for (let one = 0; one < 100; one++) attack(() => {}, "127.0.0.2");
  for (let one = 0; one < 20; one++) attack((socket) => socket.write(Buffer.alloc(40, 0xff)), "127.0.0.3");
  for (let one = 0; one < 20; one++) attack((socket) => socket.write(slow.subarray(0, 7)), "127.0.0.4");
  attack((socket) => {
    socket.write(helloBytes("a-ping-a-ping"));
    for (let count = 0; count < 100; count++) socket.write(pings);
  }, "127.0.0.5");

  const before = reader.count;
  await until(() => attempts > 300, "the attackers have connected repeatedly", 30_000);
  const ben = await join(port, provableInstance("Ben"));
  await take(ben.connection.frames, 5);
  await until(() => reader.count > before + 20, "frames still arrive");
  expect(ada.connection.signal.aborted).toBe(false);
  end();
  await Promise.all([ada, ben].map(({ connection }) => connection.close()));
});
