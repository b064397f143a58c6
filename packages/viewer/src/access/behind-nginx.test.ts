import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumMissing, launchChromium } from "test-support/chromium";
import { freePort } from "test-support/free-port";
import { needs } from "test-support/needs";
import { until } from "test-support/until";
import { afterEach, describe, expect, it } from "vitest";
import { createFeed, frameOf } from "../../testing/feed.ts";
import { handshake } from "../../testing/handshake.ts";
import { createNumberedSource } from "../../testing/numbered-source.ts";
import { waitForLive } from "../../testing/on-page.ts";
import { createViewer, type Viewer } from "../viewer.ts";

const { skip, because } = needs("nginx");
const code = "0123456789abcdefABCDEF";
const block = readFileSync(new URL("../../../../docs/nginx.conf", import.meta.url), "utf8");
const cleanups: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Starts nginx with the documented block, in front of a viewer on this port. Returns the page's address. */
async function startNginx(viewerPort: number, change = (text: string): string => text): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "framewire-nginx-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const location = change(block.replace("127.0.0.1:4780", `127.0.0.1:${viewerPort}`));
  const file = join(folder, "nginx.conf");
  writeFileSync(
    file,
    `daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1; events {}
http { access_log off; ${paths.join(" ")} server { listen 127.0.0.1:${port}; ${location} } }`,
  );
  const nginx = spawn("nginx", ["-c", file, "-p", folder, "-e", "stderr"], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  nginx.stderr.on("data", (text) => {
    said += text;
  });
  const ended = new Promise<void>((resolve) => nginx.once("close", () => resolve()));
  cleanups.push(async () => {
    nginx.kill("SIGTERM");
    await ended;
  });
  const url = `http://127.0.0.1:${port}/cam/`;
  await until(
    () =>
      fetch(url).then(
        () => true,
        () => {
          if (nginx.exitCode !== null) throw new Error(`nginx ended: ${said}`);
          return false;
        },
      ),
    "nginx answers",
  );
  return url;
}

/** Starts a viewer whose public address is that of an nginx in front of it. */
async function startBehind(
  change?: (text: string) => string,
): Promise<{ readonly url: string; readonly viewer: Viewer }> {
  const port = await freePort();
  const url = await startNginx(port, change);
  const viewer = await createViewer({ port, code, publicUrl: url, onHangUp() {} });
  cleanups.push(() => viewer.close());
  return { url, viewer };
}

describe.skipIf(skip)(`behind nginx in a folder${because}`, () => {
  it("the cookie belongs to the folder, and everything that a page uses works", async () => {
    const { url, viewer } = await startBehind();
    const { origin } = new URL(url);
    const answer = await fetch(`${url}?code=${code}`, { redirect: "manual" });
    expect(answer.status).toBe(303);
    expect(new URL(answer.headers.get("location") ?? "", answer.url).href).toBe(url);
    const set = answer.headers.get("set-cookie") ?? "";
    expect(set).toContain("; Path=/cam/; ");
    const cookie = set.split(";")[0] ?? "";
    const html = await (await fetch(url, { headers: { cookie } })).text();
    const assets = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, path = ""]) => new URL(path, url).href);
    expect(assets.length).toBeGreaterThan(2);
    for (const asset of assets.filter((address) => !address.endsWith("/streams"))) {
      expect(asset.startsWith(url)).toBe(true);
      expect((await fetch(asset, { headers: { cookie } })).status).toBe(200);
    }
    expect(await handshake(url, "events", { cookie, origin })).toBe(101);
    expect(await handshake(url, "events", { cookie, origin: "https://evil.example" })).toBe(403);
    expect((await fetch(`${url}hang-up`, { method: "POST", headers: { cookie, origin } })).status).toBe(204);

    const feed = createFeed();
    viewer.add({ id: "ada", name: "Ada / Süd", role: "remote", frames: feed.frames });
    const snapshot = fetch(`${url}streams/by-name/${encodeURIComponent("Ada / Süd")}.jpg?code=${code}`);
    await until(() => feed.opened === 1);
    feed.push(frameOf(1));
    expect((await snapshot).status).toBe(200);
  });

  it("wrong codes are counted for each client, not for nginx", async () => {
    const clients = (text: string): string => text.replace("$remote_addr", "$http_x_test_client");
    const { url } = await startBehind(clients);
    const ask = (of: string, client: string): Promise<number> =>
      fetch(`${url}streams?code=${of}`, { headers: { "X-Test-Client": client } }).then(({ status }) => status);
    for (let wrong = 0; wrong < 10; wrong++) expect(await ask(`${code}${wrong}`, "192.0.2.1")).toBe(401);
    expect(await ask(code, "192.0.2.1")).toBe(429);
    expect(await ask(code, "192.0.2.2")).toBe(200);
    // What a client adds in front of the proxy's own entry does not count.
    expect(await ask(code, "192.0.2.3, 192.0.2.1")).toBe(429);
  });

  it.skipIf(chromiumMissing)("the page shows pictures, or why it cannot", async () => {
    const { url, viewer } = await startBehind();
    const { frames } = await createNumberedSource();
    viewer.add({ id: "ada", name: "Ada", role: "remote", frames });
    const withoutUpgrade = await startNginx(Number(new URL(viewer.url).port), (text) =>
      text.replace(/.*(Upgrade|upgrade).*\n/g, ""),
    );
    const browser = await launchChromium();
    cleanups.push(() => browser.close());
    const page = await browser.newPage();
    await page.goto(`${url}?code=${code}`);
    await waitForLive(page, "ada");
    expect(page.url()).toBe(url);
    await page.goto(`${withoutUpgrade}?code=${code}`);
    await page.getByText(/WebSockets do not get through|needs the page's address there/).waitFor();
  });
});

it("X-Forwarded-For does not count without a public address", async () => {
  const viewer = await createViewer({ code });
  cleanups.push(() => viewer.close());
  const ask = (of: string, client: string): Promise<number> =>
    fetch(`${viewer.url}streams?code=${of}`, { headers: { "X-Forwarded-For": client } }).then(({ status }) => status);
  for (let wrong = 0; wrong < 10; wrong++) expect(await ask(`${code}${wrong}`, `192.0.2.${wrong}`)).toBe(401);
  expect(await ask(code, "192.0.2.99")).toBe(429);
});

it.each(["example.org/cam", "ftp://example.org/", "https://example.org/?a=1", "https://a:b@example.org/", ""])(
  "“%s” is no public address",
  async (publicUrl) => {
    await expect(createViewer({ publicUrl })).rejects.toThrow(TypeError);
  },
);

it("says that a public address is missing", async () => {
  const viewer = await createViewer({ onHangUp: () => expect.unreachable() });
  cleanups.push(() => viewer.close());
  const answer = await fetch(`${viewer.url}access-check`, {
    method: "POST",
    headers: { origin: "https://example.org" },
  });
  expect(answer.status).toBe(403);
  expect(((await answer.json()) as { error: string }).error).toMatch(/https:\/\/example\.org.*--view-origin/);
});
