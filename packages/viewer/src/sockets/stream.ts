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
export function createStreamSocket({ board, codecs, log }: Gateway): SocketHandler {
  return async (socket, { remoteAddress, id }) => {
    const transport = webSocketTransport(socket, { remoteAddress });
    const channel = board.get(id);
    if (!channel) return refuseConnection(transport, { code: "left", message: `There is no stream "${id}".` });
    const connection = await openConnection(transport, {
      codecs: codecs.map(({ name }) => name),
      name: channel.name,
      signal: channel.signal,
    });
    const stopCounting = countDropped(connection, channel);
    try {
      await connection.send({
        ladder: channel.ladder,
        subscribe:
          (accept, { level }) =>
          ({ signal = connection.signal } = {}) =>
            channel.read({ signal, accept, level }),
      });
      await connection.close();
    } catch (error) {
      const { message } = error as Error;
      log.warn(`The pictures of ${channel.name} ended: ${message}`);
      const code = error instanceof NoCommonCodecError ? "no-common-codec" : "left";
      await connection.close({ code, message });
    }
    await connection.closed;
    stopCounting();
  };
}

/** Tells the channel how many pictures the way to a page had no room for. */
function countDropped(connection: Connection, channel: PublishedStream): () => void {
  let told = 0;
  function tell(): void {
    const { dropped } = connection.stats().sent;
    channel.addDropped(dropped - told);
    told = dropped;
  }
  const timer = setInterval(tell, countEveryMs);
  return () => {
    clearInterval(timer);
    tell();
  };
}
