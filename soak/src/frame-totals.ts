import type { AppEvent } from "framewire/cli";
import type { App } from "./app.ts";
import type { Client } from "./client.ts";

/** Frames in one direction between two processes, as counted by both. */
export interface FrameTotals {
  /** From whom to whom. */
  readonly way: string;
  /** What the sender has sent, and what of that it knows to have come. */
  readonly sent: number;
  readonly acked: number;
  /** What has come. */
  readonly received: number;
  /** Dropped by the sender for a newer frame. */
  readonly left: number;
  /** Dropped by the receiver for a newer frame. */
  readonly passed: number;
}

/** The sums of all totals. */
interface AuditedTotals extends Omit<FrameTotals, "way"> {
  /** Sent and not received: in flight when a connection ended. */
  readonly lost: number;
  /** FrameTotalss that do not hold: `acked <= received <= sent` does for each that is right. */
  readonly wrong: readonly FrameTotals[];
}

type Closed = Extract<AppEvent, { readonly event: "closed" }>;

/** What the server and each process of a client that was not killed have counted of each other, both ways. */
export function frameTotalsOf(server: App, clients: readonly Client[]): readonly FrameTotals[] {
  return clients
    .flatMap(({ lives }) => lives)
    .filter(({ killed }) => !killed)
    .flatMap(({ name, app }) => {
      const id = idOf(server.events, name);
      // One that ended before it was let in has nothing to count, and the server does not know it.
      const here = id === undefined ? undefined : lastClosed(server.events, id);
      const there = lastClosed(app.events);
      return [account(`server to ${name}`, here, there), account(`${name} to server`, there, here)];
    });
}

/** Sums up the totals, and finds those that are wrong. */
export function audit(accounts: readonly FrameTotals[]): AuditedTotals {
  const sum = (pick: (account: FrameTotals) => number): number => accounts.reduce((all, each) => all + pick(each), 0);
  const sent = sum((each) => each.sent);
  const received = sum((each) => each.received);
  return {
    sent,
    received,
    lost: sent - received,
    acked: sum((each) => each.acked),
    left: sum((each) => each.left),
    passed: sum((each) => each.passed),
    wrong: accounts.filter((each) => each.acked > each.received || each.received > each.sent),
  };
}

function account(way: string, from: Closed | undefined, to: Closed | undefined): FrameTotals {
  return {
    way,
    sent: from?.sent.frames ?? 0,
    acked: from?.sent.acked ?? 0,
    left: from?.sent.dropped ?? 0,
    received: to?.received.frames ?? 0,
    passed: to?.received.dropped ?? 0,
  };
}

function idOf(events: readonly AppEvent[], name: string): string | undefined {
  const met = events.find((event) => event.event === "connected" && event.remote.name === name);
  return met?.event === "connected" ? met.id : undefined;
}

/** The last end of a connection with this peer, or with the only one: it counts all connections that there were. */
function lastClosed(events: readonly AppEvent[], id?: string): Closed | undefined {
  return events.filter((event) => event.event === "closed").findLast((event) => id === undefined || event.id === id);
}
