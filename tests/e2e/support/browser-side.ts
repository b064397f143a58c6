import { onAbort } from "@framewire/media";
import { type Connection, openConnection } from "@framewire/protocol";
import { webSocketOpen, webSocketTransport } from "@framewire/protocol/websocket";
import type { TestContext } from "vitest";
import WebSocket from "ws";

/** What a page is told, as far as it is looked at here. */
interface PageState {
  readonly ended: string | null;
  readonly canHangUp: boolean;
  readonly camera: { readonly offered: boolean; readonly sharedBy: string | null; readonly name: string | null };
}

/** A page that follows what it is told. */
export interface OpenPage {
  readonly newest: PageState | undefined;
  /** When its socket is closed. */
  readonly closed: Promise<void>;
}

/** A WebSocket as a page opens it; paused, so that nothing is lost until somebody listens. */
async function dial(test: TestContext, page: string, path: string): Promise<WebSocket> {
  const socket = new WebSocket(new URL(path, page), { origin: new URL(page).origin });
  onAbort(test.signal, () => socket.terminate());
  test.onTestFinished(() => socket.terminate());
  socket.once("open", () => socket.pause());
  await webSocketOpen(socket);
  return socket;
}

/** Opens a page, without a browser. */
export async function openPage(test: TestContext, page: string): Promise<OpenPage> {
  const socket = await dial(test, page, "/events");
  let newest: PageState | undefined;
  socket.on("message", (data: Buffer) => {
    newest = JSON.parse(data.toString()) as PageState;
  });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.resume();
  return {
    closed,
    get newest() {
      return newest;
    },
  };
}

/** The connection on which a page shares its camera. */
export async function openCamera(test: TestContext, page: string, name: string): Promise<Connection> {
  const socket = await dial(test, page, "/camera");
  const opening = openConnection(webSocketTransport(socket), { codecs: ["jpeg"], name });
  socket.resume();
  return opening;
}

/** Presses the page's button. */
export async function hangUpOn(page: string): Promise<number> {
  const { origin } = new URL(page);
  return (await fetch(`${page}hang-up`, { method: "POST", headers: { origin } })).status;
}
