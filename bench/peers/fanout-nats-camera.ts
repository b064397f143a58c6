/** Publishes the camera of `bench/fanout.ts` to a NATS server, each picture with the time in its first eight bytes. */
import { connect } from "node:net";
import { film, pictureBytes } from "./fanout-camera.ts";

const socket = connect({ port: Number(process.argv[2]), host: "127.0.0.1", noDelay: true });
socket.on("data", (chunk: Uint8Array) => {
  if (Buffer.from(chunk).includes("PING\r\n")) socket.write("PONG\r\n");
});
socket.once("connect", () => {
  socket.write('CONNECT {"verbose":false,"pedantic":false}\r\n');
  film(({ data }) => {
    const time = Buffer.alloc(8);
    time.writeBigUInt64LE(process.hrtime.bigint() / 1000n);
    socket.cork();
    socket.write(`PUB video ${pictureBytes}\r\n`);
    socket.write(time);
    socket.write(data.subarray(8));
    socket.write("\r\n");
    socket.uncork();
  });
});
