/** Framewire's receiver in `pnpm bench links`: reports each frame, and each connection that opens and closes. */
import { reconnecting } from "@framewire/client";
import { monotonic, sendMessage } from "../../peer.ts";
import { type ReceiverMessage, readStamp } from "../stamp.ts";

const report = (message: ReceiverMessage): void => sendMessage(message);
const [address = ""] = process.argv.slice(2);
for await (const connection of reconnecting(address, { security: { insecure: true }, name: "bench" })) {
  report({ event: "opened", at: monotonic() });
  for await (const { timestamp, data, level = 0, times } of connection.frames) {
    const at = monotonic();
    const bytes = data.byteLength;
    report({ event: "frame", at, bytes, ...readStamp(data), timestamp, level, ...(times && { times }) });
  }
  const { by, code } = await connection.closed;
  report({ event: "closed", at: monotonic(), by, code });
}
