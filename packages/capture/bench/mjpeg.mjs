// CPU per picture of reading MJPEG, beside a bare http.get that throws the same bytes away.
// pnpm build && pnpm --filter @framewire/capture bench [--seconds 4]
import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer, get } from "node:http";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { mjpeg } from "../dist/index.js";

/** A JPEG of about `size` bytes to a parser, with a stuffed byte every 256 as coded data has it. */
function fakeJpeg(size) {
  const segment = (marker, content) => Buffer.concat([Buffer.from([0xff, marker, 0, content.length + 2]), content]);
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

/** Serves pictures at `fps`, or as fast as they are taken when that is 0. */
function serve(size, withLength, fps) {
  const jpeg = fakeJpeg(size);
  const length = withLength ? `Content-Length: ${jpeg.length}\r\n` : "";
  const head = Buffer.from(`--frame\r\nContent-Type: image/jpeg\r\n${length}\r\n`);
  const part = Buffer.concat([head, jpeg, Buffer.from("\r\n")]);
  const server = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace; boundary=frame" });
    response.on("error", () => {});
    function flood() {
      while (!response.destroyed && response.write(part));
      if (!response.destroyed) response.once("drain", flood);
    }
    if (fps === 0) return flood();
    const timer = setInterval(() => response.write(part), 1000 / fps);
    response.on("close", () => clearInterval(timer));
  });
  server.listen(0, "127.0.0.1", () => process.send(server.address().port));
}

/** Runs `read`, which calls `bytes(n)` and stops when that says so; gives rates and CPU of this process. */
async function measure(seconds, read) {
  let total = 0;
  let start;
  let cpu;
  await read((count) => {
    start ??= performance.now();
    cpu ??= process.cpuUsage();
    total += count;
    return performance.now() - start > seconds * 1000;
  });
  const { user, system } = process.cpuUsage(cpu);
  const ms = performance.now() - start;
  return { bytes: total, ms, cpuUs: user + system };
}

async function throughMjpeg(url, bytes) {
  for await (const frame of mjpeg(url)()) if (bytes(frame.data.length)) break;
}

async function bare(url, bytes) {
  const [response] = await once(get(url, { agent: false }), "response");
  await new Promise((resolve) => {
    response.on("error", () => {});
    response.on("close", resolve);
    response.on("data", (chunk) => bytes(chunk.length) && response.destroy());
  });
}

if (process.argv[2] === "serve") {
  const [size, withLength, fps] = process.argv.slice(3).map(Number);
  serve(size, withLength === 1, fps);
} else {
  const { values } = parseArgs({ options: { seconds: { type: "string", default: "4" } } });
  for (const [size, withLength, fps] of [
    [68_000, 1, 30],
    [68_000, 1, 0],
    [68_000, 0, 0],
    [200_000, 1, 0],
    [200_000, 0, 0],
  ]) {
    const server = fork(fileURLToPath(import.meta.url), ["serve", String(size), String(withLength), String(fps)]);
    const [port] = await once(server, "message");
    for (const [name, read] of Object.entries({ mjpeg: throughMjpeg, bare })) {
      const result = await measure(Number(values.seconds), (bytes) => read(`http://127.0.0.1:${port}/`, bytes));
      const pictures = result.bytes / size;
      process.stdout.write(
        `${name.padEnd(6)} ${size} bytes, ${withLength ? "with" : "no"} length, ${fps || "any"} fps: ` +
          `${Math.round(pictures / (result.ms / 1000))} pictures/s, ${Math.round(result.cpuUs / pictures)} µs CPU each, ` +
          `${(result.cpuUs / result.ms / 10).toFixed(1)} % of one core\n`,
      );
    }
    server.kill();
  }
}
