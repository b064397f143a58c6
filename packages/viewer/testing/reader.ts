/** An HTTP reader that a test controls. */

import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** An HTTP client that reads only when a test asks it to. */
export interface Reader {
  readonly socket: Socket;
  /** The status line and the headers. */
  head(): Promise<string>;
  /** The next part of a multipart response; undefined at its end. */
  part(): Promise<Part | undefined>;
  /** Reads everything from now on. */
  drain(onData?: (chunk: Buffer) => void): void;
  /** Resolves when the connection is closed: `"end"` after a clean close, else the error's code. */
  readonly closed: Promise<string>;
}

/** One part of a multipart response. */
interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly data: Buffer;
}

/** Requests `path` from the viewer at `url` over a socket of its own. */
export async function read(url: string, path: string): Promise<Reader> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  const closed = new Promise<string>((resolve) => {
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once("close", () => resolve("end"));
  });
  await once(socket, "connect");
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);

  let buffered = Buffer.alloc(0);
  let ended = false;
  socket.pause();
  const wake = new Set<() => void>();
  socket.on("readable", () => {
    for (const waiter of wake) waiter();
  });
  for (const event of ["end", "close"]) {
    socket.on(event, () => {
      ended = true;
      for (const waiter of wake) waiter();
    });
  }

  async function more(): Promise<boolean> {
    for (;;) {
      const chunk = socket.read() as Buffer | null;
      if (chunk) {
        buffered = Buffer.concat([buffered, chunk]);
        return true;
      }
      if (ended) return false;
      await new Promise<void>((resolve) => {
        wake.add(resolve);
      }).finally(() => wake.clear());
    }
  }

  async function take(end: string): Promise<string | undefined> {
    for (;;) {
      const at = buffered.indexOf(end);
      if (at >= 0) {
        const text = buffered.subarray(0, at).toString("latin1");
        buffered = buffered.subarray(at + end.length);
        return text;
      }
      if (!(await more())) return undefined;
    }
  }

  let boundary = "";
  let begun = false;
  return {
    socket,
    closed,

    drain(onData = () => {}) {
      socket.removeAllListeners("readable");
      socket.on("data", onData);
      socket.resume();
    },

    async head() {
      const head = (await take("\r\n\r\n")) ?? "";
      boundary = /boundary=(\S+)/.exec(head)?.[1] ?? "";
      return head;
    },

    /** Resolves when the boundary after the part has arrived, which is when a browser shows it. */
    async part() {
      if (!begun) {
        begun = true;
        if ((await take(`--${boundary}\r\n`)) === undefined) return undefined;
      }
      const head = await take("\r\n\r\n");
      if (head === undefined) return undefined;
      const headers = new Map(head.split("\r\n").map((line) => line.split(": ", 2) as [string, string]));
      const length = Number(headers.get("Content-Length"));
      while (buffered.length < length) if (!(await more())) return undefined;
      const data = buffered.subarray(0, length);
      buffered = buffered.subarray(length);
      if ((await take(`\r\n--${boundary}\r\n`)) !== "") return undefined;
      return { headers, data };
    },
  };
}
