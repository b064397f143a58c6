/** The WebSocket `/camera`, on which a page sends its camera. */

import { type Connection, openConnection, refuseConnection } from "@framewire/protocol";
import { webSocketTransport } from "@framewire/protocol/websocket";
import type { Gateway } from "../gateway.ts";
import { liveFrames } from "../streams/live-frames.ts";
import type { SocketHandler } from "./handler.ts";

/** The largest packet of a shared camera, a frame with its metadata, in bytes. */
export const maxCameraPacketBytes: number = 8 * 2 ** 20;

/**
 * Creates the handler of `/camera`: a Framewire connection on which the page is the sender. One page shares its camera
 * at a time: a new one replaces the former, which receives the bye `replaced`.
 */
export function createCameraSocket(gateway: Gateway): SocketHandler {
  const { registry, codecs, title, log, onCamera, signal } = gateway;
  let current: Connection | undefined;

  return async (socket, { remoteAddress, mayControl }) => {
    const transport = webSocketTransport(socket, { remoteAddress });
    if (!onCamera) {
      const message = "This viewer does not accept a page's camera.";
      return refuseConnection(transport, { code: "unauthorised", message });
    }
    if (!mayControl) {
      const message = "This page was opened by a link that may watch only.";
      return refuseConnection(transport, { code: "unauthorised", message });
    }
    const connection = await openConnection(transport, {
      codecs: codecs.map(({ name }) => name),
      name: title,
      maxPacketBytes: maxCameraPacketBytes,
      signal,
    });
    const { instanceId: id, name } = connection.remote;
    void current?.close({ code: "replaced", message: `${name || "Another page"} shares its camera now.` });
    current = connection;
    registry.setCamera({ id, name });
    log.info(`${name || "A page"} shares its camera.`);
    onCamera({
      id,
      name,
      frames: liveFrames(connection, { log }),
      signal: connection.signal,
      closed: connection.closed,
      close: (message = "This side no longer uses the camera.") => connection.close({ message }),
    });

    const { by, message } = await connection.closed;
    if (current === connection) {
      current = undefined;
      registry.setCamera(undefined);
    }
    log.info(`${name || "A page"} no longer shares its camera${by === "lost" ? `: ${message}` : "."}`);
  };
}
