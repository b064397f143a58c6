import { type EncodedFrame, now, onAbort } from "@framewire/media";
import { encodePing, encodePong, encodeReceipt } from "../wire/encode-packet.ts";
import type { Hello } from "../wire/hello.ts";
import type { Ping } from "../wire/packet.ts";
import { ProtocolError } from "../wire/protocol-error.ts";
import { createClockSync } from "./clock-sync.ts";
import type { Connection } from "./connection.ts";
import { createInbox } from "./inbox.ts";
import { createKeepAlive } from "./keep-alive.ts";
import type { Link, Traffic } from "./link.ts";
import { createDistribution, createRateMeter } from "./meters.ts";
import { createOutbox } from "./outbox.ts";
import { createPongBudget } from "./pong-budget.ts";
import { checkSendable } from "./sendable.ts";
import { createWindow, type WindowOptions } from "./window.ts";

interface Greeted {
  readonly link: Link;
  readonly local: Hello;
  readonly remote: Hello;
  readonly remoteAddress: string;
  readonly codecs: Connection["codecs"];
  readonly window: WindowOptions | undefined;
}

/** Joins the parts of a connection whose two hellos are exchanged. */
export function createConnection({ link, local, remote, remoteAddress, codecs, ...options }: Greeted): Connection {
  const { signal, closed } = link;
  const clock = createClockSync();
  const sent = createRateMeter();
  const received = createRateMeter();
  const ages = createDistribution();
  const window = createWindow(options.window);
  const pongs = createPongBudget();
  let unanswered: (Ping & { readonly received: number }) | undefined;

  const keepAlive = createKeepAlive({
    ping: (at) => link.write([encodePing({ sent: at })]),
    lost: (message) => link.lose(message),
    signal,
  });
  const inbox = createInbox({
    acknowledge: (receipt) => link.write([encodeReceipt(receipt)]),
    roundTrip: () => clock.roundTrip ?? 0,
  });
  const outbox = createOutbox({
    window,
    signal,
    maxPacketBytes: remote.maxPacketBytes,
    check: (frame) => checkSendable(frame, remote),
    transmit(head, frame) {
      link.write([head, frame.data]);
      sent.add(frame.data.byteLength);
    },
    ping: () => keepAlive.ask(),
  });

  function receiveFrame(frame: EncodedFrame, receiptWanted: boolean): void {
    if (!local.codecs.includes(frame.codec)) {
      throw new ProtocolError(`A frame came in ${frame.codec}, which the hello did not offer.`);
    }
    received.add(frame.data.byteLength);
    if (clock.offset !== undefined) ages.add((now() - (frame.timestamp - clock.offset)) / 1000);
    inbox.put(frame, receiptWanted);
  }

  link.receive({
    packet(packet: Traffic) {
      switch (packet.kind) {
        case "frame":
          return receiveFrame(packet.frame, packet.receiptWanted);
        case "receipt":
          if (packet.receipt.frames > sent.frames)
            throw new ProtocolError("A receipt came for a frame that was not sent.");
          window.acknowledged(packet.receipt.frames, now());
          return outbox.wake();
        case "ping":
          unanswered = { ...packet.ping, received: now() };
          return;
        case "pong":
          if (!keepAlive.answered(packet.pong.pingSent)) return;
          window.roundTrip(clock.add(packet.pong, now()), now());
          return outbox.wake();
      }
    },
    // However many pings came at once, one answer to the last of them says all.
    turn() {
      if (!unanswered) return;
      const { sent: pingSent, received } = unanswered;
      unanswered = undefined;
      if (!pongs.spend(received)) return;
      inbox.flush();
      link.write([encodePong({ pingSent, received, sent: now() })]);
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
    frames: {
      [Symbol.asyncIterator]: () => ({ next: () => inbox.take() }),
    },
    send: (frames) => outbox.send(frames),
    close,
    [Symbol.asyncDispose]: () => close(),
    stats: () => ({
      sent: { ...read(sent), dropped: outbox.dropped },
      received: { ...read(received), dropped: inbox.dropped },
      inFlight: window.inFlight,
      window: window.limit,
      rttMs: clock.roundTrip === undefined ? undefined : clock.roundTrip / 1000,
      clockOffset: clock.offset,
      ageMs: ages.read(),
    }),
  };
}

function read({ frames, bytes, fps, bitrate }: ReturnType<typeof createRateMeter>) {
  return { frames, bytes, fps, bitrate };
}
