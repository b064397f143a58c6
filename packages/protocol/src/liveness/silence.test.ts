import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { camera } from "../../testing/frames.ts";
import { connectedPair } from "../../testing/pair.ts";
import { rawHello, rawPeer } from "../../testing/raw-peer.ts";
import { tcpPair } from "../../testing/tcp-pair.ts";
import { openConnection } from "../connection/open.ts";
import { memoryTransports } from "../transports/memory.ts";
import { tcpTransport } from "../transports/tcp.ts";
import { encodeHello, encodePing } from "../wire/encode-packet.ts";

describe("in virtual time", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("a peer without a hello receives a bye after 5 s", async () => {
    const [a, b] = memoryTransports();
    const outcome = openConnection(a, { codecs: ["jpeg"] }).catch((error) => error);
    const peer = rawPeer(b);
    await vi.advanceTimersByTimeAsync(4_990);
    expect(peer.packets.map(({ kind }) => kind)).toEqual(["hello"]);
    await vi.advanceTimersByTimeAsync(20);
    expect(peer.packets.at(-1)).toEqual({
      kind: "bye",
      bye: { code: "timed-out", message: "No hello came within 5 s." },
    });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await outcome).toMatchObject({ info: { by: "local", code: "timed-out" } });
    expect(peer.closed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("a hello that arrives byte by byte does not extend the timeout", async () => {
    const [a, b] = memoryTransports();
    const outcome = openConnection(a, { codecs: ["jpeg"], helloTimeoutMs: 1_000 }).catch((error) => error);
    const peer = rawPeer(b);
    for (const byte of encodeHello(rawHello)) {
      peer.send(Uint8Array.of(byte));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(peer.packets.at(-1)).toMatchObject({ kind: "bye", bye: { code: "timed-out" } });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await outcome).toMatchObject({ info: { code: "timed-out" } });
  });

  it("a peer that answers no ping is lost within 3 s, although its socket is open and it sends", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { hello: true });
    const connection = await openConnection(a, { codecs: ["jpeg"] });
    let info: unknown;
    void connection.closed.then((value) => {
      info = value;
    });
    for (let ms = 0; ms < 2_300; ms += 100) {
      peer.send(encodePing({ sent: ms }));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(info).toBeUndefined();
    await vi.advanceTimersByTimeAsync(700);
    expect(info).toEqual({
      by: "lost",
      code: "lost",
      message: "The connection is lost. The other side has not answered for 2.3 s.",
    });
    expect(peer.closed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("two idle peers stay connected for an hour", async () => {
    const [left, right] = await connectedPair();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect([left.signal.aborted, right.signal.aborted]).toEqual([false, false]);
    await left.close();
    await right.closed;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("over TCP", () => {
  it("a peer that stops reading is lost within 3 s, although it keeps sending", async () => {
    const [a, b] = await tcpPair();
    b.on("error", () => {});
    const opening = openConnection(tcpTransport(a), { codecs: ["jpeg"] });
    b.write(encodeHello({ ...rawHello, maxPacketBytes: 2 ** 24 }));
    const connection = await opening;
    const peer = rawPeer(tcpTransport(b), { pongs: true });
    const source = new AbortController();
    void connection.send(camera(30, source.signal, { bytes: 68_000 }));
    await peer.heard("frame");
    b.pause();
    const stopped = performance.now();
    const chatter = setInterval(() => peer.send(encodePing({ sent: 1 })), 100);
    const info = await connection.closed;
    clearInterval(chatter);
    source.abort();
    expect(info).toMatchObject({ by: "lost", code: "lost" });
    expect(performance.now() - stopped).toBeLessThan(3_000);
    b.destroy();
  });
});
