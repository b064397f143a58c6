/** Frame totals: the frames that both sides of a connection have counted, and how the counts compare. */

import type { AppEvent } from "framewire/cli";
import type { App } from "../peers/app.ts";
import type { Client } from "../peers/client.ts";

/** Frames in one direction between two processes, as both sides counted them. */
export interface FrameTotals {
  /** The names of the sender and the receiver. */
  readonly direction: string;
  readonly sent: number;
  /** Sent frames that the receiver has acknowledged. */
  readonly acked: number;
  readonly received: number;
  /** Dropped by the sender for a newer frame. */
  readonly droppedBySender: number;
  /** Dropped by the receiver for a newer frame. */
  readonly droppedByReceiver: number;
}

/** The sums of all totals. */
interface AuditedTotals extends Omit<FrameTotals, "direction"> {
  /** Sent and not received: in flight when a connection ended. */
  readonly lost: number;
  /** The totals that violate `acked <= received <= sent`. */
  readonly wrong: readonly FrameTotals[];
}

type Closed = Extract<AppEvent, { readonly event: "closed" }>;

/** The totals between the server and each client process that was not killed, in both directions. */
export function frameTotalsOf(server: App, clients: readonly Client[]): readonly FrameTotals[] {
  return clients
    .flatMap(({ runs }) => runs)
    .filter(({ killed }) => !killed)
    .flatMap(({ name, app }) => {
      const id = idOf(server.events, name);
      // A process that ended before the server admitted it has no id there and no frames.
      const atServer = id === undefined ? undefined : lastClosed(server.events, id);
      const atClient = lastClosed(app.events);
      return [
        totalsBetween(`server to ${name}`, atServer, atClient),
        totalsBetween(`${name} to server`, atClient, atServer),
      ];
    });
}

/** Sums the totals, and finds those that are wrong. */
export function audit(totals: readonly FrameTotals[]): AuditedTotals {
  const sum = (pick: (each: FrameTotals) => number): number => totals.reduce((all, each) => all + pick(each), 0);
  const sent = sum((each) => each.sent);
  const received = sum((each) => each.received);
  return {
    sent,
    received,
    lost: sent - received,
    acked: sum((each) => each.acked),
    droppedBySender: sum((each) => each.droppedBySender),
    droppedByReceiver: sum((each) => each.droppedByReceiver),
    wrong: totals.filter((each) => each.acked > each.received || each.received > each.sent),
  };
}

function totalsBetween(direction: string, from: Closed | undefined, to: Closed | undefined): FrameTotals {
  return {
    direction,
    sent: from?.sent.frames ?? 0,
    acked: from?.sent.acked ?? 0,
    droppedBySender: from?.sent.dropped ?? 0,
    received: to?.received.frames ?? 0,
    droppedByReceiver: to?.received.dropped ?? 0,
  };
}

function idOf(events: readonly AppEvent[], name: string): string | undefined {
  const connected = events.find((event) => event.event === "connected" && event.remote.name === name);
  return connected?.event === "connected" ? connected.id : undefined;
}

/** The last `closed` event of this peer, or of the only peer. Its counts include all earlier connections. */
function lastClosed(events: readonly AppEvent[], id?: string): Closed | undefined {
  return events.filter((event) => event.event === "closed").findLast((event) => id === undefined || event.id === id);
}
