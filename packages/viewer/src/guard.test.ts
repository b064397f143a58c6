import { request } from "node:http";
import { afterEach, expect, it } from "vitest";
import { createViewer, type Viewer } from "./viewer.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

function statusFor(host: string, path = "/streams"): Promise<number | undefined> {
  const { hostname, port } = new URL(viewer?.url ?? "");
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

it("answers on a loopback address only to its own names and port", async () => {
  viewer = await createViewer();
  const { port } = new URL(viewer.url);
  for (const host of ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"]) {
    expect(await statusFor(`${host}:${port}`)).toBe(200);
  }
  for (const host of [
    `evil.example:${port}`,
    "localhost",
    `127.0.0.1:${Number(port) ^ 1}`,
    `localhost.evil.example:${port}`,
  ]) {
    expect(await statusFor(host)).toBe(403);
    expect(await statusFor(host, "/")).toBe(403);
    expect(await statusFor(host, "/streams/a.mjpg")).toBe(403);
  }
});

it("answers to any name where it was told to listen to all", async () => {
  viewer = await createViewer({ host: "0.0.0.0" });
  expect(viewer.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(await statusFor("camera.example")).toBe(200);
});

it("lets no other site embed or read what it gives", async () => {
  viewer = await createViewer();
  for (const path of ["", "page.js", "style.css", "icon.svg", "streams", "healthz", "streams/nobody.jpg"]) {
    const { headers } = await fetch(`${viewer.url}${path}`);
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(headers.get("content-security-policy")).not.toContain("unsafe");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.has("access-control-allow-origin")).toBe(false);
  }
});
