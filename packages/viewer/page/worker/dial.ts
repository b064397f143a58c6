import { sleep } from "@framewire/media";
import { type CloseInfo, type Connection, type OpenConnectionOptions, openConnection } from "@framewire/protocol";
import { webSocketOpen, webSocketTransport } from "@framewire/protocol/websocket";

/** How {@link dial} goes about it. */
interface DialOptions extends OpenConnectionOptions {
  readonly signal: AbortSignal;
  /** Waits until a connection is wanted. */
  wanted(): Promise<void>;
  /** What to do with a connection, until it is closed. */
  use(connection: Connection): Promise<void>;
  /** It is over; `again` says whether to connect anew. */
  over(info: { readonly code: CloseInfo["code"]; readonly message: string }): boolean;
}

const firstPauseMs = 250;
const lastPauseMs = 2000;

/** Keeps a connection to the gateway until the signal aborts, or `over` says that it was the last. */
export async function dial(url: string, { wanted, use, over, ...options }: DialOptions): Promise<void> {
  const { signal } = options;
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    await wanted();
    const end = await converse(url, options, async (connection) => {
      pauseMs = firstPauseMs;
      await use(connection);
    });
    if (signal.aborted || !over(end)) return;
    await sleep(pauseMs, signal).catch(() => {});
    pauseMs = Math.min(pauseMs * 2, lastPauseMs);
  }
}

async function converse(
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
