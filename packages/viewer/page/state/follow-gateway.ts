/** The gateway's state, followed for as long as the page lives. */

import type { ViewerState } from "../../src/streams/state.ts";
import { socketAddress } from "./address.ts";

/** Events of the gateway. */
export interface GatewayHooks {
  onState(state: ViewerState): void;
  /** The gateway does not answer, or refuses the page. Another attempt follows. */
  onOutage(reason: OutageReason): void;
}

/** Why there is no state from the gateway. */
export type OutageReason = "silent" | "unauthorised";

const retryIntervalMs = 250;
/** The gateway sends its state each second; without one for this long, the connection counts as lost. */
const silenceTimeoutMs = 3500;

/** Follows the gateway's state for as long as the page lives. */
export async function followGateway(hooks: GatewayHooks): Promise<never> {
  for (;;) {
    await receiveStates(hooks.onState);
    hooks.onOutage("silent");
    await waitForAnswer(hooks);
  }
}

/** Calls `onState` with each state, until the connection ends or falls silent. */
function receiveStates(onState: (state: ViewerState) => void): Promise<void> {
  return new Promise((resolve) => {
    const socket = new WebSocket(socketAddress("events"));
    let silenceTimer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      clearTimeout(silenceTimer);
      socket.onclose = socket.onmessage = null;
      socket.close();
      resolve();
    };
    const restartTimer = (): void => {
      clearTimeout(silenceTimer);
      silenceTimer = setTimeout(end, silenceTimeoutMs);
    };
    restartTimer();
    socket.onclose = end;
    socket.onmessage = ({ data }) => {
      restartTimer();
      onState(JSON.parse(String(data)) as ViewerState);
    };
  });
}

/**
 * Resolves when the gateway answers a fetch. Browsers delay the WebSockets of a page more and more after several have
 * failed.
 */
async function waitForAnswer({ onOutage }: GatewayHooks): Promise<void> {
  for (;;) {
    try {
      const { ok, status } = await fetch("streams", {
        cache: "no-store",
        signal: AbortSignal.timeout(silenceTimeoutMs),
      });
      if (ok) return;
      if (status === 401) onOutage("unauthorised");
    } catch {
      // No answer yet.
    }
    await new Promise((resolve) => setTimeout(resolve, retryIntervalMs));
  }
}
