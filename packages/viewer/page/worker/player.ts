import { abortable, now, sleep } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import type { FromPlayer, PlayerStats, ToPlayer } from "../media/player-messages.ts";
import { createAges } from "./ages.ts";
import { dial } from "./dial.ts";
import { scope } from "./scope.ts";
import { createScreen } from "./screen.ts";
import { createSnapshot } from "./snapshot.ts";
import { createLook } from "./visibility.ts";

const reportMs = 500;

function tell(message: FromPlayer, transfer?: Transferable[]): void {
  scope.postMessage(message, transfer);
}

/** Shows the pictures of one stream for as long as the page wants them. */
export function runPlayer({ url, name, canvas, restMs }: Extract<ToPlayer, { kind: "watch" }>): void {
  const closing = new AbortController();
  const look = createLook();
  const screen = createScreen(canvas);
  const snapshot = createSnapshot();
  const ages = createAges();
  let size = "";
  let stats: (() => PlayerStats) | undefined;

  async function show(connection: Connection): Promise<void> {
    tell({ kind: "connected" });
    while (!connection.signal.aborted) {
      await look.begins(connection.signal);
      const looking = look.until(connection.signal);
      ages.clear();
      stats = () => statsOf(connection);
      for await (const frame of abortable(connection.frames, looking)) {
        snapshot.keep(frame);
        try {
          const picture = await screen.decode(frame);
          connection.mark(frame, "decoded");
          if (looking.aborted) {
            picture.close();
            break;
          }
          const { width, height } = picture;
          screen.draw(picture);
          connection.mark(frame, "shown");
          noteAge(connection, frame.timestamp);
          if (size !== `${width} ${height}`) {
            size = `${width} ${height}`;
            tell({ kind: "picture", width, height });
          }
        } catch (error) {
          tell({ kind: "undecodable", message: `The browser cannot decode this picture (${frame.codec}): ${error}` });
        }
        if (restMs > 0) await sleep(restMs, looking).catch(() => {});
      }
      stats = undefined;
    }
  }

  function noteAge(connection: Connection, captured: number): void {
    const { clockOffsetUs: clockOffset } = connection.stats();
    const at = now();
    // Before the clocks are compared, an age would be a guess.
    if (clockOffset !== undefined) ages.add(Math.max((at - (captured - clockOffset)) / 1000, 0), at / 1000);
  }

  function statsOf(connection: Connection): PlayerStats {
    const at = now() / 1000;
    const { received, rttMs } = connection.stats();
    return {
      age: ages.spread(at),
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
    if (stats) tell({ kind: "stats", stats: stats() });
  }, reportMs);

  scope.onmessage = ({ data }) => {
    const message = data as ToPlayer;
    if (message.kind === "look") look.set(message.looks);
    else if (message.kind === "mirror") screen.mirror(message.writable);
    else if (message.kind === "snapshot") {
      const picture = snapshot.copy();
      if (picture) tell({ kind: "snapshot", ...picture }, [picture.data.buffer]);
      else tell({ kind: "snapshot" });
    } else if (message.kind === "close") closing.abort();
  };

  void dial(url, {
    codecs: ["jpeg", "webp"],
    name,
    signal: closing.signal,
    wanted: () => look.begins(closing.signal),
    use: show,
    over({ message }) {
      size = "";
      tell({ kind: "disconnected", message });
      return true;
    },
  }).finally(() => scope.close());
}
