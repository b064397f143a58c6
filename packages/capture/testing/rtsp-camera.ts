import { type AddressInfo, createServer, type Socket } from "node:net";

/** An RTSP camera on a free port, whose frames come over the RTSP connection itself. */
export interface RtspCamera extends AsyncDisposable {
  readonly url: string;
  /** When each frame of the latest session was sent, in milliseconds of `performance.now()`. */
  readonly sentAt: readonly number[];
}

/** A video codec as an {@link RtspCamera} sends it: the frames repeat. */
export interface RtpVideo {
  /** The lines of the session description. */
  readonly sdp: readonly string[];
  /** The payloads of the packets of each frame. */
  readonly frames: readonly (readonly Buffer[])[];
}

/** Options of {@link startRtspCamera}. */
export interface RtspCameraOptions {
  readonly video: RtpVideo;
  readonly fps?: number;
  /** Returns the timestamp of frame `i`, which is sent `seconds` after the first, in seconds. Default: `seconds`. */
  readonly stamp?: (i: number, seconds: number) => number;
}

/** Starts the camera. Each session begins with the first frame. */
export async function startRtspCamera(options: RtspCameraOptions): Promise<RtspCamera> {
  const { video, fps = 10, stamp = (_, seconds) => seconds } = options;
  const sockets = new Set<Socket>();
  let sentAt: number[] = [];

  function play(socket: Socket): void {
    const times: number[] = [];
    sentAt = times;
    let sequence = 0;
    const timer = setInterval(() => {
      const at = performance.now();
      const time = Math.round(stamp(times.length, (at - (times[0] ?? at)) / 1000) * 90_000);
      const packets = video.frames[times.length % video.frames.length] ?? [];
      for (const [i, payload] of packets.entries()) {
        const head = Buffer.alloc(16);
        head.write("$\0", "latin1");
        head.writeUInt16BE(12 + payload.length, 2);
        head[4] = 0x80;
        // The last packet of a frame has the marker bit.
        head[5] = 96 | (i === packets.length - 1 ? 0x80 : 0);
        head.writeUInt16BE(sequence++ % 65_536, 6);
        head.writeUInt32BE(((time % 2 ** 32) + 2 ** 32) % 2 ** 32, 8);
        socket.write(Buffer.concat([head, payload]));
      }
      times.push(at);
    }, 1000 / fps);
    socket.once("close", () => clearInterval(timer));
  }

  function answer(socket: Socket, request: string): void {
    const [, number = "1"] = /^CSeq: *(\d+)/im.exec(request) ?? [];
    const [method] = request.split(" ", 1);
    const body = method === "DESCRIBE" ? [...session, ...video.sdp, ""].join("\r\n") : "";
    const headers = [
      "RTSP/1.0 200 OK",
      `CSeq: ${number}`,
      "Session: 1",
      "Public: OPTIONS, DESCRIBE, SETUP, PLAY",
      "Transport: RTP/AVP/TCP;unicast;interleaved=0-1",
      ...(body === "" ? [] : ["Content-Type: application/sdp", `Content-Length: ${body.length}`]),
    ];
    socket.write([...headers, "", body].join("\r\n"));
    if (method === "PLAY") play(socket);
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true).on("error", () => {});
    let text = "";
    socket.on("data", (data) => {
      text += data.toString("latin1");
      // Reports of the receiver begin with a dollar sign, and have a length.
      for (;;) {
        const report = text.startsWith("$") ? 4 + text.charCodeAt(2) * 256 + text.charCodeAt(3) : 0;
        const end = report > 0 ? report : text.indexOf("\r\n\r\n") + 4;
        if (Number.isNaN(end) || end < 4 || end > text.length) return;
        if (report === 0) answer(socket, text.slice(0, end));
        text = text.slice(end);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `rtsp://127.0.0.1:${port}/live`,
    get sentAt() {
      return sentAt;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const session = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=Camera", "t=0 0"];

/** Largest payload of a packet, in bytes. */
const maxPayload = 1300;

/** Returns JPEGs as RTP/JPEG (RFC 2435). They need the standard Huffman tables, 4:2:0 and sides divisible by 8. */
export function rtpJpegs(jpegs: readonly Uint8Array[]): RtpVideo {
  return { sdp: ["m=video 0 RTP/AVP 96", "a=rtpmap:96 JPEG/90000", "a=control:1"], frames: jpegs.map(rtpJpeg) };
}

function rtpJpeg(jpeg: Uint8Array): Buffer[] {
  const { tables, width, height, scan } = parseJpeg(Buffer.from(jpeg));
  const payloads: Buffer[] = [];
  for (let at = 0; at < scan.length; at += maxPayload) {
    const head = Buffer.from([0, 0, 0, 0, 1, 255, width / 8, height / 8]);
    head.writeUIntBE(at, 1, 3);
    const quantization = at > 0 ? [] : [Buffer.from([0, 0, 0, tables.length]), tables];
    payloads.push(Buffer.concat([head, ...quantization, scan.subarray(at, at + maxPayload)]));
  }
  return payloads;
}

function parseJpeg(jpeg: Buffer): { tables: Buffer; width: number; height: number; scan: Buffer } {
  const tables: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 2; ; ) {
    const [marker, next] = [jpeg[at + 1], at + 2 + jpeg.readUInt16BE(at + 2)];
    const body = jpeg.subarray(at + 4, next);
    if (marker === 0xdb) for (let i = 1; i < body.length; i += 65) tables.push(body.subarray(i, i + 64));
    if (marker === 0xc0) [height, width] = [body.readUInt16BE(1), body.readUInt16BE(3)];
    at = next;
    if (marker !== 0xda) continue;
    const [luma = Buffer.alloc(64), chroma = luma] = tables;
    return {
      tables: Buffer.concat([luma, chroma]),
      width,
      height,
      scan: jpeg.subarray(at, jpeg.lastIndexOf("ffd9", undefined, "hex")),
    };
  }
}

/** Returns an H.264 stream with start codes, one slice a frame, as RTP (RFC 6184). Parameter sets come with their frame. */
export function rtpH264(stream: Buffer): RtpVideo {
  const frames: Buffer[][] = [];
  let waiting: Buffer[] = [];
  for (const unit of nalUnits(stream)) {
    waiting.push(...rtpNalUnit(unit));
    const type = (unit[0] ?? 0) & 31;
    if (type !== 1 && type !== 5) continue;
    frames.push(waiting);
    waiting = [];
  }
  return {
    sdp: ["m=video 0 RTP/AVP 96", "a=rtpmap:96 H264/90000", "a=fmtp:96 packetization-mode=1", "a=control:1"],
    frames,
  };
}

function nalUnits(stream: Buffer): Buffer[] {
  const units: Buffer[] = [];
  for (let at = stream.indexOf("000001", 0, "hex"); at >= 0; ) {
    const next = stream.indexOf("000001", at + 3, "hex");
    let end = next < 0 ? stream.length : next;
    while (stream[end - 1] === 0) end--;
    units.push(stream.subarray(at + 3, end));
    at = next;
  }
  return units;
}

/** Returns one packet, or the fragments of a unit that is too large for one. */
function rtpNalUnit(unit: Buffer): Buffer[] {
  if (unit.length <= maxPayload) return [unit];
  const [first = 0] = unit;
  const fragments: Buffer[] = [];
  for (let at = 1; at < unit.length; at += maxPayload) {
    const position = (at === 1 ? 0x80 : 0) | (at + maxPayload >= unit.length ? 0x40 : 0);
    fragments.push(
      Buffer.concat([Buffer.of((first & 0xe0) | 28, position | (first & 31)), unit.subarray(at, at + maxPayload)]),
    );
  }
  return fragments;
}
