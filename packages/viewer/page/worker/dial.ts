/** A connection from the page to the gateway that is opened again when it ends. */

import { backoffDelay, sleep } from "@framewire/media";
import { type CloseInfo, type Connection, type OpenConnectionOptions, openConnection } from "@framewire/protocol";
import { webSocketOpen, webSocketTransport } from "@framewire/protocol/websocket";

/** Opens connections to `url`, one after the other, until the signal aborts or `shouldRetry` returns false. */
export async function dial(url: string, { ready, use, shouldRetry, ...options }: DialOptions): Promise<void> {
  const { signal } = options;
  let failures = 0;
  while (!signal.aborted) {
    await ready();
    const end = await connectOnce(url, options, async (connection) => {
      failures = 0;
      await use(connection);
    });
    if (signal.aborted || !shouldRetry(end)) return;
    failures++;
    await sleep(backoffDelay(failures, { initialMs: 250, maxMs: 2000 }), signal).catch(() => {});
  }
}

/** Options of {@link dial}. */
interface DialOptions extends OpenConnectionOptions {
  readonly signal: AbortSignal;
  /** Waits until a connection is needed. */
  ready(): Promise<void>;
  /** Uses a connection until it is closed. */
  use(connection: Connection): Promise<void>;
  /** Called when a connection has ended or could not be opened. Returns whether to try again. */
  shouldRetry(info: { readonly code: CloseInfo["code"]; readonly message: string }): boolean;
}

async function connectOnce(
  url: string,
  options: OpenConnectionOptions & { readonly signal: AbortSignal },
  use: (connection: Connection) => Promise<void>,
): Promise<Pick<CloseInfo, "code" | "message">> {
  try {
    const socket = new WebSocket(url);
    await webSocketOpen(socket, options.signal);
    await using connection = await openConnection(webSocketTransport(socket), options);
    await use(connection);
    return await connection.closed;
  } catch (error) {
    const { info, message } = error as Error & { info?: CloseInfo };
    return info ?? { code: "lost", message };
  }
}
