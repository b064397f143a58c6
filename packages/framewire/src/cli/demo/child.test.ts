import { expect, it } from "vitest";
import { startChild } from "./child.ts";

it("gives the events of an app as it tells them, hangs it up, and gives its exit code", async () => {
  const child = startChild("server", [
    "--host",
    "127.0.0.1",
    "--port",
    "0",
    "--view",
    "none",
    "--duration",
    "30s",
    "--insecure",
  ]);
  const told: string[] = [];
  for await (const event of child.events) {
    told.push(event.event);
    if (event.event === "listening") child.hangUp();
  }
  expect(told).toEqual(["listening"]);
  expect(await child.exited).toBe(0);
});

it("gives the exit code of one that fails", async () => {
  const child = startChild("client", [
    "127.0.0.1:1",
    "--retry-for",
    "1ms",
    "--view",
    "none",
    "--log-level",
    "silent",
    "--insecure",
  ]);
  const told: string[] = [];
  for await (const event of child.events) told.push(event.event);
  expect(told).toEqual(["error"]);
  expect(await child.exited).toBe(1);
});
