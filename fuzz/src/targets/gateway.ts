/** The viewer's HTTP and WebSocket gateway. */

import { connect, type Socket } from "node:net";
import { type EncodedFrame, now, type Source, sleep } from "@framewire/media";
import { createViewer, type Viewer } from "@framewire/viewer";
import { encodeDemand, encodeHello, encodePing } from "../../../packages/protocol/dist/wire/encode-packet.js";
import { vectorBytes } from "../support/vectors.ts";
import { bytesOf, ensure, type Target } from "../target.ts";

/** Placeholder of the same length for the port of the viewer, which differs in each run. */
const portMark = "4PORT";
const code = "cOdE-0123456789abcdef";
/** The content of every frame. */
const frameMark = "-THE-FRAME-";

const camera: Source<EncodedFrame> = async function* ({ signal } = {}) {
  const data = bytesOf(frameMark.repeat(200));
  for (let sequence = 1; !signal?.aborted; sequence++) {
    yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 64, height: 48, data };
    await sleep(2, signal).catch(() => {});
  }
};

/** A viewer, and the failures of its own code during the current input. */
interface Gateway {
  readonly viewer: Viewer;
  readonly port: number;
  hangUps: number;
  failure: string | undefined;
}

async function open(own: string | undefined): Promise<Gateway> {
  const nothing = (): void => {};
  const log = {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error(message: string): void {
      gateway.failure ??= message;
    },
  };
  const viewer = await createViewer({
    code: own,
    log,
    onHangUp: () => gateway.hangUps++,
    // A page that sends its camera: its frames are read until it disconnects.
    onCamera({ frames, signal }) {
      void (async () => {
        for await (const _ of frames({ signal }));
      })().catch(nothing);
    },
  });
  const gateway: Gateway = { viewer, port: Number(new URL(viewer.url).port), hangUps: 0, failure: undefined };
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: camera });
  return gateway;
}

/** Replaces a viewer that received too many wrong codes: it would refuse all further input for a minute. */
async function replaceViewer(gateways: [Gateway, Gateway]): Promise<void> {
  await gateways[1].viewer.close();
  gateways[1] = await open(code);
}

let opening: Promise<[Gateway, Gateway]> | undefined;

/** An answer ends after this silence, in milliseconds, or at this size, in bytes. */
const quietMs = 12;
const maxAnswerBytes = 200_000;

/** Sends the chunks, and returns the answer. */
function exchange(port: number, chunks: readonly Uint8Array[]): Promise<Buffer> {
  return new Promise((resolve) => {
    const answer: Buffer[] = [];
    let size = 0;
    const socket: Socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    let timer = setTimeout(done, 1000);
    function done(): void {
      clearTimeout(timer);
      socket.destroy();
      resolve(Buffer.concat(answer));
    }
    socket.on("error", () => {});
    socket.on("connect", () => {
      for (const chunk of chunks) socket.write(chunk);
    });
    socket.on("data", (chunk) => {
      answer.push(chunk);
      size += chunk.length;
      clearTimeout(timer);
      if (size > maxAnswerBytes) done();
      else timer = setTimeout(done, quietMs);
    });
    socket.on("end", done);
    socket.on("close", done);
    // A request without an answer may be incomplete: the end of the stream lets the server answer.
    setTimeout(() => socket.end(), quietMs / 2);
  });
}

/** A WebSocket message of a client, masked with zeros. */
function message(opcode: number, data: Uint8Array): Uint8Array {
  const length = data.length < 126 ? [128 | data.length] : [128 | 126, data.length >> 8, data.length & 255];
  return new Uint8Array(Buffer.concat([Uint8Array.from([128 | opcode, ...length, 0, 0, 0, 0]), data]));
}

const host = `Host: 127.0.0.1:${portMark}\r\n`;
const origin = `Origin: http://127.0.0.1:${portMark}\r\n`;

function request(line: string, headers = host): Uint8Array {
  return bytesOf(`${line} HTTP/1.1\r\n${headers}\r\n`);
}

function socket(path: string, ...messages: readonly Uint8Array[]): Uint8Array {
  const headers = `${host}${origin}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n`;
  return new Uint8Array(Buffer.concat([request(`GET ${path}`, headers), ...messages]));
}

const hello = encodeHello({
  name: "page",
  instanceId: "page-0001",
  codecs: ["jpeg"],
  maxPacketBytes: 65_536,
  maxLatency: 0,
});

/** Requests to the viewer's port. An input whose last byte is odd goes to a viewer with an access code. */
export const gateway: Target = {
  invariants: [
    "No request causes a failure (500, or an error in the log), and every answer is HTTP.",
    "Without its own Host, or without the access code where there is one, a request is refused and returns no frame.",
    "No request without the Origin of its own page hangs up.",
    "After a client has disconnected it has no reader and no shared camera; after close its port is free.",
  ],
  covers: ["packages/viewer/dist/"],
  seeds: [
    ...[
      "/",
      "/streams",
      "/healthz",
      "/metrics",
      "/streams/a.jpg",
      "/streams/a.mjpg",
      "/streams/a.mjpg?advance_headers=1",
    ].map((path) => request(`GET ${path}`)),
    ...[
      "/assets/../index.html",
      "/%2e%2e/%2e%2e/package.json",
      "//evil.example/",
      "/streams/%00.jpg",
      `/?code=${code}`,
    ].map((path) => request(`GET ${path}`)),
    request("HEAD /streams/a.mjpg"),
    request("GET /streams/a.jpg", `Host: evil.example:${portMark}\r\n`),
    request("GET /streams/a.jpg", ""),
    request("POST /hang-up", `${host}${origin}Content-Length: 0\r\n`),
    request("POST /hang-up", `${host}Origin: http://evil.example\r\nContent-Length: 2\r\n`),
    request("GET /", `${host}Accept: text/html\r\nCookie: framewire-${portMark}=x\r\nSec-Fetch-Site: cross-site\r\n`),
    bytesOf(`GET /?code=${code} HTTP/1.1\r\n${host}X: \r\n\r\n!`),
    bytesOf(`GET /streams/a.jpg?code=${code} HTTP/1.1\r\n${host}\r\n!`),
    bytesOf(`GET /streams/a.jpg?code=wrong HTTP/1.1\r\n${host}\r\n!`),
    socket("/events", message(1, bytesOf("hello")), message(9, bytesOf("ping")), message(8, new Uint8Array())),
    socket(
      "/streams/a",
      message(2, hello),
      message(2, encodePing({ sent: 1 })),
      message(2, encodeDemand({ wanted: false })),
    ),
    socket("/streams/none", message(2, hello)),
    socket(
      "/camera",
      message(2, hello),
      ...vectorBytes()
        .slice(0, 20)
        .map((bytes) => message(2, bytes)),
    ),
    socket("/nowhere"),
  ],
  dictionary: [
    ...[
      "GET ",
      "POST ",
      "/streams/",
      "a.mjpg",
      "a.jpg",
      "?code=",
      code,
      host,
      origin,
      "Host: evil.example\r\n",
      "\r\n",
      "\r\n\r\n",
    ],
    ...[
      "Content-Length: 5\r\n",
      "Transfer-Encoding: chunked\r\n",
      "Connection: Upgrade\r\n",
      "Upgrade: websocket\r\n",
      "HTTP/1.0",
    ],
    ...[
      "Expect: 100-continue\r\n",
      "Range: bytes=0-1\r\n",
      "If-None-Match: *\r\n",
      "Accept-Encoding: br\r\n",
      "..%2f",
      "%",
      "\0",
    ],
  ]
    .map(bytesOf)
    .concat(vectorBytes().map((bytes) => message(2, bytes))),
  maxBytes: 4000,
  async run(input) {
    opening ??= Promise.all([open(undefined), open(code)]);
    const gateways = await opening;
    const coded = input.length > 0 && (input[input.length - 1] as number) % 2 === 1;
    const gateway = gateways[coded ? 1 : 0];
    const text = Buffer.from(input).toString("latin1").replaceAll(portMark, String(gateway.port));
    gateway.hangUps = 0;
    gateway.failure = undefined;
    const half = input.length % 2 === 0 ? text.length : text.length >> 1;
    const answer = (await exchange(gateway.port, [bytesOf(text.slice(0, half)), bytesOf(text.slice(half))])).toString(
      "latin1",
    );

    ensure(answer === "" || /^HTTP\/1\.1 \d{3} /.test(answer), `The answer is not HTTP: ${answer.slice(0, 80)}`);
    ensure(!answer.startsWith("HTTP/1.1 500"), `It failed: ${answer.slice(-200)}`);
    ensure(gateway.failure === undefined, `There is an error in its log: ${gateway.failure}`);
    const ownHost = new RegExp(`host:[ \\t]*(localhost|127\\.0\\.0\\.1|\\[::1\\]):${gateway.port}`, "i").test(text);
    const admitted = ownHost && (!coded || text.includes(code));
    ensure(admitted || !answer.includes(frameMark), "A frame was sent to a client without access.");
    ensure(
      admitted || !/^HTTP\/1\.1 (1|2|3)/.test(answer) || /^HTTP\/1\.1 100/.test(answer),
      `A client without access was admitted: ${answer.slice(0, 80)}`,
    );
    ensure(gateway.hangUps === 0 || text.toLowerCase().includes("origin:"), "A request of another site has hung up.");
    await untilIdle(gateway.viewer);
    if (answer.startsWith("HTTP/1.1 429")) await replaceViewer(gateways);
  },
  async close() {
    for (const { viewer } of (await opening) ?? []) {
      await viewer.close();
      ensure((await exchange(Number(new URL(viewer.url).port), [])).length === 0, "The viewer still listens.");
    }
    opening = undefined;
  },
};

/** Waits until there is no reader and no shared camera. */
async function untilIdle(viewer: Viewer): Promise<void> {
  const isBusy = (): boolean => {
    const { streams, camera } = viewer.state();
    return streams.some(({ readers }) => readers.count > 0) || camera.sharedBy !== null;
  };
  const end = performance.now() + 5000;
  while (isBusy()) {
    ensure(performance.now() < end, "The client has disconnected, but is still counted.");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
