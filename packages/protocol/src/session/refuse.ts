/** Refuses a peer without a session. */

import type { Transport } from "../transports/transport.ts";
import type { ByeCode } from "../wire/bye.ts";
import { encodeBye } from "../wire/encode-packet.ts";

/**
 * Refuses a peer before any hello: sends a bye, discards the peer's input, and resolves when the transport is closed,
 * after at most 1.5 seconds. Never rejects.
 */
export function refuseConnection(
  transport: Transport,
  { code, message = "" }: { readonly code: ByeCode; readonly message?: string },
): Promise<void> {
  return new Promise((resolve) => {
    function abort(): void {
      transport.abort();
      resolve();
    }
    function close(): void {
      timer = setTimeout(abort, closeTimeoutMs);
      transport.close();
    }
    let timer = setTimeout(close, byeTimeoutMs);
    transport.write([encodeBye({ code, message })]);
    transport.start({
      data() {},
      closed() {
        clearTimeout(timer);
        resolve();
      },
    });
  });
}

/** Time for the peer to receive the bye and close. */
const byeTimeoutMs = 1000;

/** Longest wait for the transport to close after that. */
const closeTimeoutMs = 500;
