import { setImmediate as nextTurn } from "node:timers/promises";
import { until } from "test-support/until";
import { describe, expect, it, vi } from "vitest";
import { testFrame } from "../../testing/frames.ts";
import { connectedPair } from "../../testing/pair.ts";
import { rawHello, rawPeer } from "../../testing/raw-peer.ts";
import { openResources, released } from "../../testing/resources.ts";
import { tcpPair } from "../../testing/tcp-pair.ts";
import { hexOf } from "../../testing/vectors.ts";
import { openConnection } from "../connection/open.ts";
import { memoryTransports } from "../transports/memory.ts";
import { tcpTransport } from "../transports/tcp.ts";
import { type ByeCode, isRefusal } from "../wire/bye.ts";
import { ConnectionClosedError } from "../wire/connection-closed-error.ts";
import { encodeBye, encodeHello } from "../wire/encode-packet.ts";
import { ProtocolError } from "../wire/protocol-error.ts";
import { refuseConnection } from "./refuse.ts";
import type { PeerHello } from "./session.ts";

const codes: ByeCode[] = [
  "unspecified",
  "left",
  "shutting-down",
  "busy",
  "version",
  "protocol-error",
  "unauthorised",
  "timed-out",
  "no-common-codec",
  "replaced",
];

describe("a bye", () => {
  it.each(codes)("carries %s and a sentence to the other side", async (code) => {
    const [left, right] = await connectedPair();
    await left.close({ code, message: "So it is." });
    expect(await left.closed).toEqual({ by: "local", code, message: "So it is." });
    expect(await right.closed).toEqual({ by: "remote", code, message: "So it is." });
    const refusals = ["busy", "version", "protocol-error", "unauthorised", "timed-out", "no-common-codec"];
    expect(isRefusal(await right.closed)).toBe(refusals.includes(code));
  });

  it("without a message has a default sentence for each code", async () => {
    for (const code of codes) {
      const [left, right] = await connectedPair();
      await left.close({ code });
      expect((await right.closed).message).toMatch(/^The .+\.$/);
    }
  });

  it("is truncated to the length limit, and has no control characters", async () => {
    const [left, right] = await connectedPair();
    await left.close({ message: `\u001b[31m${"x".repeat(100_000)}` });
    const { message } = await right.closed;
    expect(message).toHaveLength(500);
    expect(message.startsWith("\u{fffd}[31mxxx")).toBe(true);
  });

  it("may cross another: each side then counts as the one that closed", async () => {
    const [left, right] = await connectedPair();
    await Promise.all([left.close({ code: "shutting-down" }), right.close()]);
    expect(await left.closed).toMatchObject({ by: "local", code: "shutting-down" });
    expect(await right.closed).toMatchObject({ by: "local", code: "left" });
  });

  it("differs from a loss, and a loss is not a refusal", async () => {
    const [a, b] = await tcpPair();
    const [left, right] = await connectedPair([tcpTransport(a), tcpTransport(b)]);
    a.destroy();
    const info = await right.closed;
    expect(info).toMatchObject({ by: "lost", code: "lost" });
    expect(info.message).toMatch(/^The connection is lost\. .+\.$/);
    expect(isRefusal(info)).toBe(false);
    expect((await left.closed).by).toBe("lost");
  });

  it("ends the frames and the sending of both sides, and the last frame can still be read", async () => {
    const [left, right] = await connectedPair();
    let closedSource = false;
    async function* source() {
      try {
        for (let sequence = 1; ; sequence++) {
          yield testFrame(sequence);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      } finally {
        closedSource = true;
      }
    }
    const sending = left.send(source());
    const consumed: number[] = [];
    const reading = (async () => {
      for await (const { sequence } of right.frames) {
        consumed.push(sequence);
        if (consumed.length === 3) void right.close();
      }
    })();
    await Promise.all([sending, reading, left.closed, right.closed]);
    expect(consumed.slice(0, 3)).toEqual([1, 2, 3]);
    await until(() => closedSource);
    expect(left.signal.aborted && right.signal.aborted).toBe(true);
    // A closed connection opens no source.
    const unread = { [Symbol.asyncIterator]: () => expect.unreachable("a source was opened") };
    await left.send(unread);
    expect(await right.frames[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
  });
});

describe("close()", () => {
  it("may be called repeatedly and concurrently", async () => {
    const [left, right] = await connectedPair();
    await Promise.all([left.close(), left.close({ code: "busy" }), left[Symbol.asyncDispose]()]);
    await left.close();
    expect((await left.closed).code).toBe("left");
    expect((await right.closed).code).toBe("left");
    await right.close();
  });

  it("is called at the end of an `await using` block", async () => {
    const [left, right] = await connectedPair();
    {
      await using own = left;
      expect(own.signal.aborted).toBe(false);
    }
    expect(await left.closed).toMatchObject({ by: "local", code: "left" });
    expect(await right.closed).toMatchObject({ by: "remote", code: "left" });
  });

  it("waits at most 1.5 s for a peer that never answers", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
    try {
      const [a, b] = memoryTransports();
      // A transport whose close never completes.
      const stuck = { ...a, close: () => {} };
      rawPeer(b, { hello: true, pongs: true });
      const connection = await openConnection(stuck, { codecs: ["jpeg"] });
      let done = false;
      void connection.close().then(() => {
        done = true;
      });
      await vi.advanceTimersByTimeAsync(1_490);
      expect(done).toBe(false);
      await vi.advanceTimersByTimeAsync(20);
      expect(done).toBe(true);
      expect(await connection.closed).toMatchObject({ by: "local", code: "left" });
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it("releases the socket of a peer that reads nothing", async () => {
    const before = openResources();
    const [a, b] = await tcpPair();
    b.on("error", () => {});
    const opening = openConnection(tcpTransport(a), { codecs: ["jpeg"] });
    b.write(
      encodeHello({ name: "", instanceId: "12345678", codecs: ["jpeg"], maxPacketBytes: 2 ** 25, maxLatency: 0 }),
    );
    b.pause();
    const connection = await opening;
    void connection.send(
      (async function* () {
        for (let sequence = 1; sequence <= 2; sequence++) yield testFrame(sequence, 8 * 2 ** 20);
      })(),
    );
    await until(() => a.writableLength > 0);
    await connection.close();
    await until(() => a.closed);
    b.destroy();
    await released(before);
  });
});

describe("openConnection", () => {
  it("rejects with the close info when the peer sends a bye first", async () => {
    const [a, b] = memoryTransports();
    const opening = openConnection(a, { codecs: ["jpeg"] });
    rawPeer(b).send(encodeBye({ code: "unauthorised", message: "Who are you?" }));
    const error = await opening.catch((cause) => cause);
    expect(error).toBeInstanceOf(ConnectionClosedError);
    expect(error.info).toEqual({ by: "remote", code: "unauthorised", message: "Who are you?" });
    expect(error.message).toBe("Who are you?");
  });

  it("rejects when a refusal follows the hello immediately", async () => {
    const [a, b] = memoryTransports();
    const opening = openConnection(a, { codecs: ["jpeg"] });
    const hello = encodeHello({
      name: "",
      instanceId: "12345678",
      codecs: ["jpeg"],
      maxPacketBytes: 65_536,
      maxLatency: 0,
    });
    rawPeer(b).send(Buffer.concat([hello, encodeBye({ code: "busy", message: "" })]));
    await expect(opening).rejects.toMatchObject({ info: { by: "remote", code: "busy" } });
  });

  it("resolves to a closed connection when the peer leaves immediately after its hello", async () => {
    const [a, b] = memoryTransports();
    const opening = openConnection(a, { codecs: ["jpeg"] });
    const hello = encodeHello({
      name: "Passer-by",
      instanceId: "12345678",
      codecs: ["jpeg"],
      maxPacketBytes: 65_536,
      maxLatency: 0,
    });
    rawPeer(b).send(Buffer.concat([hello, encodeBye({ code: "left", message: "" })]));
    const connection = await opening;
    expect(connection.remote.name).toBe("Passer-by");
    expect(connection.signal.aborted).toBe(true);
    expect(await connection.closed).toMatchObject({ by: "remote", code: "left" });
    expect(await connection.frames[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
    await connection.send((async function* () {})());
  });

  it("rejects as lost when the peer closes before its hello", async () => {
    const [a, b] = await tcpPair();
    const opening = openConnection(tcpTransport(a), { codecs: ["jpeg"] });
    b.end();
    b.resume();
    await expect(opening).rejects.toMatchObject({
      info: { by: "lost", message: "The connection is lost. It closed without a bye." },
    });
  });

  it("calls admit before it opens, and sends its refusal", async () => {
    const [a, b] = memoryTransports();
    const seen: PeerHello[] = [];
    const opening = openConnection(a, {
      codecs: ["jpeg"],
      admit(peer) {
        seen.push(peer);
        return { code: "unauthorised", message: "Not you." };
      },
    });
    const key = Uint8Array.from({ length: 16 }, (_, at) => at);
    const peer = rawPeer(b, { byes: true });
    peer.send(encodeHello(rawHello, key));
    await expect(opening).rejects.toMatchObject({ info: { by: "local", code: "unauthorised", message: "Not you." } });
    expect(seen).toEqual([{ hello: rawHello, instanceKey: expect.anything() }]);
    expect(hexOf(seen[0]?.instanceKey as Uint8Array)).toBe(hexOf(key));
    expect(peer.packets.map(({ kind }) => kind)).toEqual(["hello", "bye"]);
  });

  it("passes the peer's instance key to admit only", async () => {
    const key = Uint8Array.from({ length: 16 }, (_, at) => at);
    const [a, b] = memoryTransports();
    const keys: (Uint8Array | undefined)[] = [];
    const [left, right] = await Promise.all([
      openConnection(a, { codecs: ["jpeg"], admit: ({ instanceKey }) => void keys.push(instanceKey) }),
      openConnection(b, { codecs: ["jpeg"], instanceKey: key }),
    ]);
    expect(keys.map((one) => one && hexOf(one))).toEqual([hexOf(key)]);
    expect(Object.keys(left.remote)).not.toContain("instanceKey");
    await right.close();
  });

  it("defers its hello until the peer is admitted, with deferHello", async () => {
    const [a, b] = memoryTransports();
    const opening = openConnection(a, {
      codecs: ["jpeg"],
      deferHello: true,
      admit: ({ hello }) => (hello.name === "raw" ? { code: "busy", message: "Full." } : undefined),
    });
    const peer = rawPeer(b, { byes: true });
    // A hello that is not deferred is sent before openConnection returns, and arrives in a microtask.
    await nextTurn();
    expect(peer.packets).toEqual([]);
    peer.send(encodeHello(rawHello));
    await expect(opening).rejects.toMatchObject({ info: { by: "local", code: "busy" } });
    expect(peer.packets.map(({ kind }) => kind)).toEqual(["bye"]);

    const [c, d] = memoryTransports();
    const [left] = await Promise.all([
      openConnection(c, { codecs: ["jpeg"], deferHello: true, admit: () => undefined }),
      openConnection(d, { codecs: ["jpeg"] }),
    ]);
    await left.close();
  });

  it("rejects options that make no valid hello, and closes the socket", async () => {
    const before = openResources();
    const wrong = [
      { codecs: ["jpeg"], instanceId: "short" },
      { codecs: ["JPEG!"] },
      { codecs: ["jpeg"], instanceKey: new Uint8Array(15) },
      { codecs: ["jpeg"], maxPacketBytes: 1_000 },
      { codecs: ["jpeg"], maxPacketBytes: Number.POSITIVE_INFINITY },
      { codecs: ["jpeg"], maxPacketBytes: 2 ** 32 },
    ];
    for (const options of wrong) {
      const [a, b] = await tcpPair();
      b.on("error", () => {});
      b.resume();
      await expect(openConnection(tcpTransport(a), options)).rejects.toBeInstanceOf(ProtocolError);
      b.destroy();
    }
    await released(before);
  });

  it("rejects both sides when they have no codec in common", async () => {
    const [a, b] = memoryTransports();
    const both = await Promise.allSettled([
      openConnection(a, { codecs: ["jpeg", "webp"] }),
      openConnection(b, { codecs: ["av1"] }),
    ]);
    for (const outcome of both) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { info: { code: "no-common-codec" } } });
    }
  });

  it("computes the same codecs on both sides, by the receiver's preference", async () => {
    const [a, b] = memoryTransports();
    const [left, right] = await Promise.all([
      openConnection(a, { codecs: ["jpeg", "webp"] }),
      openConnection(b, { codecs: ["av1", "webp", "jpeg"] }),
    ]);
    expect(left.codecs).toEqual({ send: "webp", receive: "jpeg" });
    expect(right.codecs).toEqual({ send: "jpeg", receive: "webp" });
    await left.close();
  });

  it("returns the peer's hello with sanitised text", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { hello: { name: "cam\u0007era", instanceId: "the-same-one" }, byes: true });
    const connection = await openConnection(a, { codecs: ["jpeg"], name: "me", instanceId: "instance_A-1" });
    expect(connection.remote).toEqual({
      name: "cam\u{fffd}era",
      instanceId: "the-same-one",
      codecs: ["jpeg"],
      maxPacketBytes: 65_536,
      maxLatency: 0,
    });
    expect(connection.remoteAddress).toBe("memory:right");
    expect((await peer.heard("hello")).hello).toMatchObject({ name: "me", instanceId: "instance_A-1" });
    await connection.close();
  });
});

describe("the signal", () => {
  const reason = new Error("enough");

  it("that has already aborted: sends a bye, and rejects with its reason", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { byes: true });
    await expect(openConnection(a, { codecs: ["jpeg"], signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect((await peer.heard("bye")).bye.code).toBe("left");
    expect(peer.closed).toBe(true);
  });

  it("that aborts before the peer's hello: the same", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { byes: true });
    const controller = new AbortController();
    const opening = openConnection(a, { codecs: ["jpeg"], signal: controller.signal });
    await peer.heard("hello");
    controller.abort(reason);
    await expect(opening).rejects.toBe(reason);
    expect((await peer.heard("bye")).bye.code).toBe("left");
  });

  it("that aborts afterwards: hangs up without an error", async () => {
    const [a, b] = memoryTransports();
    const controller = new AbortController();
    const [left, right] = await Promise.all([
      openConnection(a, { codecs: ["jpeg"], signal: controller.signal }),
      openConnection(b, { codecs: ["jpeg"] }),
    ]);
    controller.abort(reason);
    expect(await left.closed).toMatchObject({ by: "local", code: "left" });
    expect(await right.closed).toMatchObject({ by: "remote", code: "left" });
  });

  it("has no listener after the connection has ended", async () => {
    const [a, b] = memoryTransports();
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const added = vi.spyOn(controller.signal, "addEventListener");
    rawPeer(b, { hello: true, byes: true });
    const connection = await openConnection(a, { codecs: ["jpeg"], signal: controller.signal });
    await connection.close();
    await until(() => removed.mock.calls.length > 0);
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
  });
});

it("nothing stays open after a connection over TCP", async () => {
  const before = openResources();
  const [a, b] = await tcpPair();
  const [left, right] = await connectedPair([tcpTransport(a), tcpTransport(b)]);
  const frames = right.frames[Symbol.asyncIterator]();
  await left.send(
    (async function* () {
      yield testFrame(1);
    })(),
  );
  expect((await frames.next()).value?.sequence).toBe(1);
  await left.close();
  await right.closed;
  await released(before);
});

describe("refuseConnection", () => {
  it("refuses a peer without a hello, and resolves when the peer has closed", async () => {
    const before = openResources();
    const [a, b] = await tcpPair();
    const opening = openConnection(tcpTransport(a), { codecs: ["jpeg"] });
    const refused = refuseConnection(tcpTransport(b), { code: "busy", message: "There is no room." });
    await expect(opening).rejects.toMatchObject({ info: { by: "remote", code: "busy", message: "There is no room." } });
    await refused;
    await released(before);
  });

  it("waits at most 1.5 s for a peer that does not close", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const [a, b] = memoryTransports();
      const peer = rawPeer(b);
      let done = false;
      void refuseConnection({ ...a, close: () => {} }, { code: "unauthorised" }).then(() => {
        done = true;
      });
      await vi.advanceTimersByTimeAsync(1_490);
      expect(done).toBe(false);
      await vi.advanceTimersByTimeAsync(20);
      expect(done).toBe(true);
      expect(peer.closed).toBe(true);
      expect(peer.packets).toEqual([{ kind: "bye", bye: { code: "unauthorised", message: "" } }]);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
