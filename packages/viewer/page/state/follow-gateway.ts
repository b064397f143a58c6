/** The gateway's state, followed for as long as the page lives. */

import type { ViewerState } from "../../src/streams/state.ts";
import { socketAddress } from "./address.ts";

/** Events of the gateway. */
export interface GatewayHooks {
  onState(state: ViewerState): void;
  /** The gateway does not answer, or refuses the page. Another attempt follows. */
  onOutage(reason: OutageReason, detail: string): void;
}

/** Why there is no state from the gateway. */
export type OutageReason = "silent" | "unauthorised" | "refused";

const retryIntervalMs = 250;
const refusedIntervalMs = 1000;
/** The gateway sends its state each second; without one for this long, the connection counts as lost. */
const silenceTimeoutMs = 3500;

/** Follows the gateway's state for as long as the page lives. */
export async function followGateway(hooks: GatewayHooks): Promise<never> {
  let failures = 0;
  for (;;) {
    const { received, reason } = await receiveStates(hooks.onState);
    failures = received ? 0 : failures + 1;
    if (failures < 2) hooks.onOutage("silent", "");
    await waitForAnswer(hooks);
    // The gateway answers, and its WebSocket does not open.
    if (failures === 0) continue;
    const detail = reason || (await whyRefused(failures));
    if (detail) hooks.onOutage("refused", detail);
    await new Promise((resolve) => setTimeout(resolve, refusedIntervalMs));
  }
}

/** Why the WebSocket does not open, which a browser does not tell; empty when it may be a coincidence. */
async function whyRefused(failures: number): Promise<string> {
  try {
    const response = await fetch("access-check", { method: "POST", signal: AbortSignal.timeout(silenceTimeoutMs) });
    if (!response.ok) return ((await response.json()) as { error?: string }).error ?? "";
    if (failures > 1) return "WebSockets do not get through: a proxy in between has to pass them on.";
  } catch {
    // The next attempt tells.
  }
  return "";
}

/** How a connection for states ended. */
interface EventsEnd {
  readonly received: boolean;
  /** The gateway's reason for closing it, or an empty string. */
  readonly reason: string;
}

/** Calls `onState` with each state, until the connection ends or falls silent. */
function receiveStates(onState: (state: ViewerState) => void): Promise<EventsEnd> {
  return new Promise((resolve) => {
    const socket = new WebSocket(socketAddress("events"));
    let silenceTimer: ReturnType<typeof setTimeout> | undefined;
    let received = false;
    const end = (reason = ""): void => {
      clearTimeout(silenceTimer);
      socket.onclose = socket.onmessage = null;
      socket.close();
      resolve({ received, reason });
    };
    const restartTimer = (): void => {
      clearTimeout(silenceTimer);
      silenceTimer = setTimeout(() => end(), silenceTimeoutMs);
    };
    restartTimer();
    socket.onclose = ({ reason }) => end(reason);
    socket.onmessage = ({ data }) => {
      received = true;
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
      if (status === 401) onOutage("unauthorised", "");
    } catch {
      // No answer yet.
    }
    await new Promise((resolve) => setTimeout(resolve, retryIntervalMs));
  }
}
