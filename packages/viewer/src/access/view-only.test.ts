import { openConnection } from "@framewire/protocol";
import { webSocketTransport } from "@framewire/protocol/websocket";
import { afterEach, expect, it } from "vitest";
import { createFeed } from "../../testing/feed.ts";
import { dial } from "../../testing/page.ts";
import type { ViewerState } from "../streams/state.ts";
import { createViewer, type Viewer } from "../viewer.ts";

const code = "0123456789abcdefABCDEF";
const viewOnlyCode = "FEDCBA9876543210abcdef";
let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

/** Starts a viewer in which everything is allowed, and counts what pages do. */
async function start(): Promise<{ readonly url: string; readonly origin: string; readonly done: string[] }> {
  const done: string[] = [];
  viewer = await createViewer({
    code,
    viewOnlyCode,
    onHangUp: () => done.push("hang-up"),
    onCamera: () => done.push("camera"),
  });
  viewer.setNotice("Waiting.", { command: "framewire client" });
  const { frames } = createFeed();
  viewer.add({ id: "a", name: "Ada", role: "remote", frames, onDisconnect: () => done.push("disconnect") });
  return { url: viewer.url, origin: new URL(viewer.url).origin, done };
}

/** The cookie that a link with this code gives. */
async function cookieOf(url: string, of: string): Promise<string> {
  const answer = await fetch(`${url}?code=${of}`, { redirect: "manual" });
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

it.each(["hang-up", "streams/a/disconnect"])(
  "a link that may watch only cannot POST /%s, and the full one can",
  async (path) => {
    const { url, origin, done } = await start();
    const watching = await cookieOf(url, viewOnlyCode);
    for (const [where, cookie] of [
      [path, watching],
      [`${path}?code=${viewOnlyCode}`, ""],
      [`${path}?code=${code}x`, watching],
    ] as const) {
      const answer = await fetch(url + where, { method: "POST", headers: { origin, cookie } });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toEqual({ error: "This page was opened by a link that may watch only." });
    }
    expect(done).toEqual([]);
    const cookie = await cookieOf(url, code);
    expect((await fetch(url + path, { method: "POST", headers: { origin, cookie } })).status).toBe(204);
    expect(done).toHaveLength(1);
  },
);

it("shows a page that may watch only no buttons, and no command to connect", async () => {
  const { url } = await start();
  const stateFor = async (of: string): Promise<ViewerState> => {
    const cookie = await cookieOf(url, of);
    const listed = (await (await fetch(`${url}streams`, { headers: { cookie } })).json()) as ViewerState;
    const socket = await dial(url, "/events", { headers: { cookie } });
    const sent = new Promise<ViewerState>((resolve) =>
      socket.once("message", (text) => resolve(JSON.parse(String(text)) as ViewerState)),
    );
    socket.resume();
    const { canHangUp, camera, command, streams } = await sent;
    socket.terminate();
    expect(listed).toMatchObject({ canHangUp, camera, command });
    expect(listed.streams[0]?.canDisconnect).toBe(streams[0]?.canDisconnect);
    return listed;
  };
  expect(await stateFor(code)).toMatchObject({
    canHangUp: true,
    camera: { offered: true },
    command: "framewire client",
    streams: [{ canDisconnect: true }],
  });
  expect(await stateFor(viewOnlyCode)).toMatchObject({
    canHangUp: false,
    camera: { offered: false },
    command: null,
    streams: [{ canDisconnect: false }],
  });
});

it("refuses the camera of a page that may watch only", async () => {
  const { url, done } = await start();
  const socket = await dial(url, "/camera", { headers: { cookie: await cookieOf(url, viewOnlyCode) } });
  const opening = openConnection(webSocketTransport(socket), { codecs: ["jpeg"], name: "A page" });
  socket.resume();
  await expect(opening).rejects.toMatchObject({ info: { by: "remote", code: "unauthorised" } });
  expect(done).toEqual([]);
});

it("keeps a page's cookie valid over a restart with the same code, and no longer with another", async () => {
  const { url } = await start();
  const port = Number(new URL(url).port);
  const cookie = await cookieOf(url, code);
  const statusWith = async (options: { readonly code: string }): Promise<number> => {
    await viewer?.close();
    viewer = await createViewer({ ...options, port });
    return (await fetch(`${url}streams`, { headers: { cookie } })).status;
  };
  expect(await statusWith({ code })).toBe(200);
  expect(await statusWith({ code: "another-code-0123456789" })).toBe(401);
});

it("needs two codes that differ", async () => {
  await expect(createViewer({ code, viewOnlyCode: code })).rejects.toThrow(TypeError);
});
