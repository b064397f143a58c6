/** Receives what socket-sender.ts sends. Arguments: host and port. */
import { connect } from "node:net";
import { monotonic, sendMessage } from "../../peer.ts";
import { type ReceiverMessage, readStamp } from "../stamp.ts";

const report = (message: ReceiverMessage): void => sendMessage(message);
const [host = "", port = "0"] = process.argv.slice(2);
const socket = connect({ host, port: Number(port), noDelay: true });
socket.on("connect", () => report({ event: "opened", at: monotonic() }));
socket.on("error", () => {});
socket.on("close", () => report({ event: "closed", at: monotonic(), by: "lost", code: "socket" }));

const length = Buffer.alloc(4);
let frame: Buffer | undefined;
let filled = 0;
socket.on("data", (chunk) => {
  for (let at = 0; at < chunk.length; ) {
    const target = frame ?? length;
    const copied = chunk.copy(target, filled, at);
    at += copied;
    filled += copied;
    if (filled < target.length) return;
    if (frame) report({ event: "frame", at: monotonic(), bytes: frame.length, ...readStamp(frame) });
    frame = frame ? undefined : Buffer.allocUnsafe(length.readUInt32BE());
    filled = 0;
  }
});
