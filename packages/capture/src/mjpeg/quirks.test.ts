import { describe, expect, it } from "vitest";
import { fakeJpeg } from "../../testing/jpeg.ts";
import { partOf, startRawCamera } from "../../testing/raw-camera.ts";
import { failure, recordLog, take } from "../../testing/read.ts";
import { mjpeg } from "./mjpeg.ts";

const jpegs = [fakeJpeg(), fakeJpeg({ width: 320 }), fakeJpeg({ width: 640 })];
const backoff = { initialMs: 5, maxMs: 20 };
const multipart = "Content-Type: multipart/x-mixed-replace; boundary=frame\r\n";

/** Reads three frames from a camera that sends `head` and `body`, and never ends. Fails where it needs a second request. */
async function read(head: string, body: string): Promise<string[]> {
  await using camera = await startRawCamera((socket) => {
    socket.write(head, "latin1");
    socket.write(body, "latin1");
  });
  const frames = await take(mjpeg(camera.url, { backoff }), 3);
  expect(camera.requests).toHaveLength(1);
  return frames.map(({ data }) => Buffer.from(data).toString("hex"));
}

const expected = jpegs.map((jpeg) => jpeg.toString("hex"));
const body = jpegs.map((jpeg) => partOf(jpeg)).join("");

describe("the head of a response", () => {
  it.each([
    ["a length of -1", `HTTP/1.0 200 OK\r\n${multipart}Content-Length: -1\r\n\r\n`],
    ["a length of 0", `HTTP/1.0 200 OK\r\n${multipart}Content-Length: 0\r\n\r\n`],
    ["a length that ends after some bytes", `HTTP/1.1 200 OK\r\n${multipart}Content-Length: 60\r\n\r\n`],
    ["a length beyond any number", `HTTP/1.1 200 OK\r\n${multipart}Content-Length: 99999999999999999999999\r\n\r\n`],
    ["two lengths", `HTTP/1.1 200 OK\r\n${multipart}Content-Length: 5\r\nContent-Length: 6\r\n\r\n`],
    ["a length that is no number", `HTTP/1.1 200 OK\r\n${multipart}Content-Length: unknown\r\n\r\n`],
    ["a line without a colon", `HTTP/1.1 200 OK\r\nServer IPCam\r\n${multipart}\r\n`],
    ["blanks in a name", `HTTP/1.1 200 OK\r\nCache Control: no-cache\r\n${multipart}\r\n`],
    ["blanks in a name that counts", `HTTP/1.1 200 OK\r\n${multipart.replace("-", " ")}\r\n`],
    ["a blank before a colon", `HTTP/1.1 200 OK\r\n${multipart.replace(":", " :")}\r\n`],
    ["lines that end with LF", `HTTP/1.0 200 OK\n${multipart.replace("\r", "")}\n`],
    ["no reason", `HTTP/1.0 200\r\n${multipart}\r\n`],
    ["the protocol of Shoutcast", `ICY 200 OK\r\n${multipart}\r\n`],
    ["a version without a point", `HTTP/1 200 OK\r\n${multipart}\r\n`],
    [
      "blank lines and an interim response before it",
      `\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${multipart}\r\n`,
    ],
    ["bytes beyond ASCII", `HTTP/1.1 200 OK\r\nServer: Cam\xe9ra\r\n${multipart}\r\n`],
    ["chunks that are none", `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n${multipart}\r\n`],
    ["no type", "HTTP/1.1 200 OK\r\n\r\n"],
    ["the type of one JPEG", "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 0\r\n\r\n"],
    ["the type of a page", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"],
  ])("may have %s", async (_, head) => {
    await expect(read(head, body)).resolves.toEqual(expected);
  });

  it("may announce chunks and a length, and the chunks may end anywhere", async () => {
    const chunks = body.match(/.{1,37}/gs)?.map((text) => `${text.length.toString(16)}; x=y\r\n${text}\r\n`) ?? [];
    const head = `HTTP/1.1 200 OK\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\n${multipart}\r\n`;
    await expect(read(head, chunks.join(""))).resolves.toEqual(expected);
  });
});

describe("a part", () => {
  const head = `HTTP/1.1 200 OK\r\n${multipart}\r\n`;
  const withParts = (options: Parameters<typeof partOf>[1]): string =>
    jpegs.map((jpeg) => partOf(jpeg, options)).join("");

  it.each([
    ["a delimiter that ends with two dashes", { delimiter: "--frame--" }],
    ["that delimiter without the boundary of the head", { delimiter: "--other--" }],
    ["the type image/*", { headers: "Content-Type: image/*\r\n" }],
    ["the type of text", { headers: "Content-Type: text/plain\r\n" }],
    ["the type of a video", { headers: "Content-type: video/mp4\r\nContent-Length: -1\r\n" }],
    ["no headers", { headers: "" }],
    ["a length of -1", { headers: "Content-Type: image/jpeg\r\nContent-Length: -1\r\n" }],
    ["a length of 4294967295", { headers: "Content-Type: image/jpeg\r\nContent-Length: 4294967295\r\n" }],
    ["a length that is too small", { headers: "Content-Type: image/*\r\nContent-Length: 20\r\n" }],
    ["a length that is too large", { headers: "Content-Type: text/html\r\nContent-Length: 9000\r\n" }],
    ["a line without a colon", { headers: "JPEG\r\nContent-Type: image/jpeg\r\n" }],
    [
      "that line without the boundary of the head",
      { delimiter: "--x", headers: "JPEG\r\nContent-Type: image/jpeg\r\n" },
    ],
    ["blanks in a name", { headers: "Frame Number: 1\r\nContent Length: 5\r\nContent Type: image/jpeg\r\n" }],
  ])("may have %s", async (_, options) => {
    // The last frame of a camera that gets its lengths wrong is complete when the next delimiter has arrived.
    await expect(read(head, withParts(options) + partOf(jpegs[0] ?? Buffer.of()))).resolves.toEqual(expected);
  });

  it("of another type is skipped without a word where it has no JPEG in it", async () => {
    const text = partOf(Buffer.from("battery 80 %"), { headers: "Content-Type: text/plain\r\n" });
    const log = recordLog();
    await using camera = await startRawCamera((socket) => void socket.write(head + text + body + text, "latin1"));
    const frames = await take(mjpeg(camera.url, { log }), 3);
    expect(frames.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
    expect(log.lines.filter((line) => !line.startsWith("debug"))).toEqual([]);
  });
});

describe("an answer that is not HTTP", () => {
  it.each<[string, Buffer, RegExp]>([
    ["text", Buffer.from("SSH-2.0-OpenSSH_9.2\r\n"), /no HTTP at http:\S*: it sent “SSH-2\.0-OpenSSH_9\.2”\.$/],
    ["a long text", Buffer.from(`${"x".repeat(200)}\r\n`), /it sent “x{60}…”\.$/],
    ["bytes", Buffer.from("00010203fffe0a0d11", "hex"), /it sent the bytes 00 01 02 03 ff fe 0a 0d\.$/],
    ["a status that is none", Buffer.from("HTTP/1.1 OK 200\r\n\r\n"), /it sent “HTTP\/1\.1 OK 200”\.$/],
    ["a TLS alert", Buffer.from("15030100020246", "hex"), /it sent a TLS alert, as a port for https does\.$/],
  ])("is quoted, and nothing is guessed from it: %s", async (_, bytes, message) => {
    await using camera = await startRawCamera((socket) => void socket.end(bytes));
    const error = await failure(mjpeg(camera.url, { backoff }));
    expect(error).toMatchObject({ code: "http", message: expect.stringMatching(message) });
    expect(error.message).not.toContain("?");
  });

  it("is tried again where it is nothing", async () => {
    await using camera = await startRawCamera((socket) => {
      if (camera.requests.length === 1) socket.end();
      else if (camera.requests.length === 2) socket.end("HTTP/1.1 200 OK\r\nServer: x");
      else socket.write(`HTTP/1.1 200 OK\r\n${multipart}\r\n${body}`, "latin1");
    });
    const log = recordLog();
    await expect(take(mjpeg(camera.url, { backoff, log }), 3)).resolves.toHaveLength(3);
    expect(log.lines.slice(0, 2)).toEqual([
      expect.stringContaining("it closed the connection without an answer"),
      expect.stringContaining("it closed the connection within the head of its response"),
    ]);
  });
});
