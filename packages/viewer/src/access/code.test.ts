import { createHash } from "node:crypto";
import { generate } from "selfsigned";
import { until } from "test-support/until";
import { afterEach, expect, it } from "vitest";
import { createFeed, frameOf } from "../../testing/feed.ts";
import { handshake } from "../../testing/handshake.ts";
import { createViewer, type Viewer } from "../viewer.ts";

const code = "0123456789abcdefABCDEF";
let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

/** Requests a page as a browser does, without following redirects. */
function navigate(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const accept = "text/html,application/xhtml+xml,*/*;q=0.8";
  return fetch(`${viewer?.url}${path}`, { redirect: "manual", headers: { accept, ...headers } });
}

it("answers requests without the code with a page that says so", async () => {
  viewer = await createViewer({ code, onHangUp: () => expect.unreachable() });
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: createFeed().frames });
  for (const path of ["", "streams", "streams/a.jpg", "streams/a.mjpg", "metrics", "healthz", "assets/x.js", "x"]) {
    const answer = await navigate(path);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const text = await answer.text();
    expect(text).toContain("opens only by its whole link");
    expect(text).toMatch(/<form method="get" action=".\/".*<input id="code" name="code"/s);
    expect(text).not.toMatch(/Ada|<script/);
    // Its style is the one that the policy allows.
    const [, style = ""] = /<style>(.*)<\/style>/s.exec(text) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(answer.headers.get("content-security-policy")).toContain(`style-src 'self' 'sha256-${hash}';`);
  }
  const { origin } = new URL(viewer.url);
  expect((await fetch(`${viewer.url}hang-up`, { method: "POST", headers: { origin } })).status).toBe(401);
  for (const path of ["/events", "/streams/a", "/camera"])
    expect(await handshake(viewer?.url, path, { origin })).toBe(401);
  const refused = await fetch(`${viewer.url}streams`);
  expect(refused.headers.get("content-type")).toContain("application/json");
  expect(await refused.json()).toEqual({ error: expect.stringContaining("opens only by its whole link") });
});

it("exchanges the code for a cookie and redirects to the page", async () => {
  viewer = await createViewer({ code });
  const { origin, port } = new URL(viewer.url);
  const answer = await navigate(`?code=${code}`);
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe("./");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const set = answer.headers.get("set-cookie") ?? "";
  expect(set).toMatch(
    new RegExp(`^framewire-${port}=[\\w-]{43}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict$`),
  );
  expect(set).not.toContain(code);

  const cookie = `other=1; ${set.split(";")[0]}`;
  expect((await navigate("", { cookie })).status).toBe(200);
  expect((await navigate("streams", { cookie })).status).toBe(200);
  expect(await handshake(viewer?.url, "/events", { cookie, origin })).toBe(101);
  // The cookie opens nothing to another site's page.
  expect(await handshake(viewer?.url, "/events", { cookie, origin: "https://evil.example" })).toBe(403);
  for (const wrong of [`framewire-${port}=`, `framewire-${port}=${code}`, `framewire-1=${set.split("=")[1]}`]) {
    expect((await navigate("", { cookie: wrong })).status).toBe(401);
  }
});

it("accepts the whole link in the field for the code", async () => {
  viewer = await createViewer({ code });
  for (const entered of [`https://192.168.1.20:4780/?code=${code}`, ` ${code} `]) {
    expect((await navigate(`?code=${encodeURIComponent(entered)}`)).status).toBe(303);
  }
  expect((await navigate(`?code=${encodeURIComponent("https://192.168.1.20:4780/")}`)).status).toBe(401);
});

it("redirects from another site's link with a page, because browsers send no such cookie after an HTTP redirect", async () => {
  viewer = await createViewer({ code });
  const answer = await navigate(`?code=${code}`, { "sec-fetch-site": "cross-site" });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("set-cookie")).toContain("SameSite=Strict");
  const text = await answer.text();
  expect(text).toContain('<meta http-equiv="refresh" content="0; url=./">');
  expect(text).not.toContain(code);
});

it("accepts the code on every address, without a cookie, for players", async () => {
  viewer = await createViewer({ code });
  const feed = createFeed();
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const asked = fetch(`${viewer.url}streams/a.jpg?code=${code}`);
  await until(() => feed.opened === 1);
  feed.push(frameOf(1));
  expect((await asked).status).toBe(200);
  expect((await asked).headers.has("set-cookie")).toBe(false);
  expect((await fetch(`${viewer.url}streams?code=${code}`)).status).toBe(200);
  expect(await handshake(viewer?.url, `/events?code=${code}`)).toBe(101);
});

it("limits how fast it can be guessed", async () => {
  viewer = await createViewer({ code });
  const first = await navigate(`?code=${code}`);
  const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
  for (let digit = 0; digit < 10; digit++) {
    const answer = await navigate(`?code=${code.slice(0, -1)}${digit}`);
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain("is not valid, or no longer");
  }
  const late = await navigate(`?code=${code}`);
  expect(late.status).toBe(429);
  expect(late.headers.get("retry-after")).toBe("60");
  expect(await handshake(viewer?.url, `/events?code=${code}`)).toBe(429);
  // A page with the cookie still works.
  expect((await navigate("", { cookie })).status).toBe(200);
});

it.each(["", "short", "123456789012345", "not an address's part", "x".repeat(129)])(
  "refuses “%s” as a code: it is easy to guess, or does not fit in an address",
  async (poor) => {
    await expect(createViewer({ code: poor })).rejects.toThrow(TypeError);
  },
);

it("restricts the cookie to https, where frames and sockets work too", async () => {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], { keyType: "ec" });
  viewer = await createViewer({ code, tls: { key, cert } });
  expect(viewer.url).toMatch(/^https:/);
  const feed = createFeed();
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const { get } = await import("node:https");
  const ask = (path: string): Promise<{ status: number | undefined; cookie: string; body: Buffer }> =>
    new Promise((resolve, reject) => {
      get(`${viewer?.url}${path}`, { rejectUnauthorized: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", () => {});
        answer.on("close", () => {
          const cookie = answer.headers["set-cookie"]?.join() ?? "";
          resolve({ status: answer.statusCode, cookie, body: Buffer.concat(chunks) });
        });
      }).on("error", reject);
    });
  const { port, host } = new URL(viewer.url);
  const { status, cookie } = await ask(`?code=${code}`);
  expect(status).toBe(303);
  expect(cookie).toMatch(
    new RegExp(`^__Host-framewire-${port}=[\\w-]+; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict; Secure$`),
  );
  expect(await handshake(viewer?.url, `/events?code=${code}`, { origin: `https://${host}` })).toBe(101);
  expect(await handshake(viewer?.url, `/events?code=${code}`, { origin: `http://${host}` })).toBe(403);

  const asked = ask(`streams/a.mjpg?code=${code}`);
  await until(() => feed.opened === 1);
  const frame = frameOf(1, 5000);
  feed.push(frame);
  await until(() => viewer?.state().streams[0]?.width === 64);
  // A source that fails breaks the connection, which has to work under TLS as well.
  feed.end(new Error("The camera is disconnected."));
  expect((await asked).body.includes(Buffer.from(frame.data))).toBe(true);
});
