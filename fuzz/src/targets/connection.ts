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
import { cut } from "../cut.ts";
import { packetsIn } from "../packets-in.ts";
import { createRandom, seedOf } from "../random.ts";
import { ensure, type Target } from "../target.ts";
import { vectorBytes } from "../vectors.ts";
import { settled, takeClock, type VirtualClock } from "../virtual-clock.ts";

const maxPacketBytes = 65_536;
const hello = encodeHello({
  name: "a hostile peer",
  instanceId: "hostile-peer",
  codecs: ["jpeg"],
  maxPacketBytes,
  maxLatency: 100_000,
});
const numbers = [0, 1, 2, 10, 2 ** 31, 2 ** 32, 1.7e15, 2 ** 53 - 1];

/** Pictures at 30 a second, and one of each ten too large for the peer. */
const camera: Source<EncodedFrame> = async function* ({ signal } = {}) {
  for (let sequence = 1; !signal?.aborted; sequence++) {
    const data = new Uint8Array(sequence % 10 === 0 ? 70_000 : 1000);
    yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 64, height: 48, data };
    await sleep(33, signal).catch(() => {});
  }
};

/** The first four bytes of an input choose what happens besides its other bytes, which the peer sends. */
const headBytes = 4;

/** What one conversation came to. */
interface Ended {
  readonly info: CloseInfo;
  readonly packets: readonly Packet[];
}

/** What happens besides what the peer sends. */
interface Setting {
  /** We were dialled: the peer says hello first, and is let in or not. */
  readonly dialled: boolean;
  /** Pictures go both ways, time passes between the chunks, and chance has the peer answer or not. Without it nothing of that. */
  readonly seed?: number;
}

/** Talks with a peer that sends the chunks. */
async function converse(chunks: readonly Uint8Array[], setting: Setting): Promise<Ended> {
  const clock = takeClock();
  try {
    return await talk(chunks, setting, clock);
  } finally {
    clock.restore();
  }
}

async function talk(chunks: readonly Uint8Array[], { dialled, seed }: Setting, clock: VirtualClock): Promise<Ended> {
  const random = createRandom(seed ?? 0);
  const live = seed !== undefined;
  const manners = live ? { pongs: random.below(4), receipts: random.below(3), end: random.below(5) } : undefined;
  const [ours, theirs] = memoryTransports();
  const packets: Packet[] = [];
  let written = 0;
  let frames = 0;
  const reader = new PacketReader(2 ** 24);
  const odd = (): number => random.pick(numbers);

  function answer(packet: Packet): void {
    if (packet.kind === "ping" && manners && manners.pongs > 0) {
      const at = manners.pongs === 1 ? now() : odd();
      theirs.write([encodePong({ pingSent: packet.ping.sent, received: at, sent: manners.pongs === 3 ? odd() : at })]);
    }
    if (packet.kind !== "frame") return;
    frames++;
    if (!manners || manners.receipts === 0 || !packet.ackRequested) return;
    const received = manners.receipts === 1 ? now() : odd();
    theirs.write([encodeAck({ consumed: frames, ackDelay: manners.receipts === 1 ? 0 : odd(), receivedAt: received })]);
  }

  theirs.start({
    data(chunk) {
      written += chunk.length;
      for (const bytes of packetsIn(chunk, reader)) {
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
    deferHello: dialled,
    admit: ({ hello: { name } }) => (dialled && name.startsWith("h") ? { code: "busy", message: "No h." } : undefined),
  }).then(
    (opened) => {
      connection = opened;
      if (live) work.push(look(opened));
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

  await settled();
  let passed = 0;
  for (const chunk of chunks) {
    theirs.write([chunk]);
    // Now and then the next chunk comes before anything else can happen.
    if (live && random.below(4) > 0 && chunks.length > 10) continue;
    const ms = live ? random.pick([0, 0, 0, 1, 30, 400, 3000]) : 0;
    passed += ms;
    await clock.advance(ms);
    if (connection) checkStats(connection);
  }
  const end = manners?.end ?? 0;
  if (end === 0) theirs.close();
  if (end === 1) theirs.abort();
  if (end === 2) hangUp.abort();
  if (end === 3 && connection) void connection.close({ code: "busy", message: "enough" });
  // With nothing said the hello, or an answer, is waited for in vain; a peer that goes on answering is hung up on.
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
  ensure(done, "The connection has ended, and who reads it or sends on it waits on.");
  await working;

  ensure(clock.pending === 0, `The connection has ended, and ${clock.pending} timers go on.`);
  ensure(getEventListeners(hangUp.signal, "abort").length === 0, "It has ended, and listens to its signal.");
  ensure(["local", "remote", "lost"].includes(ended.by) && ended.message !== "", "It does not say how it ended.");
  ensure((ended.by === "lost") === (ended.code === "lost"), "What was lost does not say so.");
  const last = packets.findIndex(({ kind }) => kind === "bye");
  // Who is not let in is told so at once.
  const first = packets[0]?.kind ?? "none";
  ensure(first === "hello" || (dialled && ["bye", "none"].includes(first)), `The first packet is a ${first}.`);
  ensure(last < 0 || last === packets.length - 1, "Something was sent after the bye.");
  const pictures = packets.reduce((sum, each) => sum + (each.kind === "frame" ? each.frame.data.length + 128 : 0), 0);
  const came = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const bound = 2000 + 8 * came + 2 * passed;
  ensure(
    written - pictures <= bound,
    `For ${came} bytes in ${passed} ms it has sent ${written - pictures} besides pictures.`,
  );
  return { info: ended, packets };

  /** Reads frames, with pauses, and leaves and comes back. */
  async function look(opened: Connection): Promise<void> {
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

/** All of the counters and gauges are numbers that can be shown. */
function checkStats(connection: Connection): void {
  const stats = connection.stats();
  const visit = (value: unknown, name: string): void => {
    if (typeof value === "number") ensure(Number.isFinite(value), `stats() says that ${name} is ${value}.`);
    if (typeof value === "object" && value !== null) for (const [key, each] of Object.entries(value)) visit(each, key);
  };
  visit(stats, "");
  ensure(
    stats.inFlight >= 0 && stats.congestionWindow >= 0,
    `stats() says inFlight ${stats.inFlight}, window ${stats.congestionWindow}.`,
  );
  ensure([0, 1, 2].includes(connection.level), `There is no level ${connection.level}.`);
}

function seed(...pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat([new Uint8Array(headBytes), ...pieces]));
}

/**
 * What comes up to and with the first hello, and what follows. Who breaks the protocol twice in one chunk with the hello is
 * told of the one or the other.
 */
function atHello(bytes: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const reader = new PacketReader(maxPacketBytes);
  for (let at = 0; at < bytes.length; at++) {
    try {
      for (const packet of packetsIn(bytes.subarray(at, at + 1), reader)) {
        if (decodePacket(packet).kind === "hello") return [bytes.subarray(0, at + 1), bytes.subarray(at + 1)];
      }
    } catch {
      break;
    }
  }
  return [bytes, new Uint8Array()];
}

/** A connection in memory whose peer sends anything, before the hello and after it. */
export const connection: Target = {
  invariants: [
    "It always ends, and says how, with a peer that is there, gone, silent or mad; by then no timer goes on, and nothing listens.",
    "It ends the same however what the peer sends after its hello is cut into chunks.",
    "What it sends itself is a hello first, or a bye where the peer is not let in, then packets that can be read, and nothing after a bye.",
    "Besides pictures it sends no more than eight bytes for each that comes, and two for each millisecond.",
    "Its statistics are finite numbers at any time, and its level is one of the ladder.",
  ],
  covers: ["packages/protocol/dist/"],
  seeds: [
    ...vectorBytes().flatMap((bytes) => [seed(bytes), seed(hello, bytes)]),
    ...Array.from({ length: 40 }, (_, i) => new Uint8Array(Buffer.concat([Uint8Array.of(i, 7 * i, 0, 0), hello]))),
  ],
  words: [
    hello,
    encodeDemand({ wanted: true }),
    encodeDemand({ wanted: false }),
    encodeBye({ code: "left", message: "so long" }),
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
    const [first, rest] = atHello(bytes);
    const dialled = seed % 2 === 1;
    const whole = await converse([first, rest], { dialled });
    const pieces = await converse(
      [first, rest].flatMap((part) => cut(part, createRandom(seed))),
      { dialled },
    );
    ensure(
      JSON.stringify(whole.info) === JSON.stringify(pieces.info),
      `It ends ${JSON.stringify(whole.info)}, and cut in pieces ${JSON.stringify(pieces.info)}`,
    );
    await converse(cut(bytes, createRandom(seed)).slice(0, 200), { dialled, seed });
  },
};
