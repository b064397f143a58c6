/** The WebSocket `/events`, on which a page receives the viewer's state. */

import { createLatestSlot, onAbort, sleep } from "@framewire/media";
import type { WebSocket } from "ws";
import type { Gateway } from "../gateway.ts";
import { watchOnly } from "../streams/state.ts";
import type { SocketHandler } from "./handler.ts";

const maxIntervalMs = 1000;
/** Changes that follow each other faster than this are sent together. */
const minIntervalMs = 50;
const goingAway = 1001;

/**
 * Creates the handler of `/events`: it sends the whole state as a text message at once, at each change, each second, and
 * when the viewer closes.
 */
export function createEventsSocket({ registry, signal, stallTimeoutMs, graceMs, log }: Gateway): SocketHandler {
  return async (socket, { mayControl }) => {
    const stateText = (): string => JSON.stringify(mayControl ? registry.state() : watchOnly(registry.state()));
    const closed = closedSignal(socket);
    // Signals that the state has changed. The state is read when it is sent, so a slow page receives the newest one.
    const changes = createLatestSlot<undefined>();
    const noteChange = (): void => changes.put(undefined);
    const stopPings = terminateWhenSilent(socket, stallTimeoutMs, () => {
      log.info("A page accepted no data for a while and was disconnected.");
    });
    const timer = setInterval(noteChange, maxIntervalMs);
    let grace: NodeJS.Timeout | undefined;
    const removeListeners = [
      registry.onChange(noteChange),
      onAbort(signal, () => {
        grace = setTimeout(() => socket.terminate(), graceMs);
        changes.close();
      }),
      onAbort(closed, () => changes.close()),
    ];
    noteChange();
    while (!(await changes.take()).done && !closed.aborted) {
      await send(socket, stateText());
      await sleep(minIntervalMs, AbortSignal.any([closed, signal])).catch(() => {});
    }
    if (signal.aborted) await send(socket, stateText());
    socket.close(goingAway, "The viewer is closed.");
    await new Promise<void>((resolve) => onAbort(closed, resolve));
    clearInterval(timer);
    clearTimeout(grace);
    stopPings();
    for (const remove of removeListeners) remove();
  };
}

/** Resolves when the kernel has accepted the message, or the socket is closed. */
function send(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => socket.send(text, () => resolve()));
}

/** Aborts when the socket is closed. */
function closedSignal(socket: WebSocket): AbortSignal {
  const closed = new AbortController();
  socket.once("close", () => closed.abort());
  return closed.signal;
}

/** Terminates a socket whose page answers no ping for `timeoutMs`, such as one that reads nothing. Returns what stops it. */
function terminateWhenSilent(socket: WebSocket, timeoutMs: number, onTerminate: () => void): () => void {
  let lastPong = performance.now();
  socket.on("pong", () => {
    lastPong = performance.now();
  });
  const timer = setInterval(() => {
    if (performance.now() - lastPong > timeoutMs) {
      onTerminate();
      socket.terminate();
    } else if (socket.bufferedAmount === 0) socket.ping();
  }, timeoutMs / 3);
  return () => clearInterval(timer);
}
