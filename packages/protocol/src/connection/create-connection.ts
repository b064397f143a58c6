import { type EncodedFrame, now, onAbort } from "@framewire/media";
import { Controller } from "../congestion/congestion-controller.ts";
import { ClockSync } from "../liveness/clock-sync.ts";
import { KeepAlive } from "../liveness/keep-alive.ts";
import { createPongBudget } from "../liveness/pong-limit.ts";
import { createInbox } from "../receive/frame-receiver.ts";
import { createReader } from "../receive/frames-iterable.ts";
import { createWatching } from "../receive/local-demand.ts";
import { checkSendable } from "../send/check-frame.ts";
import { Outbox } from "../send/frame-sender.ts";
import { createDemand } from "../send/remote-demand.ts";
import type { Link, Traffic } from "../session/session.ts";
import { Reception } from "../stats/receive-stats.ts";
import { encodePing, encodePong, encodeReceipt, encodeWatch } from "../wire/encode-packet.ts";
import type { Hello } from "../wire/hello.ts";
import type { Ping, Receipt } from "../wire/packet.ts";
import { ProtocolError } from "../wire/protocol-error.ts";
import { asyncDispose } from "./async-dispose.ts";
import type { Connection } from "./connection.ts";

interface Greeted {
  readonly link: Link;
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
  const controller = new Controller({ maxLatency: stricter(local.maxLatency, remote.maxLatency) });
  const { flights } = controller;
  const demand = createDemand();
  const pongs = createPongBudget();
  /** Since the first frame. */
  let reception: Reception | undefined;
  let unanswered: (Ping & { readonly received: number }) | undefined;

  function ping(at: number): Uint8Array {
    controller.pinged(at);
    return encodePing({ sent: at });
  }

  const keepAlive = new KeepAlive({
    ping: (at) => link.write([ping(at)]),
    lost: (message) => link.lose(message),
    signal,
  });
  const watching = createWatching((looks) => link.write([encodeWatch({ watching: looks })]), signal);
  const inbox = createInbox({
    acknowledge(receipt) {
      const at = now();
      const packet = encodeReceipt(receipt);
      link.write(keepAlive.rides(at) ? [packet, ping(at)] : [packet]);
    },
    taken: (frame, from, to) => reception?.take(frame, from, to),
    roundTrip: () => clock.roundTrip ?? 0,
  });
  const outbox = new Outbox({
    controller,
    demand,
    signal,
    maxPacketBytes: remote.maxPacketBytes,
    check: (frame) => checkSendable(frame, remote),
    transport: link.transport,
    ping: () => keepAlive.ask(),
  });

  function receiveFrame(frame: EncodedFrame, receiptWanted: boolean): void {
    if (!local.codecs.includes(frame.codec)) {
      throw new ProtocolError(`A frame came in ${frame.codec}, which the hello did not offer.`);
    }
    const at = now();
    keepAlive.there(at);
    reception ??= new Reception();
    reception.add(frame, at, clock.offset);
    const { encoded, queued, sent } = frame.times ?? {};
    inbox.put({ ...frame, times: { encoded, queued, sent, received: at } }, receiptWanted);
  }

  function receiveReceipt({ frames, waited, received: arrived }: Receipt): void {
    const at = now();
    if (frames > flights.sent) throw new ProtocolError("A receipt came for a frame that was not sent.");
    const answeredAt = arrived > 0 ? clock.earliest(arrived) : undefined;
    controller.acknowledged(frames, Math.min(answeredAt ?? at - waited, at), at, waited);
    if (controller.provenAt !== undefined) keepAlive.there(controller.provenAt);
    outbox.wake();
  }

  link.receive({
    packet(packet: Traffic) {
      switch (packet.kind) {
        case "frame":
          return receiveFrame(packet.frame, packet.receiptWanted);
        case "receipt":
          return receiveReceipt(packet.receipt);
        case "watch":
          return demand.set(packet.watch.watching);
        case "ping":
          unanswered = { sent: packet.ping.sent, received: now() };
          return;
        case "pong": {
          const { pong } = packet;
          if (!keepAlive.answered(pong.pingSent)) return;
          const at = now();
          clock.add(pong, at);
          controller.ponged(pong.pingSent, Math.min(clock.earliest(pong.received) ?? at, at));
          return outbox.wake();
        }
      }
    },
    // However many pings came at once, one answer to the last of them says all.
    turn() {
      inbox.turn();
      if (!unanswered) return;
      const { sent: pingSent, received: at } = unanswered;
      unanswered = undefined;
      if (!pongs.spend(at)) return;
      inbox.flush();
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
    frames: createReader(inbox, watching),
    send: (frames, { levels = [1] } = {}) => outbox.send(frames, levels),
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
          acknowledged: flights.taken,
        },
        received: {
          ...(reception?.flow(at) ?? nothing),
          dropped: inbox.dropped,
        },
        inFlight: flights.bytes,
        window: Math.round(controller.bound(flights.bytesOf(flights.sent), at)),
        capacity: capacity === undefined ? undefined : capacity * 8e6,
        watched: demand.wanted,
        rttMs: clock.roundTrip === undefined ? undefined : clock.roundTrip / 1000,
        clockOffset: clock.offset,
        clockUncertainty: clock.uncertainty,
        ageMs: reception?.ages(at),
      };
    },
  };
}

/** The lower of two limits, of which 0 is none. */
function stricter(one: number, other: number): number {
  return Math.min(one || Number.POSITIVE_INFINITY, other || Number.POSITIVE_INFINITY);
}
