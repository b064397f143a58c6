import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A reader as a test needs it: it reads only what it is told to. */
export interface Reader {
  readonly socket: Socket;
  /** The status line and the headers. */
  head(): Promise<string>;
  /** The next part of a multipart answer; undefined when the answer has ended. */
  part(): Promise<Part | undefined>;
  /** From now on reads whatever comes, as bytes. */
  drain(onData?: (chunk: Buffer) => void): void;
  /** Resolves when the connection is gone: `"end"` where it was closed in order, else the error's code. */
  readonly gone: Promise<string>;
}

/** One part of a multipart answer. */
interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly data: Buffer;
}

/** Asks the viewer at `url` for `path` over a socket of its own. */
export async function read(url: string, path: string): Promise<Reader> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  const gone = new Promise<string>((resolve) => {
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
        const taken = buffered.subarray(0, at).toString("latin1");
        buffered = buffered.subarray(at + end.length);
        return taken;
      }
      if (!(await more())) return undefined;
    }
  }

  let boundary = "";
  let begun = false;
  return {
    socket,
    gone,

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

    /** Returns when the boundary after the part is there: that is when a browser shows it. */
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
