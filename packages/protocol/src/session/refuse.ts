import type { Transport } from "../transports/transport.ts";
import type { ByeCode } from "../wire/bye.ts";
import { encodeBye } from "../wire/encode-packet.ts";

const waitMs = 1000;

/**
 * Turns a peer away before any hello: sends a bye, discards what comes, and resolves when the transport is
 * closed, after a second and a half at the most.
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
      timer = setTimeout(abort, waitMs / 2);
      transport.close();
    }
    let timer = setTimeout(close, waitMs);
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
