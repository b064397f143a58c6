/** The WebSocket `/streams/ID`, on which a page receives a stream. */

import { NoCommonCodecError } from "@framewire/codec";
import { type Connection, openConnection, refuseConnection } from "@framewire/protocol";
import { webSocketTransport } from "@framewire/protocol/websocket";
import type { Gateway } from "../gateway.ts";
import type { PublishedStream } from "../streams/published-stream.ts";
import type { SocketHandler } from "./handler.ts";

const countIntervalMs = 1000;

/**
 * Creates the handler of `/streams/ID`: a Framewire connection that sends the stream's frames in the rendition that the
 * page's connection has room for, while the page wants frames. It closes with the bye `left` when the stream ends.
 */
export function createStreamSocket({ registry, codecs, log }: Gateway): SocketHandler {
  return async (socket, { remoteAddress, id }) => {
    const transport = webSocketTransport(socket, { remoteAddress });
    const stream = registry.get(id);
    if (!stream) return refuseConnection(transport, { code: "left", message: `There is no stream "${id}".` });
    const connection = await openConnection(transport, {
      codecs: codecs.map(({ name }) => name),
      name: stream.name,
      signal: stream.signal,
    });
    const stopCounting = countDropped(connection, stream);
    try {
      await connection.send(stream);
      await connection.close();
    } catch (error) {
      const { message } = error as Error;
      log.warn(`The frames of ${stream.name} ended: ${message}`);
      const code = error instanceof NoCommonCodecError ? "no-common-codec" : "left";
      await connection.close({ code, message });
    }
    await connection.closed;
    stopCounting();
  };
}

/** Adds the frames that the connection drops to the stream's count, each second and at the end. */
function countDropped(connection: Connection, stream: PublishedStream): () => void {
  let counted = 0;
  function count(): void {
    const { dropped } = connection.stats().sent;
    stream.addDropped(dropped - counted);
    counted = dropped;
  }
  const timer = setInterval(count, countIntervalMs);
  return () => {
    clearInterval(timer);
    count();
  };
}
