/** The sockets of a page, without a browser. */
import { onAbort } from "@framewire/media";
import { type Connection, openConnection } from "@framewire/protocol";
import { webSocketOpen, webSocketTransport } from "@framewire/protocol/websocket";
import type { TestContext } from "vitest";
import WebSocket from "ws";

/** The members of the viewer's state that the tests read. */
interface PageState {
  readonly ended: string | null;
  readonly canHangUp: boolean;
  readonly camera: { readonly offered: boolean; readonly sharedBy: string | null; readonly name: string | null };
}

/** An open page. */
export interface OpenPage {
  /** The newest state that it received. */
  readonly newest: PageState | undefined;
  /** Resolves when its socket is closed. */
  readonly closed: Promise<void>;
}

/** Opens a WebSocket as a page does. It is paused, so that no message is lost before a listener is added. */
async function dial(test: TestContext, page: string, path: string): Promise<WebSocket> {
  const socket = new WebSocket(new URL(path, page), { origin: new URL(page).origin });
  onAbort(test.signal, () => socket.terminate());
  test.onTestFinished(() => socket.terminate());
  socket.once("open", () => socket.pause());
  await webSocketOpen(socket);
  return socket;
}

/** Opens a page without a browser. */
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

/** Opens the connection on which a page shares its camera. */
export async function openCamera(test: TestContext, page: string, name: string): Promise<Connection> {
  const socket = await dial(test, page, "/camera");
  const opening = openConnection(webSocketTransport(socket), { codecs: ["jpeg"], name });
  socket.resume();
  return opening;
}

/** Hangs up as the page's button does. Resolves to the status of the reply. */
export async function hangUpOn(page: string): Promise<number> {
  const { origin } = new URL(page);
  return (await fetch(`${page}hang-up`, { method: "POST", headers: { origin } })).status;
}
