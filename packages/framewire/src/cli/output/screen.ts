import type { WriteStream } from "node:tty";
import { createLogUpdate } from "log-update";

/** Sentences for people, one below the other, and under them a line per peer, or several, that are redrawn. */
export interface Screen {
  /** Writes a sentence. */
  write(sentence: string): void;
  /** Shows a peer's line, or lines with `\n` between them; undefined takes them away. */
  setLine(id: string, line: string | undefined): void;
  /** The terminal has gone to the next line: somebody pressed Enter. */
  entered(): void;
  /** How long a line may be; without limit where the stream is no terminal. */
  readonly columns: number;
  /** Somebody sees it as it is drawn; a file or a pipe is none. */
  readonly isTerminal: boolean;
  /** Leaves the terminal as it should be. */
  close(): void;
}

const quietIntervalMs = 5000;

/** A screen on a terminal; where the stream is none, a peer's line is written every five seconds. */
export function createScreen(stream: WriteStream): Screen {
  return stream.isTTY ? createLiveScreen(stream) : createPlainScreen(stream);
}

function createLiveScreen(stream: WriteStream): Screen {
  const live = createLogUpdate(stream);
  const lines = new Map<string, string>();
  const draw = (): void => live([...lines.values()].join("\n"));
  return {
    write(sentence) {
      live.clear();
      stream.write(`${sentence}\n`);
      if (lines.size > 0) draw();
    },
    setLine(id, line) {
      if (line === undefined) {
        if (!lines.delete(id)) return;
        if (lines.size === 0) live.clear();
        else draw();
      } else {
        lines.set(id, line);
        draw();
      }
    },
    entered() {
      stream.moveCursor(0, -1);
    },
    get columns() {
      return stream.columns;
    },
    isTerminal: true,
    close() {
      live.clear();
      live.done();
    },
  };
}

function createPlainScreen(stream: WriteStream): Screen {
  const writtenAt = new Map<string, number>();
  return {
    write: (sentence) => void stream.write(`${sentence}\n`),
    setLine(id, line) {
      if (line === undefined) writtenAt.delete(id);
      else if (performance.now() - (writtenAt.get(id) ?? Number.NEGATIVE_INFINITY) >= quietIntervalMs) {
        writtenAt.set(id, performance.now());
        stream.write(`${line}\n`);
      }
    },
    entered() {},
    columns: Number.POSITIVE_INFINITY,
    isTerminal: false,
    close() {},
  };
}
