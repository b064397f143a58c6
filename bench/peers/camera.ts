/**
 * The camera of `bench/links.ts`: serves footage at 30 fps as MJPEG, each picture with its number and the time of
 * its capture inside. It tells its parent the port, and then the stamp of each picture as it is due.
 */
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { splitPictures } from "../links/footage.ts";
import { monotonic, stampHead } from "../links/stamp.ts";

/** What the camera says, one JSON object a line. */
export type CameraNews = { readonly port: number } | { readonly number: number; readonly captured: number };

const [path = "", fps = "30"] = process.argv.slice(2);
const pictures = splitPictures(readFileSync(path));
const viewers = new Set<ServerResponse>();

function tell(news: CameraNews): void {
  process.stdout.write(`${JSON.stringify(news)}\n`);
}

const server = createServer((_, response) => {
  response.socket?.setNoDelay(true);
  response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace; boundary=frame" });
  response.flushHeaders();
  viewers.add(response.on("error", () => {}).on("close", () => viewers.delete(response)));
});
server.listen(0, "127.0.0.1", () => tell({ port: (server.address() as AddressInfo).port }));

const interval = 1000 / Number(fps);
const start = performance.now();
let number = 0;

function show(): void {
  const picture = pictures[number % pictures.length];
  if (!picture) return;
  const stamp = { number, captured: monotonic() };
  const head = stampHead(stamp);
  const length = head.length + picture.length - 2;
  const part = Buffer.concat([
    Buffer.from(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${length}\r\n\r\n`),
    head,
    picture.subarray(2),
    Buffer.from("\r\n"),
  ]);
  // As cameras do it: a viewer that has not taken the last picture does not get the next.
  for (const viewer of viewers) if (!viewer.writableNeedDrain) viewer.write(part);
  tell(stamp);
  number++;
  setTimeout(show, start + number * interval - performance.now());
}
show();
