/**
 * A peer of `bench/links.ts`: sends each picture of a camera with its length in front, over a bare socket, and
 * waits for `drain` when that asks it to. With `newest` it takes the camera's newest picture then, and without
 * it the next one.
 */
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { mjpeg } from "@framewire/capture";
import { share } from "@framewire/media";

const [camera = "", port = "0", mode = "every"] = process.argv.slice(2);
const pictures = mode === "newest" ? share(mjpeg(camera)) : mjpeg(camera);

async function show(socket: Socket, signal: AbortSignal): Promise<void> {
  for await (const { data } of pictures({ signal })) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.byteLength);
    socket.write(length);
    if (socket.write(data)) continue;
    await once(socket, "drain", { signal });
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  const gone = new AbortController();
  socket
    .resume()
    .on("error", () => {})
    .on("close", () => gone.abort());
  // What ends it is the end of the socket.
  show(socket, gone.signal).catch(() => {});
});
server.listen(Number(port), () => process.stdout.write(`${JSON.stringify({ port: Number(port) })}\n`));
