/** The receiver of MJPEG over HTTP in `pnpm bench links`. Argument: the address. */
import { mjpeg } from "@framewire/capture";
import { monotonic, sendMessage } from "../../peer.ts";
import { type ReceiverMessage, readStamp } from "../stamp.ts";

const options = { stallTimeout: 20_000, backoff: { initialMs: 100, maxMs: 500 } };
for await (const { data } of mjpeg(process.argv[2] ?? "", options)()) {
  sendMessage({
    event: "frame",
    at: monotonic(),
    bytes: data.byteLength,
    ...readStamp(data),
  } satisfies ReceiverMessage);
}
