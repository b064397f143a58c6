/** One process of `bench/mjpeg.ts`: serves the same JPEG again and again as an MJPEG stream. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What the parent asks for. */
export interface Task {
  /** Bytes of a picture. */
  readonly size: number;
  /** Parts have a Content-Length. */
  readonly withLength: boolean;
  /** Pictures a second; 0 is as many as are taken. */
  readonly fps: number;
}

process.once("message", (task: Task) => serve(task));

function serve({ size, withLength, fps }: Task): void {
  const jpeg = fakeJpeg(size);
  const length = withLength ? `Content-Length: ${jpeg.length}\r\n` : "";
  const head = Buffer.from(`--frame\r\nContent-Type: image/jpeg\r\n${length}\r\n`);
  const part = Buffer.concat([head, jpeg, Buffer.from("\r\n")]);
  const server = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace; boundary=frame" });
    response.on("error", () => {});
    function flood(): void {
      while (!response.destroyed && response.write(part));
      if (!response.destroyed) response.once("drain", flood);
    }
    if (fps === 0) return flood();
    const timer = setInterval(() => response.write(part), 1000 / fps);
    response.on("close", () => clearInterval(timer));
  });
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
}

/** A JPEG of about `size` bytes to a parser, with a stuffed byte every 256 as coded data has it. */
function fakeJpeg(size: number): Buffer {
  const segment = (marker: number, content: Buffer): Buffer =>
    Buffer.concat([Buffer.from([0xff, marker, 0, content.length + 2]), content]);
  const scan = Buffer.alloc(size, 0x55);
  for (let at = 100; at + 1 < size; at += 256) scan.set([0xff, 0], at);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xc0, Buffer.from([8, 2, 64, 3, 0, 1, 1, 0x11, 0])),
    segment(0xc4, Buffer.alloc(20)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    scan,
    Buffer.from([0xff, 0xd9]),
  ]);
}
