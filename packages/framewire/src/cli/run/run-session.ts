import type { EncodedFrame, Source } from "@framewire/media";
import type { CloseInfo, Connection } from "@framewire/protocol";
import { liveFrames } from "@framewire/viewer";
import { closedEvent, connectedEvent, statsEvent } from "../output/events.ts";
import type { Reporter } from "../output/reporter.ts";
import type { Ledger } from "../output/transfer-totals.ts";
import type { Page } from "../views/view.ts";

/** Where a session shows itself. */
export interface SessionOptions {
  readonly page: Page;
  readonly reporter: Reporter;
  /** Where what passed with the peer before is added to what passes now. */
  readonly ledger: Ledger;
  /** Takes the peer's pictures even while nobody looks. */
  readonly keepWatching?: boolean | undefined;
}

/** Between two reports of how it goes, in milliseconds. */
const reportIntervalMs = 1000;

/**
 * Shows a connection to people and programs until it is closed. Never rejects: what goes wrong with one peer is the end
 * of that connection, and of no other.
 */
export async function runSession(connection: Connection, options: SessionOptions): Promise<CloseInfo> {
  try {
    return await converse(connection, options);
  } catch (error) {
    options.reporter.log.error(`The session with ${connection.remote.name} failed: ${(error as Error).message}`);
    await connection.close({ message: "The other side has failed." });
    return connection.closed;
  }
}

async function converse(
  connection: Connection,
  { page, reporter, ledger, keepWatching = false }: SessionOptions,
): Promise<CloseInfo> {
  const { instanceId: id, name } = connection.remote;
  let watching = false;
  const frames = noticing(liveFrames(connection, { log: reporter.log }), (looks) => {
    watching = looks;
  });
  const tile = page.show(connection, {
    frames,
    keepOpen: keepWatching,
    shown: (frame) => connection.mark(frame, "shown"),
  });
  const account = ledger.open(id, () => connection.stats());
  reporter.emit(connectedEvent(connection, account.total()));
  reporter.log.info(`Connected with ${name} at ${connection.remoteAddress}.`);

  const timer = setInterval(() => {
    const stats = statsEvent(id, connection.stats(), { watching, total: account.total() });
    reporter.emit(stats);
    reporter.showPeer(id, name, stats);
    tile.update(stats);
  }, reportIntervalMs);

  const info = await connection.closed;
  clearInterval(timer);
  account.close();
  tile.end(info);
  reporter.showPeer(id, name);
  reporter.emit(closedEvent(id, info, account.total()));
  reporter.log.info(describeEnd(name, info));
  return info;
}

/** A source that tells when somebody begins to look, and when nobody does any more. */
function noticing(source: Source<EncodedFrame>, onLook: (looks: boolean) => void): Source<EncodedFrame> {
  return async function* (options) {
    onLook(true);
    try {
      yield* source(options);
    } finally {
      onLook(false);
    }
  };
}

/** How it ended, for people. */
function describeEnd(name: string, { by, code, message }: CloseInfo): string {
  if (code === "replaced" && by === "local") return `${name} has connected again; this connection was its former one.`;
  const hungUp = by === "local" && (code === "left" || code === "shutting-down");
  return hungUp ? `Hung up on ${name}.` : `${name}: ${message}`;
}
