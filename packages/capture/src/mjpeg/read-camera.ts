/** The events of a camera over all its connections: open, read, back off, open again. */
import { type Backoff, backoffDelay, type Logger, sleep } from "@framewire/media";
import { SourceError } from "../source-error.ts";
import type { OutageLog } from "../source-kit/outage-log.ts";
import type { Patience } from "../source-kit/patience.ts";
import { refusalBackoff } from "../source-kit/refusal-backoff.ts";
import { type Connection, type Outcome, openConnection } from "./connection.ts";
import { describeFailure, wrongProtocol } from "./describe-failure.ts";
import type { LoginContext } from "./http/log-in.ts";
import type { MjpegStreamOptions, StreamEvent } from "./read-stream.ts";

/**
 * Yields the events of a camera until `signal` aborts. Throws {@link SourceError} where a retry cannot help.
 *
 * A camera is not lost while its connection lives: when a connection on which the camera has answered is silent for longer
 * than usual, it stays open, and another one is opened beside it. Whichever brings the next frame is read on, and the other
 * is closed. A connection to a machine that is gone ends by TCP keep-alive.
 */
export async function* readCamera(
  state: CameraState,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void, undefined> {
  const { context, stream, patience, backoff, outages, log } = state;
  const { camera } = context;
  /** The connection that is read. */
  let current: Connection | undefined;
  /** A silent one beside it; `since` is when the wait for it has begun. At most these two are open. */
  let silent: { readonly connection: Connection; readonly since: number } | undefined;
  let openAt = performance.now();
  let waitingSince = openAt;
  let hasFrames = false;
  let noticed = false;
  let failures = 0;

  /** Waits for the next outcome; `undefined` where time has passed without one. */
  async function wait(): Promise<[Connection, Outcome] | undefined> {
    const dueMs = Math.max(0, current ? noticeMs(current) - idleMs(current) : openAt - performance.now());
    if (current || silent) return firstOutcome([current, silent?.connection], dueMs);
    await sleep(dueMs, signal);
    return undefined;
  }

  /** Time for which nothing has arrived, without the time in which nobody waited. */
  function idleMs({ progress }: Connection): number {
    return performance.now() - Math.max(waitingSince, progress.lastByteAt);
  }

  function limitMs({ progress }: Connection): number {
    if (hasFrames) return patience.silenceMs;
    return progress.connected ? patience.firstFrameMs : Math.min(patience.firstFrameMs, maxConnectMs);
  }

  /** Time after which a connection without an answer is reported; otherwise its limit. */
  function noticeMs(connection: Connection): number {
    const limit = limitMs(connection);
    return noticed || connection.progress.answered ? limit : Math.min(limit, stream.stallTimeoutMs);
  }

  /** Handles that nothing has arrived on the current connection. Where the camera has answered on it, it stays open. */
  function onSilence(connection: Connection): void {
    const { connected, answered } = connection.progress;
    const due = noticeMs(connection);
    const idle = idleMs(connection);
    if (idle < due) return;
    const seconds = Math.round(due / 10) / 100;
    const reason = connected ? `nothing has arrived for ${seconds} s` : "it does not answer";
    if (!answered || !state.hasWorked) outages.reportFailure(reason);
    noticed = true;
    if (idle < limitMs(connection)) return;
    if (connected) patience.noteSilence();
    current = undefined;
    openAt = performance.now();
    if (!answered) {
      connection.close();
      return;
    }
    silent?.connection.close();
    silent = { connection, since: waitingSince };
    log.debug(`${camera.label} has sent nothing for ${seconds} s. It is asked again on another connection.`);
  }

  /** Handles the error that has ended a connection. */
  function onError(connection: Connection, error: unknown): void {
    connection.close();
    if (connection === silent?.connection) {
      silent = undefined;
      return;
    }
    current = undefined;
    const final = error instanceof SourceError ? error : wrongProtocol(error, camera.url);
    const isKnown = state.hasWorked || (final?.code === "unauthorized" && context.login.accepted);
    if (final && !isKnown && !silent) throw final;
    failures++;
    outages.reportFailure(describeFailure(error, camera.url));
    const refused = final?.code === "unauthorized";
    openAt = performance.now() + backoffDelay(failures, refused ? { ...refusalBackoff, ...backoff } : backoff);
  }

  /** Makes the connection that has brought a frame the current one, and closes the other. */
  function onFrame(connection: Connection): void {
    if (connection === silent?.connection) {
      patience.noteInterval(performance.now() - silent.since);
      current?.close();
      current = connection;
    } else {
      patience.noteFrame(performance.now() - waitingSince);
      silent?.connection.close();
    }
    silent = undefined;
    hasFrames = true;
    failures = 0;
    state.hasWorked = true;
  }

  try {
    while (!signal.aborted) {
      if (!current && performance.now() >= openAt) {
        current = openConnection(context, stream, signal);
        patience.noteOpened();
        hasFrames = false;
        noticed = false;
        waitingSince = performance.now();
      }
      const result = await wait();
      if (signal.aborted) return;
      if (!result) {
        if (current) onSilence(current);
        continue;
      }
      const [connection, outcome] = result;
      connection.take();
      if ("error" in outcome) {
        onError(connection, outcome.error);
        continue;
      }
      if (outcome.event.kind === "frame") onFrame(connection);
      yield outcome.event;
      waitingSince = performance.now();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    current?.close();
    silent?.connection.close();
  }
}

/** The options and the state of one source, common to all its iterations. */
export interface CameraState {
  readonly context: LoginContext;
  readonly stream: MjpegStreamOptions;
  readonly patience: Patience;
  readonly backoff: Backoff | undefined;
  readonly outages: OutageLog;
  readonly log: Logger;
  /** At least one frame has arrived. */
  hasWorked: boolean;
}

/** Longest time to connect, in milliseconds: the system repeats its first packet at growing intervals. */
const maxConnectMs = 10_000;

/** Resolves with the first connection that has an outcome, or after `ms` milliseconds with `undefined`. */
async function firstOutcome(
  connections: readonly (Connection | undefined)[],
  ms: number,
): Promise<[Connection, Outcome] | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.min(ms, 2 ** 31 - 1));
  });
  const outcomes = connections.flatMap((connection) =>
    connection ? [connection.next().then((outcome): [Connection, Outcome] => [connection, outcome])] : [],
  );
  try {
    return await Promise.race([...outcomes, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
