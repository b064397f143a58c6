/** The camera of `pnpm bench links`: serves stamped JPEGs of a file at 30 fps as MJPEG, and reports the stamp of each. */
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { monotonic, sendMessage } from "../../peer.ts";
import { splitJpegs } from "../footage.ts";
import { type Stamp, stampHead } from "../stamp.ts";

/** First the port, then each stamp. */
export type CameraMessage = { readonly port: number } | Stamp;

const intervalMs = 1000 / 30;
const jpegs = splitJpegs(readFileSync(process.argv[2] ?? ""));
const viewers = new Set<ServerResponse>();
const server = createServer((_, response) => {
  response.socket?.setNoDelay(true);
  response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace; boundary=frame" });
  response.flushHeaders();
  viewers.add(response.on("error", () => {}).on("close", () => viewers.delete(response)));
});
server.listen(0, "127.0.0.1", () => sendMessage({ port: (server.address() as AddressInfo).port }));

const start = performance.now();
let number = 0;

function capture(): void {
  const jpeg = jpegs[number % jpegs.length];
  if (!jpeg) return;
  const stamp = { number, captured: monotonic() };
  const head = stampHead(stamp);
  const length = head.length + jpeg.length - 2;
  const part = Buffer.concat([
    Buffer.from(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${length}\r\n\r\n`),
    head,
    jpeg.subarray(2),
    Buffer.from("\r\n"),
  ]);
  // A viewer that has not read the last frame misses the next, as with real cameras.
  for (const viewer of viewers) if (!viewer.writableNeedDrain) viewer.write(part);
  sendMessage(stamp);
  number++;
  setTimeout(capture, start + number * intervalMs - performance.now());
}
capture();
