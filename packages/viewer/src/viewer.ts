/** The viewer: an HTTP gateway with a page that shows streams. */

import { setMaxListeners } from "node:events";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type Codec, jpeg, webp } from "@framewire/codec";
import { type Logger, onAbort, silent } from "@framewire/media";
import type { FastifyInstance } from "fastify";
import { createAccess, isLoopback } from "./access/access.ts";
import { createAccessCode } from "./access/code.ts";
import { clientAddress, isForwarded, parsePublicUrl } from "./access/public-address.ts";
import { addAccessHook } from "./access/security-headers.ts";
import { limitSockets } from "./access/socket-limit.ts";
import type { Gateway } from "./gateway.ts";
import { addAccessCheckRoute } from "./routes/access-check.ts";
import { addDisconnectRoute } from "./routes/disconnect.ts";
import { addHangUpRoute } from "./routes/hang-up.ts";
import { addInvitationRoute } from "./routes/invitation.ts";
import { addMetricsRoute } from "./routes/metrics-route.ts";
import { addMjpegRoute } from "./routes/mjpeg.ts";
import { addNamedRoutes } from "./routes/named.ts";
import { addPageRoute } from "./routes/page.ts";
import { addSnapshotRoute } from "./routes/snapshot.ts";
import { addStateRoutes } from "./routes/state.ts";
import { addSockets } from "./sockets/sockets.ts";
import { createUpgrades } from "./sockets/upgrades.ts";
import type { Invitation } from "./streams/invitation.ts";
import type { SharedCamera } from "./streams/shared-camera.ts";
import type { ViewerState } from "./streams/state.ts";
import type { ViewerStream, ViewerStreamOptions } from "./streams/stream.ts";
import { createStreamRegistry } from "./streams/stream-registry.ts";

/** How long a request may take to arrive completely. */
const requestTimeoutMs = 10_000;

/**
 * Starts a viewer and resolves when it listens. Rejects with an `Error` when it cannot listen on the address, with a
 * `TypeError` for a code that is easy to guess or an invalid public address, and with the signal's reason when that has aborted.
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
  const closed = new AbortController();
  // Each page adds a listener; Node must not report that as a leak.
  setMaxListeners(0, closed.signal);
  const gateway: Gateway = {
    title,
    registry,
    log,
    codecs,
    signal: closed.signal,
    stallTimeoutMs,
    graceMs: 1000,
    snapshotTimeoutMs: 2000,
    onHangUp,
    onCamera,
    open: new Set(),
  };
  const app = await createApp(gateway, options);
  const url = await listen(app, options.tls ? "https" : "http", host, port);
  if (signal?.aborted) {
    await app.close();
    throw signal.reason;
  }
  log.info(`The viewer is at ${url}${options.code === undefined ? "" : " and needs its code."}`);
  const reachable = !isLoopback(addressOf(app).address) || options.publicUrl !== undefined;
  if (reachable && options.code === undefined) {
    log.warn(`Everybody who reaches ${options.publicUrl ?? host} on the network can watch the streams of this viewer.`);
  }

  let closing: Promise<void> | undefined;
  let removeListener = (): void => {};
  async function end(message: string): Promise<void> {
    removeListener();
    registry.close(message);
    closed.abort();
    await Promise.all(gateway.open);
    await app.close();
  }
  const close: Viewer["close"] = ({ message = "The viewer is closed." } = {}) => {
    closing ??= end(message);
    return closing;
  };
  if (signal) removeListener = onAbort(signal, () => void close());

  return {
    url,
    add: registry.add,
    setNotice: (text, notice = {}) => registry.setNotice(text, notice),
    setInvitation(invitation) {
      registry.invitation = invitation;
    },
    state: registry.state,
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}

/** An HTTP gateway that shows streams on a page. */
export interface Viewer extends AsyncDisposable {
  /** Address of the page, such as `"http://127.0.0.1:4780/"`. */
  readonly url: string;
  /**
   * Adds a stream. It replaces a stream with the same id, whose responses end and whose handle then does nothing. Throws
   * a `TypeError` for an id that does not fit in an address.
   */
  add(stream: ViewerStreamOptions): ViewerStream;
  /** Sets the sentence that says why no peer is connected, and a command for it; undefined removes both. */
  setNotice(text: string | undefined, options?: NoticeOptions): void;
  /**
   * Sets how others join, which the page shows while no peer is connected. Unlike the state, it may contain secrets: only
   * the viewer's own page receives it, and other programs of this machine could. Undefined removes it.
   */
  setInvitation(invitation: Invitation | undefined): void;
  /** The state that the page shows now. */
  state(): ViewerState;
  /**
   * Sends the pages the reason (a sentence), ends all responses and sockets, those of stalled readers after a second,
   * and frees the port. Idempotent.
   */
  close(options?: { readonly message?: string | undefined }): Promise<void>;
}

/** Options of {@link createViewer}. */
export interface ViewerOptions {
  /** Address to listen on. On any but loopback, everybody on the network can see the streams. Default `"127.0.0.1"`. */
  readonly host?: string | undefined;
  /** Port to listen on; 0 selects a free one. Default 0. */
  readonly port?: number | undefined;
  /** Serves https with this key and certificate, both PEM. Browsers share cameras over https or on loopback only. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer } | undefined;
  /**
   * Answers only requests with this code in their address (`?code=`) or with the cookie that the page then sets. 16 to
   * 128 random letters, digits, `_` or `-`. Default: no code is necessary.
   */
  readonly code?: string | undefined;
  /** A second code, for a link that may watch, but not hang up, disconnect a peer or share a camera. Needs `code`. */
  readonly viewOnlyCode?: string | undefined;
  /**
   * The page's address behind a reverse proxy, such as `"https://example.org/cam/"`. Pages there may open WebSockets, the
   * cookie is limited to that folder, and the proxy's `X-Forwarded-For` counts as the client's address. Only the proxy
   * must reach the viewer's port then.
   */
  readonly publicUrl?: string | undefined;
  /** Title of the page. Default `"Framewire"`. */
  readonly title?: string | undefined;
  readonly log?: Logger | undefined;
  /** Closes the viewer. */
  readonly signal?: AbortSignal | undefined;
  /** A reader that accepts no data for this long is disconnected, after twice the time at most. Default 30 000 ms. */
  readonly stallTimeoutMs?: number | undefined;
  /** They convert frames for readers that do not accept them as they are or have no room for them. Default JPEG, WebP. */
  readonly codecs?: readonly Codec[] | undefined;
  /** Called when a page hangs up. Without it, pages have no button for that. */
  readonly onHangUp?: (() => void) | undefined;
  /**
   * Receives the camera that a page shares. One camera is shared at a time; a new one ends the former. Without it, pages
   * have no button for that.
   */
  readonly onCamera?: ((camera: SharedCamera) => void) | undefined;
}

/** Options of {@link Viewer.setNotice}. */
export interface NoticeOptions {
  /** More about it, in a sentence. */
  readonly detail?: string | undefined;
  /** A command that helps, for people to copy. It must contain nothing secret, as `/streams` does not. */
  readonly command?: string | undefined;
}

type AccessOptions = Pick<ViewerOptions, "tls" | "code" | "viewOnlyCode" | "publicUrl">;

async function createApp(
  gateway: Gateway,
  { tls, code, viewOnlyCode, ...options }: AccessOptions,
): Promise<FastifyInstance> {
  const publicUrl = options.publicUrl === undefined ? undefined : parsePublicUrl(options.publicUrl);
  const addressOfClient = (request: IncomingMessage): string => clientAddress(request, publicUrl);
  const app = await createServer(gateway, tls);
  const secure = tls !== undefined;
  const address = (): AddressInfo => addressOf(app);
  const accessCode =
    code === undefined
      ? undefined
      : createAccessCode({
          code,
          viewOnlyCode,
          port: () => address().port,
          addressOf: addressOfClient,
          scopeOf: (request) =>
            publicUrl && isForwarded(request, publicUrl)
              ? { secure: publicUrl.protocol === "https:", path: publicUrl.pathname }
              : { secure, path: "/" },
        });
  const access = createAccess({ address, secure, code: accessCode, publicUrl, full: limitSockets(app.server) });
  const upgrades = createUpgrades(app);
  addAccessHook(app, access, upgrades);
  addStateRoutes(app, gateway, access);
  addMjpegRoute(app, gateway);
  addSnapshotRoute(app, gateway);
  addNamedRoutes(app, gateway);
  addHangUpRoute(app, gateway, access);
  addInvitationRoute(app, gateway, access);
  addDisconnectRoute(app, gateway, access);
  addAccessCheckRoute(app, access);
  const sockets = addSockets(app, gateway, { upgrades, access, addressOf: addressOfClient });
  addMetricsRoute(app, { registry: gateway.registry, sockets });
  await addPageRoute(app);
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({ error: `There is nothing at ${request.method} ${request.url.split("?", 1)[0]}; the page is at /.` }),
  );
  app.setErrorHandler((error, _request, reply) => {
    // A request that is wrong, such as one with a body that no route reads, must not let a client write into the log.
    const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
    if (status >= 400 && status < 500) {
      const { message } = error as Error;
      return reply.code(status).send({ error: `The request is not valid: ${message.replace(/\.?$/, ".")}` });
    }
    gateway.log.error(`A request failed: ${error instanceof Error ? error.message : String(error)}`);
    return reply.code(500).send({ error: "The viewer failed to answer; its log says why." });
  });
  return app;
}

async function createServer({ stallTimeoutMs }: Gateway, tls: ViewerOptions["tls"]): Promise<FastifyInstance> {
  // Loaded here: loading takes a third of a second of CPU, which programs without a viewer do not need.
  const { fastify } = await import("fastify");
  const options = {
    connectionTimeout: stallTimeoutMs,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: true,
    bodyLimit: 1024,
  };
  const sockets = { noDelay: true, highWaterMark: 16 * 1024 };
  // The two differ only in a type that no route uses.
  if (tls) return fastify({ ...options, https: { ...sockets, ...tls } }) as unknown as FastifyInstance;
  return fastify({ ...options, http: sockets });
}

function addressOf(app: FastifyInstance): AddressInfo {
  return app.server.address() as AddressInfo;
}

/** Listens, and returns the address at which this machine opens the page. */
async function listen(app: FastifyInstance, scheme: string, host: string, port: number): Promise<string> {
  try {
    // "localhost" would open a server for each of IPv4 and IPv6, and `url` names one.
    await app.listen({ host: host === "localhost" ? "127.0.0.1" : host, port });
  } catch (cause) {
    await app.close();
    throw new Error(`The viewer cannot listen on ${host} port ${port}: ${listenProblem(cause)}`, { cause });
  }
  const { address, family, port: bound } = addressOf(app);
  const hostName = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  return `${scheme}://${family === "IPv6" ? `[${hostName}]` : hostName}:${bound}/`;
}

function listenProblem(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return "the port is in use. Choose another, or 0 for any that is free.";
  if (code === "EACCES") return "that is not allowed. Choose a port above 1023.";
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return "this machine has no such address. Try 127.0.0.1.";
  return message;
}
