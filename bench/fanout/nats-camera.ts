/** Publishes the camera to a NATS server for `pnpm bench fanout --peers`. The first eight bytes of a frame are its time. */
import { connect } from "node:net";
import { monotonic } from "../peer.ts";
import { frameBytes, startCamera } from "./camera.ts";

const socket = connect({ port: Number(process.argv[2]), host: "127.0.0.1", noDelay: true });
socket.on("data", (chunk: Buffer) => {
  if (chunk.includes("PING\r\n")) socket.write("PONG\r\n");
});
socket.once("connect", () => {
  socket.write('CONNECT {"verbose":false,"pedantic":false}\r\n');
  startCamera(({ data }) => {
    const time = Buffer.alloc(8);
    time.writeBigUInt64LE(BigInt(monotonic()));
    socket.cork();
    socket.write(`PUB video ${frameBytes}\r\n`);
    socket.write(time);
    socket.write(data.subarray(8));
    socket.write("\r\n");
    socket.uncork();
  });
});
