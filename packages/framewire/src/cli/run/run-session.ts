/** One session: shows a connection to people and programs until it is closed. */
import type { EncodedFrame, Source } from "@framewire/media";
import type { CloseInfo, Connection } from "@framewire/protocol";
import { liveFrames } from "@framewire/viewer";
import { closedEvent, connectedEvent, statsEvent } from "../output/events.ts";
import type { Reporter } from "../output/reporter.ts";
import type { PeerTotals } from "../output/transfer-totals.ts";
import type { View } from "../views/view.ts";

/**
 * Shows a connection until it is closed, and returns how it ended. Never rejects: a failure ends this connection and no
 * other.
 */
export async function runSession(connection: Connection, options: SessionOptions): Promise<CloseInfo> {
  options.peers.add(connection);
  void connection.closed.then(() => options.peers.delete(connection));
  try {
    return await runUntilClosed(connection, options);
  } catch (error) {
    options.reporter.log.error(`The session with ${connection.remote.name} failed: ${(error as Error).message}`);
    await connection.close({ message: "The other side has failed." });
    return connection.closed;
  }
}

/** Where a session reports and shows its frames. */
export interface SessionOptions {
  readonly view: View;
  readonly reporter: Reporter;
  /** Keeps the counts of earlier connections with the same peer. */
  readonly peerTotals: PeerTotals;
  /** Contains the connection while it is open. */
  readonly peers: Set<Connection>;
  /** Reads the peer's frames even while no viewer wants them. Default false. */
  readonly keepWatching?: boolean | undefined;
}

/** Time between two reports. */
const reportIntervalMs = 1000;

async function runUntilClosed(
  connection: Connection,
  { view, reporter, peerTotals, keepWatching = false }: SessionOptions,
): Promise<CloseInfo> {
  const { instanceId: id, name } = connection.remote;
  let localDemand = false;
  const frames = observeDemand(liveFrames(connection, { log: reporter.log }), (demand) => {
    localDemand = demand;
  });
  const tile = view.show(connection, {
    frames,
    keepOpen: keepWatching,
    shown: (frame) => connection.mark(frame, "shown"),
  });
  const totals = peerTotals.addConnection(id, () => connection.stats());
  reporter.emit(connectedEvent(connection, totals.total()));
  reporter.log.info(`Connected with ${name} at ${connection.remoteAddress}.`);

  const timer = setInterval(() => {
    const stats = statsEvent(id, connection.stats(), { localDemand, total: totals.total() });
    reporter.emit(stats);
    reporter.showPeer(id, name, stats);
    tile.update(stats);
  }, reportIntervalMs);

  const info = await connection.closed;
  clearInterval(timer);
  totals.close();
  tile.end(info);
  reporter.showPeer(id, name);
  reporter.emit(closedEvent(id, info, totals.total()));
  reporter.log.info(describeEnd(name, info));
  return info;
}

/** Returns the same source; `onDemand` is called with true when it is opened and with false when it is closed. */
function observeDemand(source: Source<EncodedFrame>, onDemand: (demand: boolean) => void): Source<EncodedFrame> {
  return async function* (options) {
    onDemand(true);
    try {
      yield* source(options);
    } finally {
      onDemand(false);
    }
  };
}

/** Describes for people how a connection ended. */
function describeEnd(name: string, { by, code, message }: CloseInfo): string {
  if (code === "replaced" && by === "local") return `${name} has connected again; this connection was its former one.`;
  const hungUp = by === "local" && (code === "left" || code === "shutting-down");
  return hungUp ? `Hung up on ${name}.` : `${name}: ${message}`;
}
