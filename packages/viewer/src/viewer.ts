import { setMaxListeners } from "node:events";
import type { AddressInfo } from "node:net";
import { type Codec, jpeg, webp } from "@framewire/codec";
import { type Logger, onAbort, silent } from "@framewire/media";
import fastify, { type FastifyInstance } from "fastify";
import { createDoor, isLoopback } from "./access/access.ts";
import { createCodeCheck } from "./access/code.ts";
import { addGuard } from "./access/security-headers.ts";
import { boundSockets } from "./access/socket-limit.ts";
import type { Gateway } from "./gateway.ts";
import { addHangUpRoute } from "./routes/hang-up.ts";
import { addMetricsRoute } from "./routes/metrics-route.ts";
import { addMjpegRoute } from "./routes/mjpeg.ts";
import { addPageRoute } from "./routes/page.ts";
import { addSnapshotRoute } from "./routes/snapshot.ts";
import { addStateRoutes } from "./routes/state.ts";
import { addSockets } from "./sockets/sockets.ts";
import type { SharedCamera } from "./streams/shared-camera.ts";
import type { ViewerState } from "./streams/state.ts";
import type { ViewerStream, ViewerStreamOptions } from "./streams/stream.ts";
import { createStreamRegistry } from "./streams/stream-registry.ts";

/** How {@link createViewer} makes a viewer. */
export interface ViewerOptions {
  /** Address to listen on. Anything but loopback lets everybody on the network see the pictures. Default `"127.0.0.1"`. */
  readonly host?: string | undefined;
  /** Port to listen on; 0 takes a free one. Default 0. */
  readonly port?: number | undefined;
  /** Speaks https with this key and certificate, both as PEM. Browsers share cameras over https or on loopback only. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer } | undefined;
  /**
   * Lets in only who opens the page with `?code=` and this: 16 to 128 letters, digits, `_` or `-`, by chance. Who has
   * come to the page with it gets a cookie for it. Default: everybody is let in.
   */
  readonly code?: string | undefined;
  /** What the page is called. Default `"Framewire"`. */
  readonly title?: string | undefined;
  readonly log?: Logger | undefined;
  /** Closes the viewer. */
  readonly signal?: AbortSignal | undefined;
  /** A reader that takes nothing for this long is cut off, at the latest after twice the time. Default 30 000 ms. */
  readonly stallTimeoutMs?: number | undefined;
  /** Converts pictures for readers that do not take them as they are, or have no room for them. Default JPEG and WebP. */
  readonly codecs?: readonly Codec[] | undefined;
  /** Called when somebody hangs up on a page. Without it, pages do not offer that. */
  readonly onHangUp?: (() => void) | undefined;
  /**
   * Given the camera that somebody shares on a page; the latest at a time, and the one before ends as it comes.
   * Without it, pages do not offer that.
   */
  readonly onCamera?: ((camera: SharedCamera) => void) | undefined;
}

/** What goes with a notice. */
export interface NoticeOptions {
  /** A command that helps, for people to copy. */
  readonly command?: string | undefined;
}

/** An HTTP gateway that shows streams on a page. */
export interface Viewer extends AsyncDisposable {
  /** Address of the page, such as `"http://127.0.0.1:4780/"`. */
  readonly url: string;
  /**
   * Shows a stream. A stream that has the id is replaced in its place: its responses end and its handle
   * does nothing any more. Throws `TypeError` for an id that does not fit in an address.
   */
  add(stream: ViewerStreamOptions): ViewerStream;
  /** Says why nobody is there and, as a command, what to do; undefined takes it away. */
  setNotice(text: string | undefined, options?: NoticeOptions): void;
  /** What the page shows now. */
  state(): ViewerState;
  /**
   * Tells the pages that it is over, and why (a sentence), ends all responses and sockets, a stalled reader's after a
   * second, and frees the port. Idempotent.
   */
  close(options?: { readonly message?: string | undefined }): Promise<void>;
}

/** How long a request may take to come whole. */
const requestTimeoutMs = 10_000;

/**
 * Starts a viewer: resolves when it listens. Rejects with a sentence when the address cannot be had, and
 * with the signal's reason when that has aborted. Rejects with a `TypeError` for a code
 * that could be guessed.
 */
export async function createViewer(options: ViewerOptions = {}): Promise<Viewer> {
  const { host = "127.0.0.1", port = 0, title = "Framewire", log = silent, signal, stallTimeoutMs = 30_000 } = options;
  const { codecs = [jpeg, webp], onHangUp, onCamera } = options;
  signal?.throwIfAborted();
  const registry = createStreamRegistry({
    title,
    codecs,
    log,
    canHangUp: onHangUp !== undefined,
    cameraOffered: onCamera !== undefined,
  });
  const ending = new AbortController();
  // One listener for each page is no leak, of which Node would warn.
  setMaxListeners(0, ending.signal);
  const gateway: Gateway = {
    title,
    registry,
    log,
    codecs,
    signal: ending.signal,
    stallTimeoutMs,
    graceMs: 1000,
    snapshotTimeoutMs: 2000,
    onHangUp,
    onCamera,
    open: new Set(),
  };
  const app = createApp(gateway, options);
  const url = await listen(app, options.tls ? "https" : "http", host, port);
  if (signal?.aborted) {
    await app.close();
    throw signal.reason;
  }
  log.info(`The viewer is at ${url}${options.code === undefined ? "" : " for those who have its code."}`);
  if (!isLoopback(addressOf(app).address) && options.code === undefined) {
    log.warn(`Everybody who reaches ${host} on the network can see the pictures of this viewer.`);
  }

  let closing: Promise<void> | undefined;
  let forget = (): void => {};
  async function end(message: string): Promise<void> {
    forget();
    registry.close(message);
    ending.abort();
    await Promise.all(gateway.open);
    await app.close();
  }
  const close: Viewer["close"] = ({ message = "The viewer is closed." } = {}) => {
    closing ??= end(message);
    return closing;
  };
  if (signal) forget = onAbort(signal, () => void close());

  return {
    url,
    add: registry.add,
    setNotice: (text, { command } = {}) => registry.setNotice(text, command),
    state: registry.state,
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}

function createApp(gateway: Gateway, { tls, code }: Pick<ViewerOptions, "tls" | "code">): FastifyInstance {
  const app = createServer(gateway, tls);
  const secure = tls !== undefined;
  const address = (): AddressInfo => addressOf(app);
  const check = code === undefined ? undefined : createCodeCheck({ code, secure, port: () => address().port });
  const door = createDoor({ address, secure, code: check, full: boundSockets(app.server) });
  addGuard(app, door);
  addStateRoutes(app, gateway);
  addMjpegRoute(app, gateway);
  addSnapshotRoute(app, gateway);
  addHangUpRoute(app, gateway, door);
  addMetricsRoute(app, { registry: gateway.registry, sockets: addSockets(app.server, gateway, door) });
  addPageRoute(app);
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({ error: `There is nothing at ${request.method} ${request.url.split("?", 1)[0]}; the page is at /.` }),
  );
  app.setErrorHandler((error, _request, reply) => {
    // Such as a body that nobody asked for: no failure of ours, and no reason for anybody to write into the log.
    const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
    if (status >= 400 && status < 500) {
      const { message } = error as Error;
      return reply.code(status).send({ error: `The request cannot be taken: ${message.replace(/\.?$/, ".")}` });
    }
    gateway.log.error(`A request failed: ${error instanceof Error ? error.message : String(error)}`);
    return reply.code(500).send({ error: "The viewer failed to answer; its log says why." });
  });
  return app;
}

function createServer({ stallTimeoutMs }: Gateway, tls: ViewerOptions["tls"]): FastifyInstance {
  const options = {
    connectionTimeout: stallTimeoutMs,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: true,
    bodyLimit: 1024,
  };
  const sockets = { noDelay: true, highWaterMark: 16 * 1024 };
  // What differs between the two is a type that none of the routes looks at.
  if (tls) return fastify({ ...options, https: { ...sockets, ...tls } }) as unknown as FastifyInstance;
  return fastify({ ...options, http: sockets });
}

function addressOf(app: FastifyInstance): AddressInfo {
  return app.server.address() as AddressInfo;
}

/** Listens and gives the page's address as this machine opens it. */
async function listen(app: FastifyInstance, scheme: string, host: string, port: number): Promise<string> {
  try {
    // Both families would be two servers; the page is opened by `url`, which names one.
    await app.listen({ host: host === "localhost" ? "127.0.0.1" : host, port });
  } catch (cause) {
    await app.close();
    throw new Error(`The viewer cannot listen on ${host} port ${port}: ${reason(cause)}`, { cause });
  }
  const { address, family, port: bound } = addressOf(app);
  const name = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  return `${scheme}://${family === "IPv6" ? `[${name}]` : name}:${bound}/`;
}

function reason(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return "the port is in use. Choose another, or 0 for any that is free.";
  if (code === "EACCES") return "that is not allowed. Choose a port above 1023.";
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return "this machine has no such address. Try 127.0.0.1.";
  return message;
}
