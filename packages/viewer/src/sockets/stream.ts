import { NoCommonCodecError } from "@framewire/codec";
import { type Connection, openConnection, refuseConnection } from "@framewire/protocol";
import { webSocketTransport } from "@framewire/protocol/websocket";
import type { Gateway } from "../gateway.ts";
import type { PublishedStream } from "../streams/published-stream.ts";
import type { SocketHandler } from "./handler.ts";

const countEveryMs = 1000;

/**
 * `/streams/ID`: a Framewire connection that sends the stream's pictures to a page, at the level that the way to this
 * page has room for. Pictures are read only while the page looks. Says bye, `left`, when the stream ends.
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
      log.warn(`The pictures of ${stream.name} ended: ${message}`);
      const code = error instanceof NoCommonCodecError ? "no-common-codec" : "left";
      await connection.close({ code, message });
    }
    await connection.closed;
    stopCounting();
  };
}

/** Tells the stream how many pictures the way to a page had no room for. */
function countDropped(connection: Connection, stream: PublishedStream): () => void {
  let told = 0;
  function tell(): void {
    const { dropped } = connection.stats().sent;
    stream.addDropped(dropped - told);
    told = dropped;
  }
  const timer = setInterval(tell, countEveryMs);
  return () => {
    clearInterval(timer);
    tell();
  };
}
