/** The worker that receives, decodes and draws one stream. */

import { abortable, now, sleep } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import type { FromPlayer, PlayerStats, ToPlayer } from "../media/player-messages.ts";
import { createAges } from "./ages.ts";
import { createDemand } from "./demand.ts";
import { dial } from "./dial.ts";
import { createRenderer } from "./renderer.ts";
import { scope } from "./scope.ts";
import { createSnapshot } from "./snapshot.ts";

const reportIntervalMs = 500;

/** Plays a stream until the page closes it. */
export function runPlayer({ url, name, canvas, restMs }: Extract<ToPlayer, { kind: "play" }>): void {
  const closing = new AbortController();
  const demand = createDemand();
  const renderer = createRenderer(canvas);
  const snapshot = createSnapshot();
  const ages = createAges();
  let size = "";
  let stats: (() => PlayerStats) | undefined;

  async function play(connection: Connection): Promise<void> {
    post({ kind: "connected" });
    while (!connection.signal.aborted) {
      await demand.begins(connection.signal);
      const wanted = demand.until(connection.signal);
      ages.clear();
      stats = () => statsOf(connection);
      for await (const frame of abortable(connection.frames, wanted)) {
        snapshot.keep(frame);
        try {
          const bitmap = await renderer.decode(frame);
          connection.mark(frame, "decoded");
          if (wanted.aborted) {
            bitmap.close();
            break;
          }
          const { width, height } = bitmap;
          renderer.draw(bitmap);
          connection.mark(frame, "shown");
          noteAge(connection, frame.timestamp);
          if (size !== `${width} ${height}`) {
            size = `${width} ${height}`;
            post({ kind: "size", width, height });
          }
        } catch (error) {
          post({ kind: "undecodable", message: `The browser cannot decode this frame (${frame.codec}): ${error}` });
        }
        if (restMs > 0) await sleep(restMs, wanted).catch(() => {});
      }
      stats = undefined;
    }
  }

  function noteAge(connection: Connection, captured: number): void {
    const { clockOffsetUs } = connection.stats();
    const at = now();
    // Without a clock offset the age is unknown.
    if (clockOffsetUs !== undefined) ages.add(Math.max((at - (captured - clockOffsetUs)) / 1000, 0), at / 1000);
  }

  function statsOf(connection: Connection): PlayerStats {
    const at = now() / 1000;
    const { received, rttMs } = connection.stats();
    return {
      age: ages.percentiles(at),
      recent: ages.recent(),
      fps: ages.fps(at),
      bitrate: received.bitrate,
      level: received.level,
      rttMs,
      codec: snapshot.codec ?? "",
      quietMs: ages.latest === undefined ? 0 : at - ages.latest,
    };
  }

  setInterval(() => {
    if (stats) post({ kind: "stats", stats: stats() });
  }, reportIntervalMs);

  scope.onmessage = ({ data }) => {
    const message = data as ToPlayer;
    if (message.kind === "demand") demand.set(message.wanted);
    else if (message.kind === "mirror") renderer.mirror(message.writable);
    else if (message.kind === "snapshot") {
      const copy = snapshot.copy();
      if (copy) post({ kind: "snapshot", ...copy }, [copy.data.buffer]);
      else post({ kind: "snapshot" });
    } else if (message.kind === "close") closing.abort();
  };

  void dial(url, {
    codecs: ["jpeg", "webp"],
    name,
    signal: closing.signal,
    ready: () => demand.begins(closing.signal),
    use: play,
    shouldRetry({ message }) {
      size = "";
      post({ kind: "disconnected", message });
      return true;
    },
  }).finally(() => scope.close());
}

function post(message: FromPlayer, transfer?: Transferable[]): void {
  scope.postMessage(message, transfer);
}
