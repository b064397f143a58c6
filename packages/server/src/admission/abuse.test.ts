import { connect, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { helloBytes, join, provable } from "../../testing/peers.ts";
import { serve } from "../../testing/serve.ts";
import { jpegs } from "../../testing/sources.ts";
import { take, until, watch } from "../../testing/until.ts";

/** `pnpm bench siege` measures what this shows in short: a session goes on, and another comes in, while all this goes on. */
it("a session goes on while others do what they can to end it, and another comes in", async () => {
  const camera = jpegs({ fps: 30 });
  const { port } = await serve({ source: camera.source });
  const ada = await join(port, provable("Ada"));
  const watching = watch(ada.connection.frames);
  await until(() => watching.count > 3, "pictures come");

  const sockets = new Set<Socket>();
  let besieged = true;
  let attempts = 0;
  function attack(act: (socket: Socket) => void, from: string): void {
    if (!besieged) return;
    attempts++;
    const socket = connect({ port, host: "127.0.0.1", localAddress: from }).on("error", () => {});
    sockets.add(socket);
    socket.once("connect", () => act(socket)).resume();
    socket.once("close", () => {
      sockets.delete(socket);
      setTimeout(() => attack(act, from), 50);
    });
  }
  function end(): void {
    besieged = false;
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

  const before = watching.count;
  await until(() => attempts > 300, "they come again and again", 30_000);
  const ben = await join(port, provable("Ben"));
  await take(ben.connection.frames, 5);
  await until(() => watching.count > before + 20, "pictures go on coming");
  expect(ada.connection.signal.aborted).toBe(false);
  end();
  await Promise.all([ada, ben].map(({ connection }) => connection.close()));
});
