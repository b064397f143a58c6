import { type EncodedFrame, type Shared, share } from "@framewire/media";
import type { CloseInfo, Connection } from "@framewire/protocol";
import { closedEvent, connectedEvent, statsEvent } from "./events.ts";
import type { Page } from "./page.ts";
import type { Reporter } from "./reporter.ts";

/** Where a session shows itself. */
export interface SessionOptions {
  readonly page: Page;
  readonly reporter: Reporter;
}

/** Between two reports of how it goes, in milliseconds. */
const reportIntervalMs = 1000;

/** Shows a connection to people and programs until it is closed. */
export async function runSession(connection: Connection, { page, reporter }: SessionOptions): Promise<CloseInfo> {
  const { instanceId: id, name } = connection.remote;
  const frames = share(() => connection.frames);
  const tile = page.show(connection, frames);
  reporter.emit(connectedEvent(connection));
  reporter.log.info(`Connected with ${name} at ${connection.remoteAddress}.`);
  const drained = drain(frames);

  const timer = setInterval(() => {
    const stats = statsEvent(id, connection.stats());
    reporter.emit(stats);
    reporter.showPeer(id, name, stats);
    tile.update(stats);
  }, reportIntervalMs);

  const info = await connection.closed;
  clearInterval(timer);
  await drained;
  tile.end(info);
  reporter.showPeer(id, name);
  reporter.emit(closedEvent(id, info, connection.stats()));
  reporter.log.info(describeEnd(name, info));
  return info;
}

/** How it ended, for people. */
function describeEnd(name: string, { by, code, message }: CloseInfo): string {
  if (code === "replaced" && by === "local") return `${name} has connected again; this connection was its former one.`;
  const hungUp = by === "local" && (code === "left" || code === "shutting-down");
  return hungUp ? `Hung up on ${name}.` : `${name}: ${message}`;
}

/** Takes the frames even while nobody looks, so that what is counted and shown is what comes. */
async function drain(frames: Shared<EncodedFrame>): Promise<void> {
  for await (const _ of frames());
}
