import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { until } from "test-support/until";
import { expect, it } from "vitest";
import { createViewer } from "../viewer.ts";

it("refuses requests with a sentence while the limit is exceeded, and answers again afterwards", async () => {
  await using viewer = await createViewer();
  const { hostname, port } = new URL(viewer.url);
  const sockets: Socket[] = [];
  for (let count = 0; count < 256; count++) {
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    sockets.push(socket);
  }
  await until(async () => (await fetch(`${viewer.url}healthz`)).status === 503);
  const refused = await fetch(`${viewer.url}healthz`);
  expect(refused.headers.get("connection")).toBe("close");
  expect(await refused.json()).toEqual({ error: "This viewer has too many connections: close some pages or players." });
  for (const socket of sockets.splice(0, 20)) socket.destroy();
  await until(async () => (await fetch(`${viewer.url}healthz`)).status === 200);
  for (const socket of sockets) socket.destroy();
});
