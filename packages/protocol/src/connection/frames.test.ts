import { createLatestSlot, type EncodedFrame, now } from "@framewire/media";
import { until } from "test-support/until";
import { afterEach, describe, expect, it } from "vitest";
import { delayed } from "../../testing/delayed.ts";
import { camera, testFrame } from "../../testing/frames.ts";
import { connectedPair } from "../../testing/pair.ts";
import { type RawPeer, rawPeer } from "../../testing/raw-peer.ts";
import { tcpPair } from "../../testing/tcp-pair.ts";
import { memoryTransports } from "../transports/memory.ts";
import { tcpTransport } from "../transports/tcp.ts";
import { encodeFrameHead } from "../wire/encode-frame.ts";
import { encodeAck } from "../wire/encode-packet.ts";
import type { Connection } from "./connection.ts";
import { openConnection } from "./open.ts";

const open: Connection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});
function kept<T extends readonly Connection[]>(connections: T): T {
  open.push(...connections);
  return connections;
}

/** A source whose frames a test puts one by one. */
function manualSource() {
  const slot = createLatestSlot<EncodedFrame>();
  async function* frames() {
    for (let next = await slot.take(); !next.done; next = await slot.take()) yield next.value;
  }
  return {
    frames: frames(),
    async put(sequence: number) {
      await until(() => !slot.full);
      slot.put(testFrame(sequence));
    },
    end: () => slot.close(),
  };
}

function sequences(peer: RawPeer): number[] {
  return peer.packets.flatMap((packet) => (packet.kind === "frame" ? [packet.frame.sequence] : []));
}

describe("the sending side", () => {
  it("sends the newest frame once the congestion window has room, and counts the dropped ones", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { hello: true, byes: true });
    const [connection] = kept([await openConnection(a, { codecs: ["jpeg"] })]);
    const source = manualSource();
    const sending = connection.send(source.frames);
    for (let sequence = 1; sequence <= 10; sequence++) await source.put(sequence);
    // Nothing follows the first frame until it is acknowledged.
    await until(() => connection.stats().sent.dropped === 8);
    expect(sequences(peer)).toEqual([1]);
    expect(connection.stats()).toMatchObject({
      inFlight: 1_000,
      congestionWindow: 1_000,
      sent: { frames: 1, dropped: 8, acked: 0 },
    });

    // Frame 10, the newest when the source ends, is still sent. 2 to 9 are dropped.
    source.end();
    peer.send(encodeAck({ consumed: 1, ackDelay: 0, receivedAt: 0 }));
    await sending;
    expect(sequences(peer)).toEqual([1, 10]);
    expect(connection.stats().sent).toMatchObject({ frames: 2, bytes: 2_000, dropped: 8, acked: 1 });
  });

  it("requests an ack with the frame that fills the congestion window", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { hello: true, byes: true });
    const [connection] = kept([await openConnection(a, { codecs: ["jpeg"] })]);
    void connection.send(camera(1_000, connection.signal, { count: 20 }));
    await until(() => sequences(peer).length === 1);
    const frames = peer.packets.flatMap((packet) => (packet.kind === "frame" ? [packet] : []));
    expect(frames.at(-1)?.ackRequested).toBe(true);
  });

  it("rejects a frame that the peer would close the connection for, and stays open", async () => {
    const [left, right] = kept(await connectedPair());
    const wrong: [Partial<EncodedFrame>, RegExp][] = [
      [{ codec: "webp" }, /"webp" was not sent: the other side decodes jpeg\./],
      [{ width: 0 }, /0x48 pixels was not sent/],
      [{ height: 65_536 }, /64x65536 pixels was not sent/],
    ];
    for (const [fields, message] of wrong) {
      async function* one() {
        yield { ...testFrame(1), ...fields };
      }
      await expect(left.send(one())).rejects.toThrow(message);
    }
    expect(left.stats().sent.frames).toBe(0);
    void left.send(camera(100, left.signal, { count: 1 }));
    expect((await right.frames[Symbol.asyncIterator]().next()).done).toBe(false);
  });

  it("drops frames that are larger than the peer accepts, and counts them", async () => {
    const [a, b] = memoryTransports();
    const [left, right] = kept(
      await Promise.all([
        openConnection(a, { codecs: ["jpeg"] }),
        openConnection(b, { codecs: ["jpeg"], maxPacketBytes: 65_536 }),
      ]),
    );
    async function* sizes() {
      for (const [index, bytes] of [65_536, 65_000, 200_000].entries()) yield testFrame(index + 1, bytes);
    }
    const first = right.frames[Symbol.asyncIterator]().next();
    await left.send(sizes());
    expect((await first).value?.sequence).toBe(2);
    expect(left.stats().sent).toMatchObject({ frames: 1 });
    expect(left.stats().sent.dropped).toBe(2);
  });

  it("sends one stream at a time, and rejects with its error once the frames before it are sent", async () => {
    const [left, right] = kept(await connectedPair());
    async function* failing() {
      yield testFrame(1);
      throw new Error("The camera failed.");
    }
    const first = left.send(failing());
    await expect(left.send(failing())).rejects.toThrow("one stream at a time");
    await expect(first).rejects.toThrow("The camera failed.");
    expect((await right.frames[Symbol.asyncIterator]().next()).value?.sequence).toBe(1);
    // Another stream can follow.
    void left.send(camera(100, left.signal, { count: 1 }));
    expect((await right.frames[Symbol.asyncIterator]().next()).done).toBe(false);
  });
});

describe("both counters", () => {
  it.each([
    ["memory", async () => memoryTransports()],
    ["TCP", async () => (await tcpPair()).map(tcpTransport) as unknown as ReturnType<typeof memoryTransports>],
  ] as const)("are exact with a slow reader: %s", async (_, transports) => {
    const [left, right] = kept(await connectedPair(await transports()));
    const consumed: number[] = [];
    const reading = (async () => {
      for await (const { sequence } of right.frames) {
        consumed.push(sequence);
        await new Promise((resolve) => setTimeout(resolve, sequence % 3 === 0 ? 12 : 1));
      }
    })();
    const total = 300;
    await left.send(camera(500, left.signal, { count: total }));
    await until(() => right.stats().received.frames === left.stats().sent.frames);
    await left.close();
    await reading;
    const { sent } = left.stats();
    const { received } = right.stats();
    expect(sent.frames + sent.dropped).toBe(total);
    expect(sent.dropped).toBeGreaterThan(0);
    expect(consumed.length + received.dropped).toBe(received.frames);
    expect(received.frames).toBe(sent.frames);
    expect(received.bytes).toBe(sent.bytes);
    expect(consumed).toEqual([...consumed].sort((x, y) => x - y));
    // The last frame always arrives.
    expect(consumed.at(-1)).toBe(total);
  });

  it("have the frame rate of the last seconds", async () => {
    const [left, right] = kept(await connectedPair());
    const source = new AbortController();
    void left.send(camera(50, source.signal));
    void (async () => {
      for await (const _ of right.frames);
    })();
    await until(() => right.stats().received.frames >= 60);
    for (const { fps, bitrate } of [left.stats().sent, right.stats().received]) {
      expect(fps).toBeGreaterThan(30);
      expect(fps).toBeLessThan(60);
      expect(bitrate / fps).toBeCloseTo(8_000, -2);
    }
    source.abort();
  });
});

describe.each([
  ["without delay", 0],
  ["with a delay of 75 ms", 75],
])("a reader that has paused, %s", (_, ms) => {
  /** A reader that consumed one frame and then paused. */
  async function stalled() {
    const [a, b] = memoryTransports();
    const [left, right] = kept(await connectedPair([delayed(a, ms), delayed(b, ms)]));
    const source = new AbortController();
    const reader = right.frames[Symbol.asyncIterator]();
    await until(() => left.stats().rttMs !== undefined);
    let ended = false;
    async function* frames() {
      yield* camera(30, source.signal);
      ended = true;
    }
    const sending = left.send(frames());
    await reader.next();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const stop = (): Promise<void> => {
      source.abort();
      return until(() => ended);
    };
    return { left, right, reader, source, sending, stop };
  }

  it("is sent at most the congestion window, and stays connected", async () => {
    const { left, right, source } = await stalled();
    const { sent, inFlight, congestionWindow: window } = left.stats();
    expect(inFlight).toBeGreaterThan(0);
    // This is the current congestion window, which has shrunk a little since the frames were sent.
    expect(inFlight).toBeLessThanOrEqual(1.2 * window);
    expect(sent.frames).toBeLessThan(20);
    expect(sent.dropped).toBeGreaterThan(10);
    expect(right.stats().received.frames).toBe(sent.frames);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(left.stats().sent.frames).toBe(sent.frames);
    expect(left.signal.aborted).toBe(false);
    source.abort();
  });

  it("receives a fresh frame first when it reads again", async () => {
    const { right, reader, source } = await stalled();
    const before = right.stats();
    const first = await reader.next();
    expect(now() - (first.value?.timestamp ?? 0)).toBeLessThan(300_000);
    const { received } = right.stats();
    expect(received.frames - received.dropped).toBe(2);
    expect(received.frames).toBeGreaterThan(before.received.frames);
    source.abort();
  });

  it("receives the last frame if the source has stopped meanwhile", async () => {
    const { left, reader, sending, stop } = await stalled();
    await stop();
    const first = await reader.next();
    await sending;
    expect(now() - (first.value?.timestamp ?? 0)).toBeLessThan(2_000_000);
    // Each frame was sent or dropped, and the consumed one is the last of all.
    expect(first.value?.sequence).toBe(left.stats().sent.frames + left.stats().sent.dropped);
  });
});

it("a late reader receives the last frame, although it arrived long before", async () => {
  const [left, right] = kept(await connectedPair());
  await left.send(camera(100, left.signal, { count: 1 }));
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect((await right.frames[Symbol.asyncIterator]().next()).value?.sequence).toBe(1);
});

it("an ack has the time that a frame waited for its reader, and acknowledges all frames before it", async () => {
  const [a, b] = memoryTransports();
  const peer = rawPeer(b, { hello: true, byes: true });
  const [connection] = kept([await openConnection(a, { codecs: ["jpeg"] })]);
  for (const [sequence, wanted] of [
    [1, false],
    [2, true],
    [3, false],
  ] as const) {
    const frame = testFrame(sequence);
    peer.send(Buffer.concat([encodeFrameHead(frame, wanted), frame.data]));
  }
  await until(() => connection.stats().received.frames === 3);
  await new Promise((resolve) => setTimeout(resolve, 100));
  // Received frames are not acknowledged before they are consumed.
  expect(peer.packets.filter(({ kind }) => kind === "ack")).toEqual([]);
  expect((await connection.frames[Symbol.asyncIterator]().next()).value?.sequence).toBe(3);
  const { ack } = await peer.heard("ack");
  expect(ack.consumed).toBe(3);
  expect(ack.ackDelay).toBeGreaterThan(80_000);
});

it("a ping is answered with an ack that was not requested, before the pong", async () => {
  const [a, b] = memoryTransports();
  const peer = rawPeer(b, { hello: true, byes: true });
  const [connection] = kept([await openConnection(a, { codecs: ["jpeg"] })]);
  const frame = testFrame(1);
  peer.send(Buffer.concat([encodeFrameHead(frame, false), frame.data]));
  await connection.frames[Symbol.asyncIterator]().next();
  peer.send(Uint8Array.of(4, 0x22, 2, 8, 5));
  await peer.heard("pong");
  const kinds = peer.packets.map(({ kind }) => kind).filter((kind) => kind === "ack" || kind === "pong");
  expect(kinds).toEqual(["ack", "pong"]);
});
