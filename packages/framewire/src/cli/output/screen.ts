/** The part of a terminal that people read: sentences, and live lines below them. */
import type { WriteStream } from "node:tty";
import { createLogUpdate } from "log-update";

/** Writes sentences one below the other, and redraws live lines under them. */
export interface Screen {
  /** Writes a sentence. */
  write(sentence: string): void;
  /** Draws the live lines of `id`, separated by `\n`; undefined removes them. */
  setLine(id: string, line: string | undefined): void;
  /** Accounts for the line that the terminal moved down when Enter was pressed. */
  entered(): void;
  /** The most columns of a line; infinite if the stream is not a terminal. */
  readonly columns: number;
  /** The rows of the terminal; infinite if the stream is not one. */
  readonly rows: number;
  /** Whether the stream is a terminal rather than a file or a pipe. */
  readonly isTerminal: boolean;
  /** Removes the live lines and restores the cursor. */
  close(): void;
}

/** Creates a screen on a stream. If the stream is not a terminal, each live line is written every five seconds. */
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
    get rows() {
      return stream.rows;
    },
    isTerminal: true,
    close() {
      live.clear();
      live.done();
    },
  };
}

/** Time between two writes of the same live line to a stream that is not a terminal. */
const plainIntervalMs = 5000;

function createPlainScreen(stream: WriteStream): Screen {
  const writtenAt = new Map<string, number>();
  return {
    write: (sentence) => void stream.write(`${sentence}\n`),
    setLine(id, line) {
      if (line === undefined) writtenAt.delete(id);
      else if (performance.now() - (writtenAt.get(id) ?? Number.NEGATIVE_INFINITY) >= plainIntervalMs) {
        writtenAt.set(id, performance.now());
        stream.write(`${line}\n`);
      }
    },
    entered() {},
    columns: Number.POSITIVE_INFINITY,
    rows: Number.POSITIVE_INFINITY,
    isTerminal: false,
    close() {},
  };
}
