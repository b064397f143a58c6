import { expect, it } from "vitest";
import { startChildApp } from "./child-app.ts";

it("yields the events of an app, hangs it up, and returns its exit code", async () => {
  const child = startChildApp("server", [
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
  const names: string[] = [];
  for await (const event of child.events) {
    names.push(event.event);
    if (event.event === "listening") child.hangUp();
  }
  expect(names).toEqual(["listening"]);
  expect(await child.exited).toBe(0);
});

it("returns the exit code of an app that fails", async () => {
  const child = startChildApp("client", [
    "127.0.0.1:1",
    "--retry-for",
    "1ms",
    "--view",
    "none",
    "--log-level",
    "silent",
    "--insecure",
  ]);
  const names: string[] = [];
  for await (const event of child.events) names.push(event.event);
  expect(names).toEqual(["error"]);
  expect(await child.exited).toBe(1);
});
