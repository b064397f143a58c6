import { type Connection, openConnection, refuseConnection } from "@framewire/protocol";
import { webSocketTransport } from "@framewire/protocol/websocket";
import type { Gateway } from "../gateway.ts";
import { liveFrames } from "../streams/live-frames.ts";
import type { SocketHandler } from "./handler.ts";

/** The largest picture of a shared camera, and what comes with it, in bytes. */
export const maxCameraPacketBytes: number = 8 * 2 ** 20;

/**
 * `/camera`: a Framewire connection on which a page is the sender. One page at a time shares its camera: the latest,
 * and the former is told so by a bye, `replaced`.
 */
export function createCameraSocket(gateway: Gateway): SocketHandler {
  const { registry, codecs, title, log, onCamera, signal } = gateway;
  let current: Connection | undefined;

  return async (socket, { remoteAddress }) => {
    const transport = webSocketTransport(socket, { remoteAddress });
    if (!onCamera) {
      const message = "Nobody here takes the camera of a page.";
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
      close: (message = "This side wants the camera no more.") => connection.close({ message }),
    });

    const { by, message } = await connection.closed;
    if (current === connection) {
      current = undefined;
      registry.setCamera(undefined);
    }
    log.info(`${name || "A page"} shares its camera no more${by === "lost" ? `: ${message}` : "."}`);
  };
}
