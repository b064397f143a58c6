import { afterEach, expect, it } from "vitest";
import { createViewer, type Viewer } from "../viewer.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

const invitation = {
  commands: [{ label: "192.168.1.20", command: "join --key 7QK2", masked: "join --key ••••" }],
  link: { url: "https://192.168.1.20:4780/?code=abc", matrix: ["10", "01"] },
};

function request(headers: Record<string, string>): Promise<Response> {
  return fetch(`${viewer?.url}invitation`, { method: "POST", headers });
}

it("gives the invitation to the viewer's own page, and to no other site", async () => {
  viewer = await createViewer();
  const { origin } = new URL(viewer.url);
  expect(viewer.state().invites).toBe(false);
  expect((await request({ origin })).status).toBe(404);
  viewer.setInvitation(invitation);
  expect(viewer.state().invites).toBe(true);
  const response = await request({ origin });
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual(invitation);
  for (const headers of [{}, { origin: "https://evil.example" }, { origin: "null" }] as const) {
    const refused = await request(headers);
    expect(refused.status).toBe(403);
    expect(await refused.text()).not.toContain("7QK2");
  }
  expect((await fetch(`${viewer.url}invitation`)).status).toBe(404);
  viewer.setInvitation(undefined);
  expect((await request({ origin })).status).toBe(404);
});

it("keeps the secrets of the invitation out of the state", async () => {
  viewer = await createViewer();
  viewer.setNotice("Waiting for the other side.", { detail: "More about it.", command: "join" });
  viewer.setInvitation(invitation);
  const state = await (await fetch(`${viewer.url}streams`)).text();
  expect(JSON.parse(state)).toMatchObject({
    notice: "Waiting for the other side.",
    detail: "More about it.",
    command: "join",
  });
  expect(state).not.toMatch(/7QK2|code=abc/);
});
