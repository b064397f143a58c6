import { createHash } from "node:crypto";
import type { IncomingMessage, RequestListener } from "node:http";
import { createServer as createTcpServer, type Socket } from "node:net";
import { now } from "@framewire/media";
import { afterEach, describe, expect, it } from "vitest";
import { beginStream, type Camera, loop, sendJpeg, startCamera } from "../../testing/camera.ts";
import { fakeJpeg } from "../../testing/jpeg.ts";
import { failure, recordLog, take, until } from "../../testing/read.ts";
import { SourceError } from "../source-error.ts";
import { mjpeg } from "./mjpeg.ts";

const jpeg = fakeJpeg();
const other = fakeJpeg({ width: 320, height: 240 });
/** Short delays for the tests. */
const backoff = { initialMs: 5, maxMs: 20 };

const cameras: Camera[] = [];

async function camera(listener: RequestListener, options?: Parameters<typeof startCamera>[1]): Promise<Camera> {
  const started = await startCamera(listener, options);
  cameras.push(started);
  return started;
}

afterEach(async () => {
  for (const one of cameras.splice(0)) await one.close();
});

describe("frames", () => {
  it("have the bytes of the part, the size from the JPEG header, a timestamp and a sequence number", async () => {
    const before = now();
    const { url } = await camera(loop([jpeg, other]));
    const frames = await take(mjpeg(url), 4);
    expect(
      frames.map(({ data, ...rest }) => ({ ...rest, same: [jpeg, other].findIndex((one) => one.equals(data)) })),
    ).toEqual(
      [0, 1, 2, 3].map((sequence) => ({
        sequence,
        timestamp: expect.any(Number),
        codec: "jpeg",
        type: "key",
        width: sequence % 2 ? 320 : 64,
        height: sequence % 2 ? 240 : 48,
        same: sequence % 2,
      })),
    );
    const times = [before, ...frames.map(({ timestamp }) => timestamp), now()];
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it("are read from the formats of IP Webcam and mjpg-streamer", async () => {
    const { url } = await camera((request, response) => {
      if (request.url === "/video") {
        response.writeHead(200, { "Content-Type": "multipart/x-mixed-replace;boundary=Ba4oTvQMY8ew04N8dcnM" });
        const part = `--Ba4oTvQMY8ew04N8dcnM\r\nContent-Type: image/jpeg\r\n\r\n`;
        response.write(Buffer.concat([Buffer.from(`\r\n${part}`), jpeg, Buffer.from(`\r\n${part}`), other]));
      } else {
        beginStream(response, "multipart/x-mixed-replace;boundary=boundarydonotcross");
        const part = (of: Buffer): string =>
          `Content-Type: image/jpeg\r\nContent-Length: ${of.length}\r\nX-Timestamp: 12.5\r\n\r\n${of.toString("latin1")}\r\n--boundarydonotcross\r\n`;
        response.write(`--boundarydonotcross\r\n${part(jpeg)}${part(other)}`, "latin1");
      }
    });
    for (const path of ["video", "?action=stream"]) {
      const frames = await take(mjpeg(url + path), 2);
      expect(frames.map(({ data }) => Buffer.from(data).toString("hex"))).toEqual(
        [jpeg, other].map((one) => one.toString("hex")),
      );
    }
  });

  it("are read from a stream without a multipart content type, such as ffmpeg's", async () => {
    const { url } = await camera(loop([jpeg], "application/octet-stream"));
    await expect(take(mjpeg(url), 2)).resolves.toHaveLength(2);
  });

  it("that are damaged are skipped, leave a gap, and are logged at a limited rate", async () => {
    const { url } = await camera((_, response) => {
      beginStream(response);
      for (const part of [jpeg, Buffer.from("not a JPEG"), jpeg.subarray(0, 60), other, Buffer.from("x")])
        sendJpeg(response, part);
      response.write("--frame\r\nContent-Type: text/plain\r\n\r\nbattery 80%\r\n");
      sendJpeg(response, jpeg);
    });
    const log = recordLog();
    const frames = await take(mjpeg(url, { log }), 3);
    expect(frames.map(({ sequence, width }) => [sequence, width])).toEqual([
      [0, 64],
      [3, 320],
      [5, 64],
    ]);
    expect(log.lines.filter((line) => line.startsWith("warn"))).toEqual([
      `warn: Skipped a frame from ${url}: it does not begin as a JPEG.`,
    ]);
  });

  it("beyond the size limit are skipped", async () => {
    const { url } = await camera(loop([fakeJpeg({ scan: Buffer.alloc(9000, 1) }), jpeg]));
    const log = recordLog();
    const frames = await take(mjpeg(url, { maxFrameBytes: 4096, log }), 2);
    expect(frames.map(({ sequence, width }) => [sequence, width])).toEqual([
      [1, 64],
      [3, 64],
    ]);
    expect(log.lines.join()).toContain("it is larger than 4096 bytes");
  });

  it("continue the sequence numbers when the source is opened again", async () => {
    const { url } = await camera(loop([jpeg]));
    const source = mjpeg(url);
    const first = await take(source, 3);
    const second = await take(source, 2);
    expect([...first, ...second].map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4]);
  });

  it("of two iterations use separate connections", async () => {
    const one = await camera(loop([jpeg]));
    const source = mjpeg(one.url);
    const [a, b] = await Promise.all([take(source, 2), take(source, 2)]);
    expect([a.length, b.length, one.requests]).toEqual([2, 2, 2]);
  });
});

describe("a response that is not a stream", () => {
  it.each<[string, RequestListener, string, RegExp]>([
    [
      "an HTML page",
      (_, res) => res.setHeader("Content-Type", "text/html; charset=utf-8").end("<html>"),
      "format",
      /is an HTML page, not an MJPEG stream.*\/video of IP Webcam/,
    ],
    [
      "a still image",
      (_, res) => res.setHeader("Content-Type", "image/jpeg").end(jpeg),
      "format",
      /is a single still image \(image\/jpeg\).*\/video/,
    ],
    [
      "a video",
      (_, res) => res.setHeader("Content-Type", "video/mp4").end("x"),
      "format",
      /is content of type video\/mp4/,
    ],
    [
      "data without parts",
      (_, res) => res.setHeader("Content-Type", "application/octet-stream").end("x"),
      "format",
      /data without a content type and without parts/,
    ],
    [
      "endless data without parts",
      (_, res) => {
        const t = setInterval(() => res.write(Buffer.alloc(5000, 65)), 2);
        res.on("close", () => clearInterval(t));
      },
      "format",
      /data without a content type and without parts/,
    ],
    [
      "nothing",
      (_, res) => res.writeHead(404).end(),
      "http",
      /answered 404 Not Found: there is nothing at that path\. .*\/video/,
    ],
    ["a ban", (_, res) => res.writeHead(403).end(), "http", /answered 403 Forbidden/],
    [
      "a redirect in a circle",
      (_, res) => res.writeHead(302, { Location: "/round" }).end(),
      "http",
      /redirects more than 5 times/,
    ],
    [
      "a redirect to a file",
      (_, res) => res.writeHead(302, { Location: "file:///etc/passwd" }).end(),
      "http",
      /an address that is not http or https/,
    ],
    [
      "no HTTP",
      (req) => req.socket.end("SSH-2.0-OpenSSH_9.2\r\n"),
      "http",
      /There is no HTTP at http:\S+: it sent “SSH-2\.0-OpenSSH_9\.2”\.$/,
    ],
    [
      "a request for a password",
      (_, res) => res.writeHead(401, { "WWW-Authenticate": "Basic realm=x" }).end(),
      "unauthorized",
      /asks for a name and password\. Put them into the address: http:\/\/NAME:PASSWORD@127/,
    ],
  ])("throws an error with a sentence: %s", async (_, listener, code, message) => {
    const one = await camera(listener);
    const error = await failure(mjpeg(one.url, { backoff }));
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    await until(() => one.sockets.size === 0, "every socket is closed");
  });

  it("throws immediately for an invalid address", () => {
    expect(() => mjpeg("rtsp://cam/")).toThrow(expect.objectContaining({ code: "usage" }));
    expect(() => mjpeg("http://cam/", { fingerprint: "ab".repeat(32) })).toThrow(/only https:\/\/ has certificates/);
  });
});

describe("redirects", () => {
  it("are followed, including relative ones", async () => {
    const stream = loop([jpeg]);
    const { url } = await camera((request, response) => {
      if (request.url === "/cam/live?x=1") stream(request, response);
      else if (request.url === "/cam/") response.writeHead(301, { Location: "live?x=1" }).end("moved");
      else response.writeHead(307, { Location: "/cam/" }).end();
    });
    await expect(take(mjpeg(url), 2)).resolves.toHaveLength(2);
  });

  it("keep the password within the origin only", async () => {
    const seen: (string | undefined)[] = [];
    const guard = (request: IncomingMessage): boolean => {
      seen.push(request.headers.authorization);
      return request.headers.authorization === `Basic ${Buffer.from("bob:secret").toString("base64")}`;
    };
    const elsewhere = await camera((request, response) => {
      guard(request);
      response.writeHead(401, { "WWW-Authenticate": "Basic realm=x" }).end();
    });
    const stream = loop([jpeg]);
    const home = await camera((request, response) => {
      if (request.url === "/away") response.writeHead(302, { Location: elsewhere.url.replace("//", "//eve:x@") }).end();
      else if (request.url === "/") response.writeHead(302, { Location: "/stream" }).end();
      else if (guard(request)) stream(request, response);
      else response.writeHead(401, { "WWW-Authenticate": "Basic realm=x" }).end();
    });
    const address = home.url.replace("//", "//bob:secret@");
    await expect(take(mjpeg(address), 1)).resolves.toHaveLength(1);
    expect(seen.splice(0)).toEqual([undefined, expect.stringMatching(/^Basic /)]);

    const error = await failure(mjpeg(`${address}away`));
    expect(error).toMatchObject({
      code: "unauthorized",
      message: expect.stringContaining("not sent to another origin"),
    });
    expect(seen).toEqual([undefined]);
    expect(String(error)).not.toMatch(/secret|bob|eve/);
  });
});

describe("authentication", () => {
  const digest = (algorithm: string): RequestListener => {
    const hash = (text: string): string =>
      createHash(algorithm === "MD5" ? "md5" : "sha256")
        .update(text)
        .digest("hex");
    const stream = loop([jpeg]);
    return (request, response) => {
      const { authorization = "" } = request.headers;
      const field = (name: string): string => new RegExp(`\\b${name}="?([^",]*)`).exec(authorization)?.[1] ?? "";
      const expected = hash(
        `${hash("bob:camera:s%c: t")}:n0nce:${field("nc")}:${field("cnonce")}:auth:${hash(`GET:${request.url}`)}`,
      );
      if (field("response") === expected && field("uri") === request.url) stream(request, response);
      else {
        const challenge = `Digest realm="camera", nonce="n0nce", qop="auth,auth-int", algorithm=${algorithm}`;
        response.writeHead(401, { "WWW-Authenticate": [challenge, 'Basic realm="camera"'] }).end("who are you?");
      }
    };
  };

  it.each(["MD5", "SHA-256"])("answers Digest with %s", async (algorithm) => {
    const { url } = await camera(digest(algorithm));
    const address = `${url.replace("//", "//bob:s%25c%3A%20t@")}live?size=1`;
    await expect(take(mjpeg(address), 2)).resolves.toHaveLength(2);
  });

  it("throws when the password is refused, and never logs it", async () => {
    const one = await camera(digest("SHA-256"));
    const log = recordLog();
    const error = await failure(mjpeg(one.url.replace("//", "//bob:hunter2@"), { log }));
    expect(error).toMatchObject({
      code: "unauthorized",
      message: `${one.url} refused the name and password in the address.`,
    });
    expect([...log.lines, error.stack].join()).not.toMatch(/hunter2|bob/);
    expect(one.requests).toBe(2);
  });

  it("throws when the camera accepts no supported scheme", async () => {
    const { url } = await camera((_, response) => response.writeHead(401, { "WWW-Authenticate": "Negotiate" }).end());
    await expect(failure(mjpeg(url.replace("//", "//bob:x@")))).resolves.toMatchObject({
      message: expect.stringContaining("authentication scheme that is not supported"),
    });
  });
});

describe("a camera that disappears", () => {
  /** Sends one frame, then calls `end`; from the third request on it streams. */
  function faulty(end: (socket: Socket) => void): RequestListener {
    let requests = 0;
    const stream = loop([jpeg]);
    return (request, response) => {
      if (++requests > 2) return stream(request, response);
      beginStream(response);
      sendJpeg(response, jpeg);
      setTimeout(() => end(request.socket), 20);
    };
  }

  it.each<[string, (socket: Socket) => void, RegExp]>([
    ["by a reset", (socket) => socket.resetAndDestroy(), /it closed the connection \(ECONNRESET\)/],
    ["by the end of the stream", (socket) => socket.end("0\r\n\r\n"), /it ended the stream/],
  ])("is logged and read again: %s", async (_, end, reason) => {
    const one = await camera(faulty(end));
    const log = recordLog();
    const frames = await take(mjpeg(one.url, { backoff, stallTimeoutMs: 150, log }), 5);
    expect(frames.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4]);
    const logged = log.lines.filter((line) => !line.startsWith("debug"));
    expect(logged).toEqual([
      expect.stringMatching(reason),
      `info: The camera at ${one.url} is back.`,
      expect.stringMatching(reason),
      `info: The camera at ${one.url} is back.`,
    ]);
    expect(logged[0]).toMatch(/^warn: Lost the camera at http.*Trying until it is back\.$/);
    await until(() => one.sockets.size === 0, "every socket is closed");
  });

  it("is retried until it starts, and after temporary errors while it restarts", async () => {
    const first = await startCamera(loop([jpeg]));
    const { port } = first;
    await first.close();
    const log = recordLog();
    const source = mjpeg(`http://127.0.0.1:${port}/`, { backoff, log });
    expect(source.describe?.().problem).toBeUndefined();
    const frames = source()[Symbol.asyncIterator]();
    const waiting = frames.next();
    await until(() => log.lines.length > 2, "it has tried a few times");
    expect(log.lines.filter((line) => line.startsWith("warn"))).toEqual([
      `warn: No frame from http://127.0.0.1:${port}/ yet: nothing listens at that address (ECONNREFUSED). Trying until there is one.`,
    ]);
    expect(source.describe?.().problem).toMatch(/^No frame from http.* yet: nothing listens at that address/);

    let answer: RequestListener = (_, response) => response.writeHead(503).end();
    const back = await camera((request, response) => answer(request, response), { port });
    await until(() => log.lines.some((line) => line.includes("it answered 503")), "it has seen the 503");
    answer = loop([jpeg]);
    expect((await waiting).value).toMatchObject({ sequence: 0 });
    expect(log.lines.at(-1)).toBe(`info: The camera at http://127.0.0.1:${port}/ delivers frames now.`);
    expect(source.describe?.().problem).toBeUndefined();

    for (const [status, type] of [
      [404, "text/plain"],
      [200, "text/html"],
    ] as const) {
      answer = (_, response) => response.writeHead(status, { "Content-Type": type }).end();
      const seen = back.requests;
      for (const socket of back.sockets) socket.destroy();
      // A frame that was received before the connection closed may still be yielded.
      const next = frames.next();
      await until(() => back.requests > seen + 1, "it has sent another request");
      answer = loop([jpeg]);
      expect((await next).done).toBe(false);
    }
    await frames.return?.();
  });

  it("is not considered stalled when the reader is slow", async () => {
    const one = await camera((_, response) => {
      beginStream(response);
      sendJpeg(response, jpeg);
      setTimeout(() => sendJpeg(response, other), 300);
    });
    const log = recordLog();
    let count = 0;
    for await (const frame of mjpeg(one.url, { stallTimeoutMs: 200, log })()) {
      count++;
      if (frame.width === 320) break;
      await new Promise((resolve) => setTimeout(resolve, 600));
    }
    expect(count).toBe(2);
    expect(one.requests).toBe(1);
  });

  it.each([401, 403, 404])("is waited for when it answers %d for a while after a restart", async (status) => {
    const stream = loop([jpeg]);
    const refusals = 4;
    const one = await camera((request, response) => {
      if (request.headers.authorization === undefined) {
        response.writeHead(401, { "WWW-Authenticate": "Basic realm=x" }).end();
      } else if (one.requests === 2 || one.requests > 2 + 2 * refusals) stream(request, response);
      else response.writeHead(status, { "WWW-Authenticate": "Basic realm=x" }).end();
    });
    const log = recordLog();
    const frames = mjpeg(one.url.replace("//", "//bob:secret@"), { backoff, log })()[Symbol.asyncIterator]();
    await frames.next();
    for (const socket of one.sockets) socket.destroy();
    while (one.requests <= 2 + 2 * refusals) expect((await frames.next()).done).toBe(false);
    await frames.return?.();
    const answer = status === 401 ? "it refused the name and password in the address" : `it answered ${status}`;
    expect(log.lines.filter((line) => line.startsWith("warn") && line.includes(answer))).toEqual([
      expect.stringMatching(/^warn: Lost the camera at .*[^.]\. Trying until it is back\.$/),
    ]);
    expect(log.lines.join()).not.toMatch(/bob|secret/);
  });

  it("is waited for by its next reader too", async () => {
    let answer: RequestListener = loop([jpeg]);
    const one = await camera((request, response) => answer(request, response));
    const source = mjpeg(one.url, { backoff });
    await take(source, 1);
    answer = (_, response) => response.writeHead(404).end();
    const seen = one.requests;
    const again = take(source, 1);
    await until(() => one.requests > seen + 1, "it has asked again");
    answer = loop([jpeg]);
    await expect(again).resolves.toHaveLength(1);
  });

  it("is logged when it sends data without frames", async () => {
    const { url } = await camera((_, response) => {
      beginStream(response);
      const timer = setInterval(() => response.write("--frame\r\nContent-Type: text/plain\r\n\r\nx\r\n"), 5);
      response.on("close", () => clearInterval(timer));
    });
    const log = recordLog();
    const stop = new AbortController();
    const iteration = (async () => {
      for await (const _ of mjpeg(url, { stallTimeoutMs: 100, log })({ signal: stop.signal }));
    })();
    await until(() => log.lines.length > 0, "it is logged");
    stop.abort();
    await iteration;
    expect(log.lines[0]).toBe(`warn: Data arrives from ${url}, but it contains no JPEG.`);
  });
});

describe("a malicious server", () => {
  it("cannot consume memory with a header that never ends", async () => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.write("HTTP/1.1 200 OK\r\n");
      const timer = setInterval(() => socket.write(`X: ${"y".repeat(4000)}\r\n`), 1);
      socket.on("close", () => clearInterval(timer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const error = await failure(mjpeg(`http://127.0.0.1:${port}/`));
    expect(error).toMatchObject({ code: "http" });
    await new Promise((resolve) => server.close(resolve));
  });
});
