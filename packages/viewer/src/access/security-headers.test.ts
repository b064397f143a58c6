import { request } from "node:http";
import { afterEach, expect, it } from "vitest";
import { handshake } from "../../testing/handshake.ts";
import { createViewer, type Viewer } from "../viewer.ts";

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
    expect(await handshake(viewer?.url, "/events", { host, origin: `http://${host}` })).toBe(403);
  }
});

it("answers to any name when it listens on all addresses", async () => {
  viewer = await createViewer({ host: "0.0.0.0" });
  expect(viewer.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(await statusFor("camera.example")).toBe(200);
});

it("opens no WebSocket for another site's page", async () => {
  viewer = await createViewer({ onCamera() {} });
  const { origin, port } = new URL(viewer.url);
  for (const path of ["/events", "/streams/a", "/camera"]) {
    for (const foreign of ["https://evil.example", "null", `http://localhost:${port}`, `${origin}.evil.example`]) {
      expect(await handshake(viewer?.url, path, { origin: foreign })).toBe(403);
    }
    expect(await handshake(viewer?.url, path, { origin })).toBe(101);
    // A program other than a browser.
    expect(await handshake(viewer?.url, path, {})).toBe(101);
  }
  for (const path of ["/", "/streams", "/streams/a.mjpg", "/streams/a/b", "/nothing"]) {
    expect(await handshake(viewer?.url, path, { origin })).toBe(404);
  }
});

it("lets no other site embed or read a reply", async () => {
  viewer = await createViewer();
  for (const path of ["", "streams", "metrics", "healthz", "streams/unknown.jpg", "nothing"]) {
    const { headers } = await fetch(`${viewer.url}${path}`);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'sha256-/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.has("access-control-allow-origin")).toBe(false);
  }
});
