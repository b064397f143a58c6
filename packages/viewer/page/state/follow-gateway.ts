import type { ViewerState } from "../../src/streams/state.ts";
import { socketAddress } from "./address.ts";

/** What happens between the page and the gateway. */
export interface GatewayHooks {
  onState(state: ViewerState): void;
  /** The gateway does not answer, or does not let us in; it is asked again. */
  onAway(why: Away): void;
}

/** Why there is no gateway. */
export type Away = "silent" | "unauthorised";

const askEveryMs = 250;
/** The state comes each second; a gateway that says nothing for so long is gone. */
const silenceMs = 3500;

/** Follows the gateway's state for as long as the page lives. */
export async function followGateway(hooks: GatewayHooks): Promise<never> {
  for (;;) {
    await listen(hooks.onState);
    hooks.onAway("silent");
    await answers(hooks);
  }
}

/** Hands on each state, until the connection ends or falls silent. */
function listen(onState: (state: ViewerState) => void): Promise<void> {
  return new Promise((resolve) => {
    const socket = new WebSocket(socketAddress("events"));
    let patience: ReturnType<typeof setTimeout> | undefined;
    const over = (): void => {
      clearTimeout(patience);
      socket.onclose = socket.onmessage = null;
      socket.close();
      resolve();
    };
    const wait = (): void => {
      clearTimeout(patience);
      patience = setTimeout(over, silenceMs);
    };
    wait();
    socket.onclose = over;
    socket.onmessage = ({ data }) => {
      wait();
      onState(JSON.parse(String(data)) as ViewerState);
    };
  });
}

/**
 * Asks until the gateway answers. By fetch: a browser puts off the WebSockets of a page more and more that has had
 * many of them fail.
 */
async function answers({ onAway }: GatewayHooks): Promise<void> {
  for (;;) {
    try {
      const { ok, status } = await fetch("streams", { cache: "no-store", signal: AbortSignal.timeout(silenceMs) });
      if (ok) return;
      if (status === 401) onAway("unauthorised");
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
}
