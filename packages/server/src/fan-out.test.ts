import { createSimulcast } from "@framewire/codec";
import { type EncodedFrame, sleep, type VideoSource } from "@framewire/media";
import { describe, expect, it, onTestFinished } from "vitest";
import { join, openSocket } from "../testing/peers.ts";
import { serve } from "../testing/serve.ts";
import { countingCodec, jpegs, pixels } from "../testing/sources.ts";
import { keepLog, take, until, watch } from "../testing/until.ts";

describe("the source of a server", () => {
  it("is open only while a client looks, and opened anew for the next look", async () => {
    const camera = jpegs();
    const { port } = await serve({ source: camera.source });
    await sleep(50);
    expect(camera.opened).toBe(0);

    const first = await join(port);
    const second = await join(port);
    const [one, other] = [watch(first.connection.frames), watch(second.connection.frames)];
    await until(() => one.count >= 2 && other.count >= 2, "both see it");
    await first.connection.close();
    const seen = other.count;
    await until(() => other.count >= seen + 2, "it goes on for who stays");
    expect(camera.opened).toBe(1);
    other.leave();
    await until(() => !camera.open, "the source is closed when nobody looks");
    expect(second.connection.signal.aborted).toBe(false);

    await take(second.connection.frames, 2);
    expect(camera.opened).toBe(2);
    await second.connection.close();
    await until(() => !camera.open, "the source is closed when nobody is there");
    const third = await join(port);
    await take(third.connection.frames, 2);
    expect(camera.opened).toBe(3);
  });

  it("stays closed for a client that reads no frames, and nothing is sent to it", async () => {
    const camera = jpegs();
    const { server, port } = await serve({ source: camera.source });
    await join(port);
    const { value: connection } = await server[Symbol.asyncIterator]().next();
    // It is taken to look until it has said that it does not.
    await until(() => connection?.stats().remoteDemand === false && !camera.open, "the client says that nobody looks");
    const { bytes } = connection?.stats().sent ?? {};
    const { opened } = camera;
    await sleep(300);
    expect(connection?.stats().sent.bytes).toBe(bytes);
    expect(camera.opened).toBe(opened);
  });

  it("is encoded once per codec, however many clients there are", async () => {
    const camera = pixels();
    const [plain, other] = [countingCodec("plain"), countingCodec("other")];
    const { port } = await serve({ source: camera.source, encoding: { codecs: [plain.codec, other.codec] } });
    const wants = [["plain"], ["plain", "other"], ["plain"], ["other"], ["other", "plain"]];
    const peers = await Promise.all(wants.map((codecs) => join(port, { codecs })));
    const taken = await Promise.all(peers.map(({ connection }) => take(connection.frames, 20)));

    expect(taken.map(([frame]) => frame?.codec)).toEqual(["plain", "plain", "plain", "other", "other"]);
    for (const { encoded } of [plain, other]) {
      expect(encoded.length).toBeGreaterThanOrEqual(20);
      expect(encoded.length).toBe(new Set(encoded).size);
      expect(encoded.length).toBeLessThanOrEqual(camera.given.length);
    }
  });

  it("may be encodings that something else shows as well, and is open once for all", async () => {
    const camera = pixels();
    const plain = countingCodec("plain");
    const encodings = createSimulcast(camera.source, [plain.codec]);
    const { port } = await serve({ source: encodings, encoding: { codecs: [plain.codec] } });
    const { connection } = await join(port, { codecs: ["plain"] });
    await Promise.all([take(connection.frames, 10), take(encodings.subscribe(["plain"])(), 10)]);
    expect(camera.opened).toBe(1);
    expect(plain.encoded.length).toBe(new Set(plain.encoded).size);
  });

  it("reaches every client as the very bytes that the camera gave, when it gives JPEG", async () => {
    const camera = jpegs();
    const { port } = await serve({ source: camera.source });
    const peers = await Promise.all([0, 1, 2].map(() => join(port)));
    const taken = await Promise.all(peers.map(({ connection }) => take(connection.frames, 15)));
    for (const frames of taken) {
      for (const { sequence, data, times, ...rest } of frames) {
        const original = camera.given[sequence];
        expect(Buffer.compare(data, original?.data ?? new Uint8Array())).toBe(0);
        const { timestamp } = original ?? {};
        expect(rest).toEqual({ timestamp, codec: "jpeg", type: "key", width: 640, height: 480, level: 0 });
        expect(times).toEqual({ queued: expect.any(Number), sent: expect.any(Number), received: expect.any(Number) });
      }
    }
  });

  it("is shown to dozens of clients without a warning of Node's", async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => void warnings.push(warning);
    process.on("warning", warn);
    onTestFinished(() => void process.removeListener("warning", warn));
    const { server, port } = await serve({ source: jpegs().source, limits: { maxClients: 40 } });
    const peers = await Promise.all(Array.from({ length: 40 }, () => join(port)));
    await Promise.all(peers.map(({ connection }) => take(connection.frames, 2)));
    await server.close();
    expect(warnings).toEqual([]);
  });

  it("may end: the clients stay", async () => {
    const short: VideoSource = async function* () {
      yield* await take(jpegs().source(), 3);
    };
    const { server, port } = await serve({ source: short });
    const { connection } = await join(port);
    const { value } = await server[Symbol.asyncIterator]().next();
    await take(connection.frames, 1);
    await sleep(100);
    expect(value?.stats().sent.frames).toBeLessThanOrEqual(3);
    expect(connection.signal.aborted).toBe(false);
  });

  it("that fails for good ends all with its reason: the clients by a bye, the reader by the error", async () => {
    const camera = jpegs();
    const { lines, log } = keepLog();
    const { server, port } = await serve({ source: camera.source, log });
    const reading = (async () => {
      for await (const _ of server);
    })();
    const failed = expect(reading).rejects.toThrow("The camera is gone.");
    const peers = await Promise.all([0, 1, 2].map(() => join(port)));
    const watches = peers.map(({ connection }) => watch(connection.frames));
    await until(() => watches.every(({ count }) => count >= 2), "all see it");
    camera.fail(new Error("The camera is gone."));
    for (const { connection } of peers) {
      expect(await connection.closed).toEqual({
        by: "remote",
        code: "shutting-down",
        message: "The source of the pictures has failed.",
      });
    }
    await failed;
    expect(lines).toEqual(["error: The camera is gone."]);
    await expect(openSocket(port)).rejects.toThrow("ECONNREFUSED");
  });

  it("has not failed when it throws because it was told to end", async () => {
    const camera = jpegs();
    const rude: VideoSource = async function* (options) {
      yield* camera.source(options);
      options?.signal?.throwIfAborted();
    };
    const { lines, log } = keepLog();
    const { port } = await serve({ source: rude, log });
    for (let visit = 1; visit <= 2; visit++) {
      const { connection } = await join(port);
      await take(connection.frames, 2);
      await connection.close();
      await until(() => !camera.open, "the source is closed");
    }
    expect(lines).toEqual([]);
  });

  it("that one client cannot be shown ends that client only", async () => {
    const camera = jpegs();
    const { lines, log } = keepLog();
    // There is nothing here that decodes JPEG, to make another codec's pictures of it.
    const { port } = await serve({ source: camera.source, encoding: { codecs: [countingCodec("plain").codec] }, log });
    const rich = await join(port, { codecs: ["plain", "jpeg"] });
    const poor = await join(port, { codecs: ["plain"], name: "Poor" });
    expect(await poor.connection.closed).toMatchObject({ by: "remote", code: "no-common-codec" });
    await take(rich.connection.frames, 5);
    expect(rich.connection.signal.aborted).toBe(false);
    expect(lines.join()).toContain("Poor cannot be shown the pictures");
  });
});

describe("the clients' pictures", () => {
  it("come as a stream of each client's own", async () => {
    const { server, port } = await serve();
    const names = ["red", "green", "blue"];
    const cameras = names.map((_, index) => jpegs({ bytes: 1000 + index }));
    const peers = await Promise.all(names.map((name) => join(port, { name })));
    peers.forEach(({ connection }, index) => {
      void connection.send((cameras[index] as (typeof cameras)[0]).source({ signal: connection.signal }));
    });
    const seen = new Map<string, EncodedFrame[]>();
    for await (const connection of server) {
      seen.set(connection.remote.name, await take(connection.frames, 5));
      if (seen.size === names.length) break;
    }
    for (const [index, name] of names.entries()) {
      const sizes = seen.get(name)?.map(({ data }) => data.byteLength);
      expect(sizes).toEqual(Array(5).fill(1000 + index));
    }
  });
});
