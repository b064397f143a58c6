import { afterEach, expect, it } from "vitest";
import { createViewer, type Viewer } from "../viewer.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

async function hangUp(headers: Record<string, string>): Promise<number> {
  const answer = await fetch(`${viewer?.url}hang-up`, { method: "POST", headers });
  if (answer.status !== 204) expect((await answer.json()) as object).toHaveProperty("error");
  return answer.status;
}

it("hangs up for the viewer's own page, and for no other site", async () => {
  let count = 0;
  viewer = await createViewer({ onHangUp: () => count++ });
  const { origin, port } = new URL(viewer.url);
  for (const foreign of ["https://evil.example", "null", `http://localhost:${port}`, origin.replace("http", "https")]) {
    expect(await hangUp({ origin: foreign })).toBe(403);
  }
  expect(await hangUp({})).toBe(403);
  expect((await fetch(`${viewer.url}hang-up`, { headers: { origin } })).status).toBe(404);
  expect(count).toBe(0);
  expect(await hangUp({ origin })).toBe(204);
  expect(count).toBe(1);
});

it("does not log an error for a request with a body", async () => {
  const failures: string[] = [];
  const log = { debug() {}, info() {}, warn() {}, error: (message: string) => void failures.push(message) };
  viewer = await createViewer({ onHangUp() {}, log });
  const { origin } = new URL(viewer.url);
  for (const [headers, body, status] of [
    [{ origin }, new Uint8Array(2), 415],
    [{ origin, "content-type": "application/json" }, "{", 400],
    [{ origin, "content-type": "text/plain" }, "x".repeat(2000), 413],
  ] as const) {
    const answer = await fetch(`${viewer.url}hang-up`, { method: "POST", headers, body });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: expect.stringMatching(/^The request is not valid: .*\.$/) });
  }
  expect(failures).toEqual([]);
});

it("does not exist without onHangUp", async () => {
  viewer = await createViewer();
  expect(viewer.state().canHangUp).toBe(false);
  expect(await hangUp({ origin: new URL(viewer.url).origin })).toBe(404);
});
