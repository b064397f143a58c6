import { afterEach, expect, it } from "vitest";
import { createViewer, type Viewer } from "../viewer.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

it("serves the page revalidated at each load, and its hashed assets cached for good, compressed", async () => {
  viewer = await createViewer();
  const { url } = viewer;
  const index = await fetch(url);
  expect(index.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(index.headers.get("cache-control")).toBe("no-cache");
  const html = await index.text();
  const etag = index.headers.get("etag") ?? "";
  const known = await fetch(url, { headers: { "if-none-match": etag, "cache-control": "max-age=0" } });
  expect(known.status).toBe(304);

  // The page needs nothing from anywhere else, and everything that it names exists.
  expect(html).not.toMatch(/(?:src|href)="(?:\w+:|\/\/)/);
  const named = [...html.matchAll(/(?:src|href)="(\.[^"]+)"/g)].map(([, path]) => path ?? "");
  expect(named.length).toBeGreaterThan(1);
  for (const path of named) {
    expect(path).toMatch(/^\.\/assets\/[\w.-]+$/);
    const asset = await fetch(new URL(path, url), { headers: { "accept-encoding": "br" } });
    expect(asset.status).toBe(200);
    expect(asset.headers.get("content-encoding")).toBe("br");
    expect(asset.headers.get("vary")).toContain("accept-encoding");
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const plain = await fetch(new URL(path, url), { headers: { "accept-encoding": "identity" } });
    expect(plain.headers.has("content-encoding")).toBe(false);
    expect(await plain.text()).toBe(await asset.text());
  }
  expect((await fetch(new URL(`${named[0]}.br`, url))).status).toBe(404);
});
