/** A connection whose peer sends anything. */

import { getEventListeners } from "node:events";
import type { EncodedFrame, Source } from "@framewire/media";
import { now, sleep } from "@framewire/media";
import {
  type CloseInfo,
  type Connection,
  ConnectionClosedError,
  memoryTransports,
  openConnection,
} from "@framewire/protocol";
import { decodePacket } from "../../../packages/protocol/dist/wire/decode-packet.js";
import {
  encodeAck,
  encodeBye,
  encodeDemand,
  encodeHello,
  encodePing,
  encodePong,
} from "../../../packages/protocol/dist/wire/encode-packet.js";
import type { Packet } from "../../../packages/protocol/dist/wire/packet.js";
import { PacketReader } from "../../../packages/protocol/dist/wire/packet-reader.js";
import { createRandom, seedOf } from "../engine/random.ts";
import { readPackets } from "../support/read-packets.ts";
import { split } from "../support/split.ts";
import { vectorBytes } from "../support/vectors.ts";
import { installVirtualClock, settle, type VirtualClock } from "../support/virtual-clock.ts";
import { ensure, type Target } from "../target.ts";

const maxPacketBytes = 65_536;
const hello = encodeHello({
  name: "a hostile peer",
  instanceId: "hostile-peer",
  codecs: ["jpeg"],
  maxPacketBytes,
  maxLatency: 100_000,
});
const numbers = [0, 1, 2, 10, 2 ** 31, 2 ** 32, 1.7e15, 2 ** 53 - 1];

/** 30 frames per second, every tenth too large for the peer. */
const camera: Source<EncodedFrame> = async function* ({ signal } = {}) {
  for (let sequence = 1; !signal?.aborted; sequence++) {
    const data = new Uint8Array(sequence % 10 === 0 ? 70_000 : 1000);
    yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 64, height: 48, data };
    await sleep(33, signal).catch(() => {});
  }
};

/** The first four bytes of an input seed the setting. The peer sends the others. */
const headBytes = 4;

/** The result of one connection. */
interface Result {
  readonly info: CloseInfo;
  readonly packets: readonly Packet[];
}

/** The setting of one connection. */
interface Setting {
  /** Our side accepts: the peer sends its hello first, and is admitted or not. */
  readonly accepting: boolean;
  /** With a seed, frames go both ways, time passes between the chunks, and the peer answers at random. */
  readonly seed?: number;
}

/** Runs a connection to a peer that sends the chunks, on a virtual clock. */
async function runConnection(chunks: readonly Uint8Array[], setting: Setting): Promise<Result> {
  const clock = installVirtualClock();
  try {
    return await exchange(chunks, setting, clock);
  } finally {
    clock.restore();
  }
}

async function exchange(
  chunks: readonly Uint8Array[],
  { accepting, seed }: Setting,
  clock: VirtualClock,
): Promise<Result> {
  const random = createRandom(seed ?? 0);
  const live = seed !== undefined;
  const behaviour = live ? { pongs: random.below(4), acks: random.below(3), end: random.below(5) } : undefined;
  const [ours, theirs] = memoryTransports();
  const packets: Packet[] = [];
  let written = 0;
  let frames = 0;
  const reader = new PacketReader(2 ** 24);
  const randomNumber = (): number => random.pick(numbers);

  function answer(packet: Packet): void {
    if (packet.kind === "ping" && behaviour && behaviour.pongs > 0) {
      const at = behaviour.pongs === 1 ? now() : randomNumber();
      theirs.write([
        encodePong({ pingSent: packet.ping.sent, received: at, sent: behaviour.pongs === 3 ? randomNumber() : at }),
      ]);
    }
    if (packet.kind !== "frame") return;
    frames++;
    if (!behaviour || behaviour.acks === 0 || !packet.ackRequested) return;
    const received = behaviour.acks === 1 ? now() : randomNumber();
    theirs.write([
      encodeAck({ consumed: frames, ackDelay: behaviour.acks === 1 ? 0 : randomNumber(), receivedAt: received }),
    ]);
  }

  theirs.start({
    data(chunk) {
      written += chunk.length;
      for (const bytes of readPackets(chunk, reader)) {
        const packet = decodePacket(bytes);
        packets.push(packet);
        answer(packet);
      }
    },
    closed() {},
  });

  const hangUp = new AbortController();
  let connection: Connection | undefined;
  let ended: CloseInfo | undefined;
  const work: Promise<unknown>[] = [];
  const opening = openConnection(ours, {
    codecs: ["jpeg", "webp"],
    maxPacketBytes,
    signal: hangUp.signal,
    deferHello: accepting,
    admit: ({ hello: { name } }) =>
      accepting && name.startsWith("h") ? { code: "busy", message: "No h." } : undefined,
  }).then(
    (opened) => {
      connection = opened;
      if (live) work.push(readFrames(opened));
      if (live && opened.codecs.send === "jpeg")
        work.push(
          opened.send({ ladder: [1, 0.5, 0.2].map((relativeBytes) => ({ relativeBytes })), subscribe: () => camera }),
        );
      return opened.closed;
    },
    (error: unknown) => {
      if (error instanceof ConnectionClosedError) return error.info;
      ensure(hangUp.signal.aborted && error === hangUp.signal.reason, `It rejects with ${(error as Error).stack}`);
      return { by: "local", code: "left", message: "This side hung up." } as const;
    },
  );
  const ending = opening.then((info) => {
    ended = info;
  });

  await settle();
  let passed = 0;
  for (const chunk of chunks) {
    theirs.write([chunk]);
    // Sometimes the next chunk arrives before anything else happens.
    if (live && random.below(4) > 0 && chunks.length > 10) continue;
    const ms = live ? random.pick([0, 0, 0, 1, 30, 400, 3000]) : 0;
    passed += ms;
    await clock.advance(ms);
    if (connection) checkStats(connection);
  }
  const end = behaviour?.end ?? 0;
  if (end === 0) theirs.close();
  if (end === 1) theirs.abort();
  if (end === 2) hangUp.abort();
  if (end === 3 && connection) void connection.close({ code: "busy", message: "enough" });
  // A silent peer times out. A peer that keeps answering is disconnected.
  for (let waited = 0; waited < 10_000 && !ended; waited += 500) {
    passed += 500;
    await clock.advance(500);
    if (waited === 8000) hangUp.abort();
  }
  ensure(ended !== undefined, "The connection has not ended.");
  let done = false;
  const working = Promise.all([ending, ...work]).then(() => {
    done = true;
  });
  for (let waited = 0; waited < 5000 && !done; waited += 500) await clock.advance(500);
  ensure(done, "The connection has ended, but a reader or sender still waits.");
  await working;

  ensure(clock.pending === 0, `The connection has ended, but ${clock.pending} timers are still set.`);
  ensure(
    getEventListeners(hangUp.signal, "abort").length === 0,
    "The connection has ended, but still listens to its signal.",
  );
  ensure(["local", "remote", "lost"].includes(ended.by) && ended.message !== "", "The close info is incomplete.");
  ensure((ended.by === "lost") === (ended.code === "lost"), "The code of a lost connection is not lost.");
  const last = packets.findIndex(({ kind }) => kind === "bye");
  // A refused peer receives a bye at once.
  const first = packets[0]?.kind ?? "none";
  ensure(first === "hello" || (accepting && ["bye", "none"].includes(first)), `The first packet is a ${first}.`);
  ensure(last < 0 || last === packets.length - 1, "Something was sent after the bye.");
  const frameBytes = packets.reduce((sum, each) => sum + (each.kind === "frame" ? each.frame.data.length + 128 : 0), 0);
  const receivedBytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const bound = 2000 + 8 * receivedBytes + 2 * passed;
  ensure(
    written - frameBytes <= bound,
    `For ${receivedBytes} bytes in ${passed} ms it has sent ${written - frameBytes} besides frames.`,
  );
  return { info: ended, packets };

  /** Reads frames with pauses, and leaves and re-enters the loop. */
  async function readFrames(opened: Connection): Promise<void> {
    while (!opened.signal.aborted) {
      for await (const frame of opened.frames) {
        opened.mark(frame, "decoded");
        await sleep(random.pick([1, 10, 400])).catch(() => {});
        if (random.below(4) === 0) break;
      }
      await sleep(random.pick([1, 150]));
    }
  }
}

/** Checks that all counters and gauges are finite numbers. */
function checkStats(connection: Connection): void {
  const stats = connection.stats();
  const check = (value: unknown, name: string): void => {
    if (typeof value === "number") ensure(Number.isFinite(value), `stats() has ${name} ${value}.`);
    if (typeof value === "object" && value !== null) for (const [key, each] of Object.entries(value)) check(each, key);
  };
  check(stats, "");
  ensure(
    stats.inFlight >= 0 && stats.congestionWindow >= 0,
    `stats() has inFlight ${stats.inFlight}, congestionWindow ${stats.congestionWindow}.`,
  );
  ensure([0, 1, 2].includes(connection.level), `There is no level ${connection.level}.`);
}

function seed(...pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat([new Uint8Array(headBytes), ...pieces]));
}

/**
 * Splits the input after the first hello. Of two protocol errors in one chunk with the hello either may be reported.
 */
function splitAtHello(bytes: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const reader = new PacketReader(maxPacketBytes);
  for (let at = 0; at < bytes.length; at++) {
    try {
      for (const packet of readPackets(bytes.subarray(at, at + 1), reader)) {
        if (decodePacket(packet).kind === "hello") return [bytes.subarray(0, at + 1), bytes.subarray(at + 1)];
      }
    } catch {
      break;
    }
  }
  return [bytes, new Uint8Array()];
}

/** A connection in memory whose peer sends anything, before and after the hello. */
export const connection: Target = {
  invariants: [
    "It always ends with a complete close info, whether the peer answers, vanishes, is silent or misbehaves; no timer and no listener is left.",
    "It ends in the same way however the peer's bytes after its hello are split.",
    "It sends a hello first, or a bye to a refused peer, then valid packets, and nothing after a bye.",
    "Apart from frames it sends at most eight bytes per received byte, and two per millisecond.",
    "Its statistics are always finite, and its level is one of the ladder.",
  ],
  covers: ["packages/protocol/dist/"],
  seeds: [
    ...vectorBytes().flatMap((bytes) => [seed(bytes), seed(hello, bytes)]),
    ...Array.from({ length: 40 }, (_, i) => new Uint8Array(Buffer.concat([Uint8Array.of(i, 7 * i, 0, 0), hello]))),
  ],
  dictionary: [
    hello,
    encodeDemand({ wanted: true }),
    encodeDemand({ wanted: false }),
    encodeBye({ code: "left", message: "goodbye" }),
    ...vectorBytes(),
    ...numbers.flatMap((number) => [
      encodePing({ sent: number }),
      encodePong({ pingSent: number, received: number, sent: number }),
      encodeAck({ consumed: Math.min(number, 10), ackDelay: number, receivedAt: number }),
    ]),
  ],
  maxBytes: 4000,
  async run(input) {
    const seed = seedOf(input.subarray(0, headBytes));
    const bytes = input.subarray(headBytes);
    const [first, rest] = splitAtHello(bytes);
    const accepting = seed % 2 === 1;
    const whole = await runConnection([first, rest], { accepting });
    const splitResult = await runConnection(
      [first, rest].flatMap((part) => split(part, createRandom(seed))),
      { accepting },
    );
    ensure(
      JSON.stringify(whole.info) === JSON.stringify(splitResult.info),
      `It ends ${JSON.stringify(whole.info)}, and split ${JSON.stringify(splitResult.info)}`,
    );
    await runConnection(split(bytes, createRandom(seed)).slice(0, 200), { accepting, seed });
  },
};
