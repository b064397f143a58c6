import { createSimulcast, jpeg } from "@framewire/codec";
import type { EncodedFrame, VideoSource } from "@framewire/media";
import { keepLog } from "test-support/keep-log";
import { jpegs, pixels } from "test-support/sources";
import { take } from "test-support/take";
import { until } from "test-support/until";
import { describe, expect, it, onTestFinished } from "vitest";
import { countFrames } from "../testing/count-frames.ts";
import { countingCodec } from "../testing/counting-codec.ts";
import { join, openRaw } from "../testing/peers.ts";
import { serve } from "../testing/serve.ts";

describe("the source of a server", () => {
  it("is open only while a client reads frames, and reopens for the next reader", async () => {
    const camera = jpegs();
    const { port } = await serve({ source: camera.source });
    const halfOpen = await openRaw(port);
    await until(() => halfOpen.kinds().includes("hello"), "the server's hello has arrived");
    expect(camera.opened).toBe(0);

    const first = await join(port);
    const second = await join(port);
    const [one, other] = [countFrames(first.connection.frames), countFrames(second.connection.frames)];
    await until(() => one.count >= 2 && other.count >= 2, "both receive frames");
    await first.connection.close();
    const before = other.count;
    await until(() => other.count >= before + 2, "the other still receives frames");
    expect(camera.opened).toBe(1);
    other.stop();
    await until(() => !camera.open, "the source is closed without a reader");
    expect(second.connection.signal.aborted).toBe(false);

    await take(second.connection.frames, 2);
    expect(camera.opened).toBe(2);
    await second.connection.close();
    await until(() => !camera.open, "the source is closed without a client");
    const third = await join(port);
    await take(third.connection.frames, 2);
    expect(camera.opened).toBe(3);
  });

  it("is not sent to a client that reads no frames", async () => {
    const camera = jpegs();
    const { server, port } = await serve({ source: camera.source });
    await join(port);
    const { value: connection } = await server[Symbol.asyncIterator]().next();
    // Demand is assumed until the client has sent that it has none.
    await until(() => connection?.stats().remoteDemand === false && !camera.open, "the client has no demand");
    const { frames, bytes } = connection?.stats().sent ?? {};
    const reader = await join(port);
    await take(reader.connection.frames, 20);
    expect(connection?.stats().sent).toMatchObject({ frames, bytes });
  });

  it("is encoded once per codec, however many clients there are", async () => {
    const camera = pixels();
    const [plain, other] = [countingCodec("plain"), countingCodec("other")];
    const { port } = await serve({ source: camera.source, encoding: { codecs: [plain.codec, other.codec] } });
    const accepted = [["plain"], ["plain", "other"], ["plain"], ["other"], ["other", "plain"]];
    const peers = await Promise.all(accepted.map((codecs) => join(port, { codecs })));
    const received = await Promise.all(peers.map(({ connection }) => take(connection.frames, 20)));

    expect(received.map(([frame]) => frame?.codec)).toEqual(["plain", "plain", "plain", "other", "other"]);
    for (const { encoded } of [plain, other]) {
      expect(encoded.length).toBeGreaterThanOrEqual(20);
      expect(encoded.length).toBe(new Set(encoded).size);
      expect(encoded.length).toBeLessThanOrEqual(camera.given.length);
    }
  });

  it("may be a simulcast with other subscribers, and is opened once for all", async () => {
    const camera = pixels();
    const plain = countingCodec("plain");
    const simulcast = createSimulcast(camera.source, [plain.codec]);
    const { port } = await serve({ source: simulcast, encoding: { codecs: [plain.codec] } });
    const { connection } = await join(port, { codecs: ["plain"] });
    await Promise.all([take(connection.frames, 10), take(simulcast.subscribe(["plain"])(), 10)]);
    expect(camera.opened).toBe(1);
    expect(plain.encoded.length).toBe(new Set(plain.encoded).size);
  });

  it("is passed through to every client byte for byte, when it is JPEG", async () => {
    const camera = jpegs();
    const { port } = await serve({ source: camera.source });
    const peers = await Promise.all([0, 1, 2].map(() => join(port)));
    const received = await Promise.all(peers.map(({ connection }) => take(connection.frames, 15)));
    for (const frames of received) {
      for (const { sequence, data, times, ...rest } of frames) {
        const original = camera.given[sequence];
        expect(Buffer.compare(data, original?.data ?? new Uint8Array())).toBe(0);
        const { timestamp } = original ?? {};
        expect(rest).toEqual({ timestamp, codec: "jpeg", type: "key", width: 640, height: 480, level: 0 });
        expect(times).toEqual({ queued: expect.any(Number), sent: expect.any(Number), received: expect.any(Number) });
      }
    }
  });

  it("is sent to dozens of clients without a warning from Node", async () => {
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

  it("may end: the clients stay connected", async () => {
    const short: VideoSource = async function* () {
      yield* await take(jpegs().source(), 3);
    };
    const { server, port } = await serve({ source: short });
    const { connection } = await join(port);
    const { value } = await server[Symbol.asyncIterator]().next();
    await take(connection.frames, 1);
    // The client's frames still arrive.
    void connection.send(jpegs().source({ signal: connection.signal }));
    if (value) await take(value.frames, 5);
    expect(value?.stats().sent.frames).toBeLessThanOrEqual(3);
    expect(connection.signal.aborted).toBe(false);
  });

  it("that fails is opened again: the clients stay connected, and their own frames arrive", async () => {
    const camera = jpegs();
    const { lines, log } = keepLog();
    const { server, port } = await serve({ source: camera.source, log });
    const peers = await Promise.all([0, 1, 2].map(() => join(port)));
    const readers = peers.map(({ connection }) => countFrames(connection.frames));
    await until(() => readers.every(({ count }) => count >= 2), "all receive frames");
    camera.fail(new Error("The camera has failed."));
    await until(() => lines.length > 0, "the failure is logged");
    expect(lines).toEqual(["error: The camera has failed. Trying again until it works."]);
    camera.fail();

    const { value: served } = await server[Symbol.asyncIterator]().next();
    for (const { connection } of peers) void connection.send(jpegs().source({ signal: connection.signal }));
    const before = readers.map(({ count }) => count);
    await until(
      () => readers.every(({ count }, index) => count >= (before[index] ?? 0) + 2),
      "all receive frames again",
    );
    if (served) await take(served.frames, 2);
    expect(peers.map(({ connection }) => connection.signal.aborted)).toEqual([false, false, false]);
  });

  it("of a simulcast that fails is not sent any longer, and ends no connection", async () => {
    const camera = jpegs();
    const { lines, log } = keepLog();
    const { port } = await serve({ source: createSimulcast(camera.source, [jpeg]), log });
    const { connection } = await join(port, { name: "Garden" });
    await take(connection.frames, 2);
    const reading = countFrames(connection.frames);
    await until(() => reading.count > 0, "it receives frames");
    camera.fail(new Error("The camera has failed."));
    await until(() => lines.length > 0, "the failure is logged");
    expect(lines).toEqual(["error: Cannot send the source to Garden: The camera has failed."]);
    expect(connection.signal.aborted).toBe(false);
    expect((await join(port)).connection.signal.aborted).toBe(false);
  });

  it("has not failed when it throws because its signal aborts", async () => {
    const camera = jpegs();
    const throwing: VideoSource = async function* (options) {
      yield* camera.source(options);
      options?.signal?.throwIfAborted();
    };
    const { lines, log } = keepLog();
    const { port } = await serve({ source: throwing, log });
    for (let round = 1; round <= 2; round++) {
      const { connection } = await join(port);
      await take(connection.frames, 2);
      await connection.close();
      await until(() => !camera.open, "the source is closed");
    }
    expect(lines).toEqual([]);
  });

  it("that cannot be sent to one client closes only that client", async () => {
    const camera = jpegs();
    const { lines, log } = keepLog();
    // No codec here decodes the source's frames, so that they cannot be converted.
    const source: VideoSource = async function* (options) {
      for await (const frame of camera.source(options)) yield { ...frame, codec: "foreign" };
    };
    const { port } = await serve({ source, encoding: { codecs: [countingCodec("plain").codec] }, log });
    const accepting = await join(port, { codecs: ["plain", "foreign"] });
    const other = await join(port, { codecs: ["plain"], name: "Garden" });
    expect(await other.connection.closed).toMatchObject({ by: "remote", code: "no-common-codec" });
    await take(accepting.connection.frames, 5);
    expect(accepting.connection.signal.aborted).toBe(false);
    expect(lines.join()).toContain("Cannot send the source to Garden");
  });
});

describe("the frames of clients", () => {
  it("arrive on each client's own connection", async () => {
    const { server, port } = await serve();
    const names = ["red", "green", "blue"];
    const cameras = names.map((_, index) => jpegs({ bytes: 1000 + index }));
    const peers = await Promise.all(names.map((name) => join(port, { name })));
    peers.forEach(({ connection }, index) => {
      void connection.send((cameras[index] as (typeof cameras)[0]).source({ signal: connection.signal }));
    });
    const received = new Map<string, EncodedFrame[]>();
    for await (const connection of server) {
      received.set(connection.remote.name, await take(connection.frames, 5));
      if (received.size === names.length) break;
    }
    for (const [index, name] of names.entries()) {
      const sizes = received.get(name)?.map(({ data }) => data.byteLength);
      expect(sizes).toEqual(Array(5).fill(1000 + index));
    }
  });
});
