import { now, sleep } from "@framewire/media";

/** Waits until a picture is due, and gives the moment, in microseconds of `now()`. Throws the signal's reason when that aborts first. */
export type FilePace = (pts: number, signal: AbortSignal) => Promise<number>;

/** A reader that comes later than this is not hurried: everything after moves by as much. */
const patience = 1e6;

/** Plays at the pace of the pictures' own times: they are as far apart as those are, whatever it took to read them. */
export function createFilePace(): FilePace {
  let start: number | undefined;
  return async (pts, signal) => {
    start ??= now() - pts;
    if (now() - (start + pts) > patience) start = now() - pts;
    const due = start + pts;
    while (now() < due) await sleep(Math.max(1, (due - now()) / 1000), signal);
    return due;
  };
}
