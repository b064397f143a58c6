import { type EncodedFrame, now, onAbort, TokenBucket } from "@framewire/media";
import { CongestionController } from "../congestion/congestion-controller.ts";
import { ClockSync } from "../liveness/clock-sync.ts";
import { KeepAlive, pongsPerSecond } from "../liveness/keep-alive.ts";
import { FrameReceiver } from "../receive/frame-receiver.ts";
import { createFramesIterable } from "../receive/frames-iterable.ts";
import { createLocalDemand } from "../receive/local-demand.ts";
import { checkFrame } from "../send/check-frame.ts";
import { FrameSender } from "../send/frame-sender.ts";
import { createRemoteDemand } from "../send/remote-demand.ts";
import type { Session, SessionPacket } from "../session/session.ts";
import { ReceiveStats } from "../stats/receive-stats.ts";
import { encodeAck, encodeDemand, encodePing, encodePong } from "../wire/encode-packet.ts";
import type { Hello } from "../wire/hello.ts";
import type { Ack, Ping } from "../wire/packet.ts";
import { ProtocolError } from "../wire/protocol-error.ts";
import { asyncDispose } from "./async-dispose.ts";
import type { Connection } from "./connection.ts";

interface Greeted {
  readonly link: Session;
  readonly local: Hello;
  readonly remote: Hello;
  readonly remoteAddress: string;
  readonly codecs: Connection["codecs"];
}

/** Of a peer that has sent no frame. */
const nothing = { frames: 0, bytes: 0, fps: 0, bitrate: 0, level: 0, stages: {} };

/** Joins the parts of a connection whose two hellos are exchanged. */
export function createConnection({ link, local, remote, remoteAddress, codecs }: Greeted): Connection {
  const { signal, closed } = link;
  const clock = new ClockSync();
  const controller = new CongestionController({ maxLatency: stricter(local.maxLatency, remote.maxLatency) });
  const { flights } = controller;
  const demand = createRemoteDemand();
  const pongs = new TokenBucket({ perSecond: pongsPerSecond, burst: pongsPerSecond, at: now() });
  /** Since the first frame. */
  let reception: ReceiveStats | undefined;
  let unanswered: (Ping & { readonly received: number }) | undefined;

  function ping(at: number): Uint8Array {
    controller.pinged(at);
    return encodePing({ sent: at });
  }

  const keepAlive = new KeepAlive({
    ping: (at) => link.write([ping(at)]),
    onLost: (message) => link.lose(message),
    signal,
  });
  const localDemand = createLocalDemand((wanted) => link.write([encodeDemand({ wanted })]), signal);
  const inbox = new FrameReceiver({
    sendAck(receipt) {
      const at = now();
      const packet = encodeAck(receipt);
      link.write(keepAlive.piggyback(at) ? [packet, ping(at)] : [packet]);
    },
    onConsumed: (frame, from, to) => reception?.take(frame, from, to),
    roundTrip: () => clock.roundTrip ?? 0,
  });
  const outbox = new FrameSender({
    controller,
    demand,
    signal,
    maxPacketBytes: remote.maxPacketBytes,
    check: (frame) => checkFrame(frame, remote),
    transport: link.transport,
    ping: () => keepAlive.pingSoon(),
  });

  function receiveFrame(frame: EncodedFrame, ackRequested: boolean): void {
    if (!local.codecs.includes(frame.codec)) {
      throw new ProtocolError(`A frame came in ${frame.codec}, which the hello did not offer.`);
    }
    const at = now();
    keepAlive.noteActivity(at);
    reception ??= new ReceiveStats();
    reception.add(frame, at, clock.offset);
    const { encoded, queued, sent } = frame.times ?? {};
    inbox.put({ ...frame, times: { encoded, queued, sent, received: at } }, ackRequested);
  }

  function receiveAck({ consumed: frames, ackDelay: waited, receivedAt: arrived }: Ack): void {
    const at = now();
    if (frames > flights.sent) throw new ProtocolError("An ack came for a frame that was not sent.");
    const answeredAt = arrived > 0 ? clock.earliestArrival(arrived) : undefined;
    controller.acknowledged(frames, Math.min(answeredAt ?? at - waited, at), at, waited);
    if (controller.provenAt !== undefined) keepAlive.noteActivity(controller.provenAt);
    outbox.wake();
  }

  link.receive({
    packet(packet: SessionPacket) {
      switch (packet.kind) {
        case "frame":
          return receiveFrame(packet.frame, packet.ackRequested);
        case "ack":
          return receiveAck(packet.ack);
        case "demand":
          return demand.set(packet.demand.wanted);
        case "ping":
          unanswered = { sent: packet.ping.sent, received: now() };
          return;
        case "pong": {
          const { pong } = packet;
          if (!keepAlive.onPong(pong.pingSent)) return;
          const at = now();
          clock.add(pong, at);
          controller.ponged(pong.pingSent, Math.min(clock.earliestArrival(pong.received) ?? at, at));
          return outbox.wake();
        }
      }
    },
    // However many pings came at once, one answer to the last of them says all.
    batchEnd() {
      inbox.batchEnd();
      if (!unanswered) return;
      const { sent: pingSent, received: at } = unanswered;
      unanswered = undefined;
      if (!pongs.take(at)) return;
      inbox.flushAck();
      link.write([encodePong({ pingSent, received: at, sent: now() })]);
    },
  });
  onAbort(signal, () => inbox.close());

  async function close({ code = "left", message = "" }: Parameters<Connection["close"]>[0] = {}): Promise<void> {
    await link.close(code, message);
  }

  return {
    remote,
    remoteAddress,
    codecs,
    signal,
    closed,
    frames: createFramesIterable(inbox, localDemand),
    async send(frames) {
      if (!("subscribe" in frames)) return outbox.send(frames, [1]);
      const renditions = frames.subscribe(remote.codecs, { level: () => controller.level });
      return outbox.send(
        renditions,
        frames.ladder.map(({ relativeBytes }) => relativeBytes),
      );
    },
    get level() {
      return controller.level;
    },
    mark: (frame, stage) => reception?.mark(frame, stage, now()),
    close,
    [asyncDispose]: () => close(),
    stats() {
      const at = now();
      const capacity = controller.capacity(at);
      return {
        sent: {
          frames: flights.sent,
          bytes: flights.sentBytes,
          ...flights.rate(at),
          level: flights.levelOf(flights.sent),
          stages: flights.stages(at),
          dropped: outbox.dropped,
          acked: flights.taken,
        },
        received: {
          ...(reception?.flow(at) ?? nothing),
          dropped: inbox.dropped,
        },
        inFlight: flights.bytes,
        congestionWindow: Math.round(controller.bound(flights.bytesOf(flights.sent), at)),
        bandwidth: capacity === undefined ? undefined : capacity * 8e6,
        remoteDemand: demand.wanted,
        rttMs: clock.roundTrip === undefined ? undefined : clock.roundTrip / 1000,
        clockOffsetUs: clock.offset,
        clockUncertaintyUs: clock.uncertainty,
        ageMs: reception?.ages(at),
      };
    },
  };
}

/** The lower of two limits, of which 0 is none. */
function stricter(one: number, other: number): number {
  return Math.min(one || Number.POSITIVE_INFINITY, other || Number.POSITIVE_INFINITY);
}
