/** Joins the parts of a connection: `send()` to the transport, and the transport to `frames`. */
import { type EncodedFrame, now, onAbort } from "@framewire/media";
import { CongestionController } from "../congestion/congestion-controller.ts";
import { ClockSync } from "../liveness/clock-sync.ts";
import { KeepAlive } from "../liveness/keep-alive.ts";
import { PongResponder } from "../liveness/pong-responder.ts";
import { FrameReceiver } from "../receive/frame-receiver.ts";
import { createFramesIterable } from "../receive/frames-iterable.ts";
import { createLocalDemand } from "../receive/local-demand.ts";
import { checkFrame } from "../send/check-frame.ts";
import { FrameSender } from "../send/frame-sender.ts";
import { RemoteDemand } from "../send/remote-demand.ts";
import type { Session } from "../session/session.ts";
import { readConnectionStats } from "../stats/connection-stats.ts";
import { ReceiveStats } from "../stats/receive-stats.ts";
import { encodeAck, encodeDemand, encodePing, encodePong } from "../wire/encode-packet.ts";
import type { Hello } from "../wire/hello.ts";
import type { Ack, Pong } from "../wire/packet.ts";
import { ProtocolError } from "../wire/protocol-error.ts";
import { asyncDispose } from "./async-dispose.ts";
import type { Connection } from "./connection.ts";

/** Joins the parts of a connection, once both sides have said hello. */
export function createConnection({ session, local, remote, remoteAddress, codecs }: OpenSession): Connection {
  const { signal, closed, write } = session;
  const controller = new CongestionController({ maxLatency: stricter(local.maxLatency, remote.maxLatency) });
  const clock = new ClockSync();
  const pongs = new PongResponder();
  const keepAlive = new KeepAlive({ ping: (at) => write([ping(at)]), onLost: session.lose, signal });

  // Out: while the peer wants frames, the sender keeps the newest until the controller allows it.
  const remoteDemand = new RemoteDemand();
  const sender = new FrameSender({
    controller,
    demand: remoteDemand,
    check: (frame) => checkFrame(frame, remote),
    maxPacketBytes: remote.maxPacketBytes,
    write,
    ping: () => keepAlive.pingSoon(),
    signal,
  });

  // In: the receiver keeps the newest frame until the reader consumes it, and acknowledges it then.
  const receiveStats = new ReceiveStats();
  const receiver = new FrameReceiver({
    sendAck(ack) {
      const at = now();
      write(keepAlive.piggyback(at) ? [encodeAck(ack), ping(at)] : [encodeAck(ack)]);
    },
    onConsumed: (frame, receivedAt, at) => receiveStats.onConsumed(frame, receivedAt, at),
    roundTrip: () => clock.roundTrip ?? 0,
  });
  const localDemand = createLocalDemand((wanted) => write([encodeDemand({ wanted })]), signal);

  // Each packet of the peer goes to one of these parts.
  session.receive({
    packet(packet) {
      const at = now();
      if (packet.kind === "frame") onFrame(packet.frame, packet.ackRequested, at);
      else if (packet.kind === "ack") onAck(packet.ack, at);
      else if (packet.kind === "demand") remoteDemand.set(packet.demand.wanted);
      else if (packet.kind === "ping") pongs.onPing(packet.ping, at);
      else onPong(packet.pong, at);
    },
    batchEnd() {
      receiver.batchEnd();
      const pong = pongs.takePong();
      if (!pong) return;
      receiver.flushAck();
      write([encodePong(pong)]);
    },
  });
  onAbort(signal, () => receiver.close());

  function onFrame(frame: EncodedFrame, ackRequested: boolean, at: number): void {
    if (!local.codecs.includes(frame.codec)) {
      throw new ProtocolError(`A frame came in ${frame.codec}, which is not in the hello.`);
    }
    keepAlive.noteActivity(at);
    receiveStats.onReceived(frame, at, clock.offset);
    receiver.put({ ...frame, times: { ...frame.times, received: at } }, ackRequested);
  }

  function onAck({ consumed, ackDelay, receivedAt }: Ack, at: number): void {
    if (consumed > controller.inFlight.sent) throw new ProtocolError("An ack came for a frame that was not sent.");
    const earliest = receivedAt > 0 ? clock.earliestArrival(receivedAt) : undefined;
    controller.onAck({ consumed, ackDelay, answeredAt: Math.min(earliest ?? at - ackDelay, at) }, at);
    if (controller.lastAckedSentAt !== undefined) keepAlive.noteActivity(controller.lastAckedSentAt);
    sender.wake();
  }

  function onPong(pong: Pong, at: number): void {
    if (!keepAlive.onPong(pong.pingSent)) return;
    clock.add(pong, at);
    controller.onPong(pong.pingSent, Math.min(clock.earliestArrival(pong.received) ?? at, at));
    sender.wake();
  }

  function ping(at: number): Uint8Array {
    controller.onPing(at);
    return encodePing({ sent: at });
  }

  async function close({ code = "left", message = "" }: Parameters<Connection["close"]>[0] = {}): Promise<void> {
    await session.close(code, message);
  }

  return {
    remote,
    remoteAddress,
    codecs,
    signal,
    closed,
    frames: createFramesIterable(receiver, localDemand),
    async send(frames) {
      if (!("subscribe" in frames)) return sender.send(frames, [1]);
      const renditions = frames.subscribe(remote.codecs, { level: () => controller.level });
      const relativeBytes = frames.ladder.map((rendition) => rendition.relativeBytes);
      return sender.send(renditions, relativeBytes);
    },
    get level() {
      return controller.level;
    },
    mark: (frame, stage) => receiveStats.mark(frame, stage, now()),
    stats: () =>
      readConnectionStats({ controller, sender, receiver, receiveStats, demand: remoteDemand, clock }, now()),
    close,
    [asyncDispose]: () => close(),
  };
}

/** A session after both hellos. */
export interface OpenSession {
  readonly session: Session;
  readonly local: Hello;
  readonly remote: Hello;
  readonly remoteAddress: string;
  readonly codecs: Connection["codecs"];
}

/** The lower of two limits; 0 is no limit. */
function stricter(one: number, other: number): number {
  return Math.min(one || Number.POSITIVE_INFINITY, other || Number.POSITIVE_INFINITY);
}
