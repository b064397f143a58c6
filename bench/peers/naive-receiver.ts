/** A peer of `bench/links.ts`: reads what `naive-server.ts` sends. */
import { connect } from "node:net";
import type { Received } from "../links/received.ts";
import { monotonic, readStamp } from "../links/stamp.ts";

function tell(news: Received): void {
  process.stdout.write(`${JSON.stringify(news)}\n`);
}

const [host = "", port = "0"] = process.argv.slice(2);
const socket = connect({ host, port: Number(port), noDelay: true });
socket.on("connect", () => tell({ event: "opened", at: monotonic() }));
socket.on("error", () => {});
socket.on("close", () => tell({ event: "closed", at: monotonic(), by: "lost", code: "socket" }));

let picture: Buffer | undefined;
let filled = 0;
const head = Buffer.alloc(4);
let headFilled = 0;
socket.on("data", (chunk) => {
  for (let at = 0; at < chunk.length; ) {
    if (!picture) {
      const taken = chunk.copy(head, headFilled, at);
      at += taken;
      headFilled += taken;
      if (headFilled < head.length) return;
      picture = Buffer.allocUnsafe(head.readUInt32BE());
      filled = headFilled = 0;
    }
    const taken = chunk.copy(picture, filled, at);
    at += taken;
    filled += taken;
    if (filled < picture.length) return;
    tell({ event: "picture", at: monotonic(), bytes: picture.length, ...readStamp(picture) });
    picture = undefined;
  }
});
