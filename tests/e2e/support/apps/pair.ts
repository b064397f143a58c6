/** A connected pair of a server and a client. */
import type { TestContext } from "vitest";
import { type App, light, startApp } from "./app.ts";
import type { EventOf } from "./events.ts";

/** A server and a client that are connected. */
export interface Pair {
  readonly server: App;
  readonly client: App;
  readonly port: number;
  /** The event `connected` of each. */
  readonly met: { readonly server: EventOf<"connected">; readonly client: EventOf<"connected"> };
}

interface PairOptions {
  /** Options in addition to the port. Default {@link light}. */
  readonly server?: readonly string[];
  readonly client?: readonly string[];
}

/** Starts a server and a client that connects to it, and waits until both report the connection. */
export async function startPair(
  test: TestContext,
  { server: serverArgs = light, client: clientArgs = light }: PairOptions = {},
): Promise<Pair> {
  const server = startServer(test, serverArgs);
  const { port } = await server.event("listening");
  const client = startClient(test, port, clientArgs);
  const met = { server: await server.event("connected"), client: await client.event("connected") };
  return { server, client, port, met };
}

/** Starts a server on loopback. Port 0 is any free port; a restart passes the port of the previous server. */
export function startServer(test: TestContext, args: readonly string[] = light, port = 0): App {
  return startApp(test, "server", ["--host", "127.0.0.1", "--port", String(port), "--name", "The server", ...args]);
}

export function startClient(test: TestContext, port: number, args: readonly string[] = light): App {
  return startApp(test, "client", [`127.0.0.1:${port}`, "--name", "The client", ...args]);
}

/** Waits until a later report counts more frames than `since`, in both directions. */
export async function framesFlow(app: App, since: EventOf<"connected" | "stats">): Promise<EventOf<"stats">> {
  return app.event("stats", {
    after: since,
    where: ({ id, sent, received }) =>
      id === since.id && sent.frames > since.sent.frames && received.frames > since.received.frames,
  });
}
