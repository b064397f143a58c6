/**
 * A sender in `pnpm bench links`: writes each JPEG of a camera to a socket with its length in front, and waits for `drain`
 * when the socket asks for it. After that, `newest` continues with the camera's newest frame, `every` with the next one.
 */
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { mjpeg } from "@framewire/capture";
import { share } from "@framewire/media";
import { sendMessage } from "../../peer.ts";

const [camera = "", port = "0", mode = "every"] = process.argv.slice(2);
const source = mode === "newest" ? share(mjpeg(camera)) : mjpeg(camera);

async function send(socket: Socket, signal: AbortSignal): Promise<void> {
  for await (const { data } of source({ signal })) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.byteLength);
    socket.write(length);
    if (!socket.write(data)) await once(socket, "drain", { signal });
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  const closed = new AbortController();
  socket
    .resume()
    .on("error", () => {})
    .on("close", () => closed.abort());
  // It rejects when the socket closes.
  send(socket, closed.signal).catch(() => {});
});
server.listen(Number(port), () => sendMessage({ port: Number(port) }));
