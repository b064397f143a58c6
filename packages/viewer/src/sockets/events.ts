import { createLatestSlot, onAbort, sleep } from "@framewire/media";
import type { WebSocket } from "ws";
import type { Gateway } from "../gateway.ts";
import type { SocketHandler } from "./handler.ts";

const tellEveryMs = 1000;
/** Changes that come faster than this are told together. */
const tellAtMostEveryMs = 50;
const goingAway = 1001;

/** `/events`: the whole state as a text message, at once, at each change, each second, and when the viewer closes. */
export function createEventsSocket({ registry, signal, stallTimeoutMs, graceMs, log }: Gateway): SocketHandler {
  return async (socket) => {
    const gone = goneSignal(socket);
    // The mailbox holds only that there is something to tell: a page that comes back gets the newest.
    const news = createLatestSlot<undefined>();
    const tell = (): void => news.put(undefined);
    const stopWatching = cutOffWhenSilent(socket, stallTimeoutMs, () => {
      log.info("A page took nothing for a while and was cut off.");
    });
    const timer = setInterval(tell, tellEveryMs);
    let grace: NodeJS.Timeout | undefined;
    const forget = [
      registry.onChange(tell),
      onAbort(signal, () => {
        grace = setTimeout(() => socket.terminate(), graceMs);
        news.close();
      }),
      onAbort(gone, () => news.close()),
    ];
    tell();
    while (!(await news.take()).done && !gone.aborted) {
      await send(socket, JSON.stringify(registry.state()));
      await sleep(tellAtMostEveryMs, AbortSignal.any([gone, signal])).catch(() => {});
    }
    if (signal.aborted) await send(socket, JSON.stringify(registry.state()));
    socket.close(goingAway, "The viewer is closed.");
    await new Promise<void>((resolve) => onAbort(gone, resolve));
    clearInterval(timer);
    clearTimeout(grace);
    stopWatching();
    for (const each of forget) each();
  };
}

/** Resolves when the kernel has taken it, or the page is gone. */
function send(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => socket.send(text, () => resolve()));
}

function goneSignal(socket: WebSocket): AbortSignal {
  const gone = new AbortController();
  socket.once("close", () => gone.abort());
  return gone.signal;
}

/** Ends the socket of a page that does not answer pings for so long, as one does that takes nothing. */
function cutOffWhenSilent(socket: WebSocket, timeoutMs: number, onCutOff: () => void): () => void {
  let heardAt = performance.now();
  socket.on("pong", () => {
    heardAt = performance.now();
  });
  const timer = setInterval(() => {
    if (performance.now() - heardAt > timeoutMs) {
      onCutOff();
      socket.terminate();
    } else if (socket.bufferedAmount === 0) socket.ping();
  }, timeoutMs / 3);
  return () => clearInterval(timer);
}
